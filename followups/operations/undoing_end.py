"""Taking back that a lead was closed without a touch."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import CancelReason, Enrolment, Touch
from followups.operations.bringing_back import bring_back, check_own
from followups.operations.judging import take_back
from followups.operations.locking import lock
from followups.operations.undoing import NotUndoable, take_back_end
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Closure, Disposition, Lead, Verdict


@transaction.atomic
def undo_close(*, lead: Lead, by: User, at: datetime) -> None:
    """Open the lead again as if it had never been closed.

    What was called off for it is scheduled again, in the cadence that ended for it; the verdict
    and the value that came with it go. Refused after a day, for what somebody else closed or a
    logged touch (undo that one), and where somebody must not be contacted any more.
    """
    lead = lock(lead.pk)
    end = end_to_undo(lead, by=by, at=at)
    bring_back(
        lead,
        ended=Enrolment.objects.filter(
            lead=lead,
            ended_at__gte=end.closed_at,
            end_reason=Enrolment.EndReason.CLOSED,
            ended_by=None,
        ),
        called_off=Touch.objects.not_reversed().filter(
            lead=lead, cancel_reason=CancelReason.CLOSED, cancelled_at=end.closed_at
        ),
        since=end.closed_at,
        by=by,
        at=at,
    )
    take_back_what_it_said(end, by=by, at=at)
    take_back_end(end, by=by, at=at)
    record("close undone", of=end, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)


def end_to_undo(lead: Lead, *, by: User, at: datetime) -> Closure:
    """One's own end that stands; else the sentence that says why not."""
    end = Closure.objects.standing().filter(lead=lead).select_related("lead__owner").first()
    if end is None:
        raise NotUndoable(_("The lead is open already."))
    if end.imported:
        raise NotUndoable(_("An import closed it. Reopen the lead instead."))
    if end.caused_by:
        raise NotUndoable(_("A logged touch closed it. Undo that one."))
    if end.disposition == Disposition.DO_NOT_CONTACT:
        raise NotUndoable(_("It is closed because nobody there may be contacted."))
    check_own(end.closed_by_id, end.closed_at, by=by, at=at, instead=_("Reopen the lead instead."))
    return end


def take_back_what_it_said(end: Closure, *, by: User, at: datetime) -> None:
    """The verdict that was given with the end."""
    given = Verdict.objects.standing().filter(lead=end.lead, caused_by=None, given_by=end.closed_by)
    moment = (end.closed_at, end.closed_at + timedelta.resolution)  # after a return in the moment
    for verdict in given.filter(given_at__range=moment):
        take_back(verdict, by=by, at=at)
