"""Taking back that a lead was closed without a touch."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from followups.models import CancelReason, EarlyStop, Enrolment, Touch
from followups.operations.judging import take_back
from followups.operations.locking import lock
from followups.operations.undoing import NotUndoable, again, take_back_end
from followups.operations.undoing_rest import check_people
from followups.policy import UNDO_HOURS
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Closure, Lead, Verdict


@transaction.atomic
def undo_close(*, lead: Lead, by: User, at: datetime) -> None:
    """Open the lead again as if it had never been closed.

    What was called off for it is scheduled again, in the cadence that ended for it; the verdict
    and the value that came with it go. Refused after a day, for a lead that a logged touch closed
    (undo that one), and where somebody must not be contacted any more.
    """
    lead = lock(lead.pk)
    end = Closure.objects.standing().filter(lead=lead).select_related("lead__owner").first()
    check_end(end, at=at)
    if end is None:  # check_end has refused
        return
    ended = Enrolment.objects.filter(
        lead=lead,
        ended_at__gte=end.closed_at,
        end_reason=Enrolment.EndReason.CLOSED,
        ended_by=None,
    )
    called_off = (
        Touch.objects.not_reversed()
        .filter(lead=lead, cancel_reason=CancelReason.CLOSED, cancelled_at=end.closed_at)
        .select_related("contact", "enrolment")
    )
    for enrolment in ended.select_related("contact"):
        check_people(enrolment, called_off)
    ended.update(ended_at=None, end_reason="")
    for touch in called_off:
        again(touch, by=by, at=at)
    take_back_what_it_said(end, by=by, at=at)
    take_back_end(end, by=by, at=at)
    record("close undone", of=end, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)


def check_end(end: Closure | None, *, at: datetime) -> None:
    """Refuse with the sentence that says why."""
    if end is None:
        raise NotUndoable("The lead is open already.")
    if end.imported:
        raise NotUndoable("An import closed it. Reopen the lead instead.")
    if end.caused_by:
        raise NotUndoable("A logged touch closed it. Undo that one.")
    if at - end.closed_at > timedelta(hours=UNDO_HOURS):
        raise NotUndoable(f"This can be undone for {UNDO_HOURS} hours. Reopen the lead instead.")


def take_back_what_it_said(end: Closure, *, by: User, at: datetime) -> None:
    """The verdict that was given with the end, and why it came so early."""
    stops = EarlyStop.objects.standing().filter(lead=end.lead, touch=None, at=end.closed_at)
    stops.update(taken_back_at=at)
    given = Verdict.objects.standing().filter(lead=end.lead, caused_by=None, given_by=end.closed_by)
    moment = (end.closed_at, end.closed_at + timedelta.resolution)  # after a return in the moment
    for verdict in given.filter(given_at__range=moment):
        take_back(verdict, by=by, at=at)
