"""Taking back that a lead was sent to a bucket without a touch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from followups.models import CancelReason, EarlyStop, Enrolment, Touch, TouchState
from followups.operations.cadences import end_enrolment, running_enrolment
from followups.operations.locking import lock
from followups.operations.undoing import NotUndoable, again
from followups.policy import UNDO_HOURS
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Lead


@transaction.atomic
def undo_rest(*, lead: Lead, by: User, at: datetime) -> None:
    """Take the lead out of its bucket as if it had never been put there.

    What was called off for it is scheduled again, in the cadence that ended for it. Refused after
    a day, for a lead that a logged touch put there (undo that one), once its rhythm began, and
    where its cadence tried somebody who must not be contacted any more.
    """
    lead = lock(lead.pk)
    rests = running_enrolment(lead)
    check_rest(rests, at=at)
    if rests is None:  # check_rest has refused
        return
    Touch.objects.scheduled().filter(enrolment=rests).update(
        state=TouchState.CANCELLED,
        cancel_reason=CancelReason.UNDONE,
        cancelled_by=by,
        cancelled_at=at,
    )
    end_enrolment(rests, reason=Enrolment.EndReason.UNDONE, at=at)
    for before in ended_for(rests):
        stopped = Touch.objects.not_reversed().filter(enrolment=before)
        called_off = stopped.filter(
            cancel_reason=CancelReason.NOT_NOW, cancelled_at=rests.began_at
        ).select_related("contact")
        check_people(before, called_off)
        Enrolment.objects.filter(pk=before.pk).update(ended_at=None, end_reason="")
        for touch in called_off:
            again(touch, by=by, at=at)
    stops = EarlyStop.objects.standing().filter(lead=lead, touch=None, at=rests.began_at)
    stops.update(taken_back_at=at)
    record("rest undone", of=rests, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)


def check_rest(rests: Enrolment | None, *, at: datetime) -> None:
    """Refuse with the sentence that says why."""
    if rests is None or rests.bucket_id is None:
        raise NotUndoable("The lead waits in no bucket any more.")
    if rests.begun_by_touch_id:
        raise NotUndoable("A logged touch put it there. Undo that one.")
    if at - rests.began_at > timedelta(hours=UNDO_HOURS):
        raise NotUndoable(f"This can be undone for {UNDO_HOURS} hours. Wake the lead instead.")
    if rests.touches.filter(state=TouchState.LOGGED).exists():
        raise NotUndoable("A touch was logged there since. Wake the lead instead.")


def check_people(before: Enrolment, called_off: Iterable[Touch]) -> None:
    """Refuse to go back to somebody who asked meanwhile not to be contacted."""
    for person in (before.contact, *(touch.contact for touch in called_off)):
        if person and person.do_not_contact:
            raise NotUndoable(f"{person} must not be contacted any more. Wake the lead instead.")


def ended_for(rests: Enrolment) -> list[Enrolment]:
    """The cadence that ended in the moment in which the rest began."""
    ended = Enrolment.objects.filter(
        lead=rests.lead_id,
        ended_at=rests.began_at,
        end_reason=Enrolment.EndReason.NOT_NOW,
        ended_by=None,
    )
    return list(ended.exclude(pk=rests.pk).order_by("-pk")[:1])
