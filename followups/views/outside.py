"""What an outside qualifier sees: his queue, and one lead while he has it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.lists.outside import outside_queue_of
from followups.models import Touch
from followups.panel.log import write_unplanned
from followups.panel.outside_forms import ReturnForm, TryForm
from followups.panel.tick_form import TicksForm
from followups.queue.rows import state_of
from followups.situation import Situation, situation_of
from followups.wording import what_happened
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leadfollow.words import within
from leads.models import Back, Closure, Lead, Qualifying

CONFLICT, UNPROCESSABLE = 409, 422


def queue(request: SignedInRequest) -> HttpResponse:
    """The leads that he has, the one due first first."""
    if not request.user.is_qualifier:
        raise Http404
    rows = outside_queue_of(request.user, now=clock.now())
    return render(request, "followups/outside_queue.html", {"rows": rows})


def his(request: SignedInRequest, lead_id: int) -> tuple[Qualifying, Situation]:
    """The lead, while he has it; afterwards it is not there."""
    row = get_object_or_404(Qualifying.objects.running(), lead=lead_id, person=request.user)
    among = Lead.objects.with_qualifier(request.user)
    try:
        return row, situation_of(lead_id, now=clock.now(), among=among)
    except Lead.DoesNotExist as gone:
        raise Http404 from gone


def lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Whom to call, what they asked, what he tried, and how it comes back."""
    return page(request, *his(request, lead_id))


def page(
    request: SignedInRequest,
    row: Qualifying,
    situation: Situation,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """The page, with the form that was refused in its place."""
    its, now = situation.lead, situation.now
    context = {
        "row": row,
        "now": now,
        "working_time": request.user.working_time,
        "situation": situation,
        "state": state_of(row.due_by, now=now, working=request.user.working_time),
        "tries": tries_of(row),
        "unplanned_form": TryForm(situation=situation, row=row),
        "ticks_form": TicksForm(lead=its),
        "return_form": ReturnForm(lead=its),
    }
    return render(request, "followups/outside_lead.html", context | forms, status=status)


def tries_of(row: Qualifying) -> QuerySet[Touch]:
    """What he logged on it, the newest first."""
    made = logged_on(row.lead_id, row.person_id)
    return made.select_related("contact").order_by("-happened_at", "-pk")


def logged_on(lead_id: int, person_id: int) -> QuerySet[Touch]:
    return Touch.objects.logged().filter(lead=lead_id, logged_by=person_id)


@require_POST
def log(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Log what he tried."""
    row, situation = his(request, lead_id)
    form = TryForm(request.POST, situation=situation, row=row)
    if not form.is_valid():
        return page(request, row, situation, status=UNPROCESSABLE, unplanned_form=form)
    try:
        touch = write_unplanned(form, situation.lead, by=request.user, at=situation.now)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(request, row, situation, status=CONFLICT, unplanned_form=form)
    said = what_happened(touch, now=situation.now, working=request.user.working_time)
    undo = reverse("followups:outside_undo_touch", args=[lead_id, touch.pk])
    messages.success(request, said, extra_tags=undo)
    return onward(request, lead_id)


def onward(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """To the lead, or to the queue where he has it no more."""
    if Lead.objects.with_qualifier(request.user).filter(pk=lead_id).exists():
        return redirect("followups:outside_lead", lead_id)
    return redirect("followups:outside_queue")


def ended_by(touch: Touch, person: User) -> bool:
    """Whether this touch of his closed the lead, and so ended his time with it."""
    ends = Closure.objects.standing().filter(lead=touch.lead_id, caused_by=touch.key)
    mine = Qualifying.objects.filter(lead=touch.lead_id, person=person, says=Back.TAKEN_BACK)
    return mine.filter(returned_at__in=ends.values("closed_at")).exists()


@require_POST
def undo_touch(request: SignedInRequest, lead_id: int, touch_id: int) -> HttpResponse:
    """Take one's own log back."""
    touch = get_object_or_404(logged_on(lead_id, request.user.pk), pk=touch_id)
    if not ended_by(touch, request.user):
        his(request, lead_id)
    try:
        operations.undo_touch(touch=touch, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        outcome = within(str(touch.get_outcome_display()))
        said = _("Undone: %(outcome)s at %(lead)s.") % {"outcome": outcome, "lead": touch.lead}
        messages.success(request, said)
    return onward(request, lead_id)


@require_POST
def tick(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Save what he knows of the criteria."""
    row, situation = his(request, lead_id)
    form = TicksForm(request.POST, lead=situation.lead)
    if not form.is_valid():
        return page(request, row, situation, status=UNPROCESSABLE, ticks_form=form)
    at = situation.now
    try:
        operations.tick_criteria(lead=situation.lead, ticks=form.ticks, by=request.user, at=at)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(request, row, situation, status=CONFLICT, ticks_form=form)
    messages.success(request, _("Saved what we know of %(lead)s.") % {"lead": situation.lead})
    return onward(request, lead_id)


@require_POST
def return_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Save what he knows, and give the lead back with what he found out."""
    row, situation = his(request, lead_id)
    form, ticks = (
        ReturnForm(request.POST, lead=situation.lead),
        TicksForm(request.POST, lead=situation.lead),
    )
    forms = {"return_form": form, "ticks_form": ticks}
    if not all([form.is_valid(), ticks.is_valid()]):
        return page(request, row, situation, status=UNPROCESSABLE, **forms)
    told: dict[str, Any] = {"lead": situation.lead, "by": request.user, "at": situation.now}
    try:
        with transaction.atomic():
            operations.tick_criteria(ticks=ticks.ticks, **told)
            back = operations.return_lead(**form.cleaned_data, **told)
    except operations.Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(request, row, situation, status=CONFLICT, **forms)
    said = _("%(lead)s is returned: %(what)s.") % {
        "lead": situation.lead,
        "what": within(back.said_in_words),
    }
    undo = reverse("followups:outside_undo_return", args=[back.pk])
    messages.success(request, said, extra_tags=undo)
    return redirect("followups:outside_queue")


@require_POST
def undo_return(request: SignedInRequest, qualifying_id: int) -> HttpResponse:
    """He has it again."""
    mine = Qualifying.objects.filter(person=request.user, returned_by=request.user)
    row = get_object_or_404(mine, pk=qualifying_id)
    try:
        operations.undo_return(row=row, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:outside_queue")
    messages.success(request, _("Undone: you have %(lead)s again.") % {"lead": row.lead})
    return onward(request, row.lead_id)
