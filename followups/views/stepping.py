"""Skipping or replacing a cadence's step, and taking that back."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from followups import operations
from followups.cadences.planning import upcoming
from followups.models import Touch
from followups.panel.step_forms import ReplaceForm, SkipForm
from followups.views.panel import Place, back, say
from followups.views.touches import CONFLICT, UNPROCESSABLE, workable
from followups.wording import due_step
from leadfollow import clock
from leadfollow.http import SignedInRequest


@require_http_methods(["GET", "POST"])
def change_step(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """Another touch in the place of the cadence's step, or none."""
    touch, now = workable(request, touch_id), clock.now()
    act = request.POST.get("act")
    replace_form = ReplaceForm(request.POST if act == "replace" else None, touch=touch)
    skip_form = SkipForm(request.POST if act == "skip" else None, auto_id="skip-%s")
    form, status = skip_form if skip_form.is_bound else replace_form, 200
    if form.is_valid():
        try:
            return changed(request, touch, form, now=now)
        except operations.Refusal as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
            touch.refresh_from_db()
    elif form.is_bound:
        status = UNPROCESSABLE
    page = {"touch": touch, "replace_form": replace_form, "skip_form": skip_form}
    page |= {"following": following(touch), "place": Place.of(request.GET)}
    return render(request, "followups/change_step.html", page, status=status)


def changed(
    request: SignedInRequest, touch: Touch, form: forms.Form, *, now: datetime
) -> HttpResponse:
    """Do it, say it, and go back to the lead."""
    replaces = isinstance(form, ReplaceForm)
    operate = operations.replace_step if replaces else operations.skip_step
    comes = operate(touch=touch, by=request.user, at=now, **form.cleaned_data)
    touch.refresh_from_db()
    step = due_step(comes, now=now, working=request.user.working_time)
    said = (
        _("Replaced at %(lead)s. Now: %(step)s.")
        if replaces
        else _("Skipped at %(lead)s. Now: %(step)s.")
    )
    say(request, said % {"lead": touch.lead, "step": step}, undo=touch)
    return back(request, touch.lead_id)


def following(touch: Touch) -> str:
    """What the cadence asks for after this step; nothing at its end, or where it is no step."""
    if touch.enrolment is None or touch.step is None:
        return ""
    step = next(iter(upcoming(touch.enrolment.cadence, touch.step)), None)
    return step.title if step else ""


@require_POST
def undo_stepping(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """Bring one's own skipped or replaced step back."""
    mine = Touch.objects.workable_by(request.user).filter(cancelled_by=request.user)
    touch = get_object_or_404(mine.select_related("lead"), pk=touch_id)
    try:
        operations.undo_stepping(touch=touch, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, _("Undone at %(lead)s: the step is due when it was.") % {"lead": touch.lead})
    return back(request, touch.lead_id)
