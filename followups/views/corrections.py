"""Setting right what one logged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from followups import operations
from followups.models import Touch
from followups.panel.correction_form import CorrectionForm
from followups.undoable import is_undoable
from followups.views.panel import say
from leadfollow import clock
from leadfollow.http import SignedInRequest

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "POST"])
def correct_touch(request: SignedInRequest, touch_id: int) -> HttpResponse:
    """Correct one's own touch, on a page of its own; what it said before stays on record."""
    now = clock.now()
    mine = Touch.objects.workable_by(request.user).filter(logged_by=request.user, state="logged")
    touch = get_object_or_404(mine.select_related("lead", "contact"), pk=touch_id)
    note_only = not is_undoable(touch, request.user, now)
    form, status = CorrectionForm(request.POST or None, touch=touch, note_only=note_only), 200
    if form.is_valid():
        try:
            operations.correct_touch(touch=touch, by=request.user, at=now, **form.cleaned_data)
        except operations.Refusal as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            say(
                request,
                _("Corrected at %(lead)s. What it said before is kept.") % {"lead": touch.lead},
            )
            return redirect("followups:lead", lead_id=touch.lead_id)
    elif form.is_bound:
        status = UNPROCESSABLE
    context = {"touch": touch, "form": form, "note_only": note_only}
    return render(request, "followups/correct_touch.html", context, status=status)
