"""Leads go to an outside qualifier and come back: what whoever may give them does."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.lists.outside import with_whom
from followups.verdicts import Judgement
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.ids import id_in
from leadfollow.people.models import User
from leadfollow.words import moment_in_full
from leads.models import Disposition, Lead, Says

CHOSEN = "outside-"  # before the number, in the list that has reps, too


def assignable(request: SignedInRequest, lead_id: int) -> Lead:
    user = request.user
    if not (user.is_manager or user.is_event_manager or user.is_admin):
        raise PermissionDenied
    return get_object_or_404(Lead.objects.assignable_by(user), pk=lead_id)


def give(request: SignedInRequest, its: Lead, chosen: str) -> None:
    """To the one chosen, with the way back; or the sentence that says why not."""
    number = chosen.removeprefix(CHOSEN)
    people = User.objects.qualifiers()
    person = people.filter(pk=id_in(number)).first()
    if person is None:
        messages.error(request, _("Choose an outside qualifier. Nothing was changed."))
        return
    try:
        row = operations.give_to_qualifier(lead=its, person=person, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return
    said = _("%(lead)s is with %(person)s until %(moment)s.") % {
        "lead": its,
        "person": person,
        "moment": moment_in_full(row.due_by, request.user.time_zone),
    }
    undo = reverse("followups:take_back_from_outside", args=[its.pk])
    messages.success(request, said, extra_tags=undo)


@require_POST
def take_back(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """It waits in the inbox again."""
    its = assignable(request, lead_id)
    try:
        operations.take_back_from_outside(lead=its, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(lead)s is back in the inbox.") % {"lead": its})
    return redirect("followups:inbox")


@require_POST
def close_unfit(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """End what came back not qualified, for the reason that was given there."""
    mine = Lead.objects.closable_by(request.user).filter(
        pk__in=Lead.objects.came_back_unfit().values("pk")
    )
    its = get_object_or_404(mine, pk=lead_id)
    row = with_whom([its.pk])[its.pk]
    said = f"{row.person}: {row.said_in_words}"
    try:
        operations.close_lead(
            lead=its,
            disposition=Disposition.DISQUALIFIED,
            reason=said[:300],
            verdict=Judgement(Says.REJECTED, row.reason, row.words or said),
            by=request.user,
            at=clock.now(),
        )
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        undo = f"{reverse('followups:undo_close', args=[its.pk])}?page=lead"
        told = _("%(lead)s is closed: %(what)s.") % {"lead": its, "what": row.said_in_words}
        messages.success(request, told, extra_tags=undo)
    return redirect("followups:inbox")
