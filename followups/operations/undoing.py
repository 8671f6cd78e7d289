"""Taking a logged touch back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce

from followups.models import CancelReason, Enrolment, Source, Touch, TouchState
from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.policy import UNDO_HOURS
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Closure, Contact, Lead, LeadContact


class NotUndoable(Refusal):
    """The touch cannot be taken back any more."""


@transaction.atomic
def undo_touch(*, touch: Touch, by: User, at: datetime) -> Touch:
    """Take a logged touch back, with all that it brought about.

    One new row reverses it: the scheduled touch again, or for one that nobody planned a
    cancelled row. What it scheduled is cancelled as undone; what it cancelled, ended or closed
    is as before. Refused where it was undone before, is older than a day, came by import, or
    something later stands on it.
    """
    lead = lock(touch.lead_id)
    touch.refresh_from_db()
    check(touch, lead, by=by, at=at)
    Touch.objects.filter(after=touch).exclude(state=TouchState.LOGGED).update(
        state=TouchState.CANCELLED,
        cancel_reason=CancelReason.UNDONE,
        cancelled_by=by,
        cancelled_at=Coalesce("cancelled_at", at),
    )
    Enrolment.objects.filter(ended_by=touch).update(ended_at=None, end_reason="", ended_by=None)
    back = again(touch, by=by, at=at)
    cancelled = Touch.objects.filter(cancelled_by_touch=touch, reversed_by=None)
    others = [again(other, by=by, at=at) for other in cancelled]
    for row in [back, *others]:
        if row.is_scheduled and row.enrolment_id:
            Enrolment.objects.filter(pk=row.enrolment_id).update(contact=row.contact)
    take_back_closures(touch, at=at)
    if touch.barred_contact:
        Contact.objects.filter(touches=touch).update(do_not_contact=False)
    record("touch undone", of=touch, by=by, at=at, lead_id=lead.pk)
    settle({lead.pk, *leads_of(touch), *(row.lead_id for row in others)}, at=at)
    return back


def check(touch: Touch, lead: Lead, *, by: User, at: datetime) -> None:
    """Refuse with the sentence that says why."""
    if not touch.is_logged or touch.source == Source.IMPORT:
        raise NotUndoable("Only a touch that was logged here can be undone.")
    if Touch.objects.filter(reverses=touch).exists():
        raise NotUndoable("This touch was undone before.")
    if touch.logged_at is None or at - touch.logged_at > timedelta(hours=UNDO_HOURS):
        raise NotUndoable(f"A touch can be undone for {UNDO_HOURS} hours. Correct it instead.")
    if Touch.objects.logged().filter(after=touch).exists():
        raise NotUndoable("A later touch was logged after this one. Undo that one first.")
    if Closure.objects.filter(caused_by=touch.key, reopened_at__isnull=False).exists():
        raise NotUndoable("The lead was reopened since. Close or plan it as it is now.")
    if lead.closures.standing().exclude(caused_by=touch.key).exists():
        raise NotUndoable("The lead was closed since. Reopen it first.")
    ended = touch.enrolments_ended.first()
    if ended and Enrolment.objects.running().filter(lead=ended.lead_id).exists():
        raise NotUndoable("The lead is in another cadence since. Plan it as it is now.")


def again(touch: Touch, *, by: User, at: datetime) -> Touch:
    """The row that reverses another: scheduled as it was, or cancelled if it never was."""
    row = Touch(
        lead=touch.lead,
        contact=touch.contact,
        enrolment=touch.enrolment,
        step=touch.step,
        channel=touch.channel,
        direction=touch.direction,
        subject=touch.subject,
        is_automatic=touch.is_automatic,
        due_at=touch.due_at,
        due_on=touch.due_on,
        due_zone=touch.due_zone,
        first_due_at=touch.first_due_at,
        moves=touch.moves,
        scheduled_at=touch.scheduled_at,
        scheduled_by=touch.scheduled_by,
        after=touch.after,
        reverses=touch,
    )
    if touch.due_at is None:
        row.state, row.cancelled_at, row.cancelled_by = TouchState.CANCELLED, at, by
        row.cancel_reason = CancelReason.UNDONE
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NotUndoable("The lead's plan has moved on since. Plan it as it is now.") from error
    return row


def take_back_closures(touch: Touch, *, at: datetime) -> None:
    """The ends that the touch brought about never were."""
    Closure.objects.standing().filter(caused_by=touch.key).update(taken_back_at=at)


def leads_of(touch: Touch) -> set[int]:
    """The leads that may have changed with it: all of its contact's."""
    return set(LeadContact.objects.filter(contact=touch.contact_id).values_list("lead", flat=True))
