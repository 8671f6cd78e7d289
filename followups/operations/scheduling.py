"""Planning a touch by hand, moving it, calling it off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.utils.translation import gettext as _

from followups.cadences.planning import way_for
from followups.models import CancelReason, Enrolment, Source, Touch, TouchState
from followups.next_step import Due
from followups.operations.explaining import why_moved, why_then
from followups.operations.locking import lock
from followups.operations.refusal import LeadIsClosed, Refusal
from followups.state import settle
from leadfollow.clock import today
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Contact, Lead


class BadDate(Refusal):
    """A touch cannot be due in the past."""


class ContactIsBarred(Refusal):
    """The person must not be contacted."""


class NotAtLead(Refusal):
    """The person has nothing to do with the lead."""


class NotScheduled(Refusal):
    """Somebody logged, moved or cancelled the touch before."""


class LastNextStep(Refusal):
    """The lead would stay open with nothing scheduled."""


class NoPromise(Refusal):
    """It is a cadence's step, and a running cadence always has one."""


class NotOverdue(Refusal):
    """There is no debt to write off."""


class NoReason(Refusal):
    """It stands in the ledger for good, and nobody says why."""


def check_due(due: Due, at: datetime) -> None:
    if due.at <= at:
        raise BadDate(_("That moment is past. Choose a later one."))


def check_contact(contact: Contact | None) -> None:
    if contact and contact.do_not_contact:
        raise ContactIsBarred(
            _("%(contact)s must not be contacted. Choose somebody else.") % {"contact": contact}
        )


def check_stands_at(lead: Lead, contact: Contact | None) -> None:
    if contact and not lead.people.filter(contact=contact).exists():
        raise NotAtLead(
            _("%(contact)s does not stand at this lead. Choose somebody else.")
            % {"contact": contact}
        )


def make_promise(
    *,
    lead: Lead,
    contact: Contact | None,
    channel: str,
    subject: str,
    due: Due,
    by: User | None,
    at: datetime,
    after: Touch | None = None,
    why: str = "",
    own_channel_id: int | None = None,
) -> Touch:
    """The row of a scheduled touch without an enrolment, by a channel that reaches the person."""
    check_due(due, at)
    check_contact(contact)
    check_stands_at(lead, contact)
    return Touch.objects.create(
        lead=lead,
        contact=contact,
        subject=subject,
        **way_for(contact, channel, own_channel_id)._asdict(),
        due_at=due.at,
        due_on=due.on,
        due_zone=due.zone,
        first_due_at=due.at,
        scheduled_at=at,
        scheduled_by=by,
        after=after,
        why=why,
    )


@transaction.atomic
def schedule_touch(
    *,
    lead: Lead,
    contact: Contact | None,
    channel: str,
    due: Due,
    by: User | None,
    at: datetime,
    subject: str = "",
    why: str = "",
    own_channel_id: int | None = None,
) -> Touch:
    """Promise a touch; any number may stand beside a cadence.

    Refused without a `why` as TooSilent beyond the segment's longest silence and as TooOften
    beyond its ceiling, and for a closed lead, a past moment, and somebody who must not be
    contacted or does not stand at the lead. Mail to a person who wants none becomes a call.
    """
    lead = lock(lead.pk)
    if not lead.is_open:
        raise LeadIsClosed(_("%(lead)s is closed. Reopen it first.") % {"lead": lead})
    why = why_then(lead, contact, due, why=why, by=by, at=at)
    touch = make_promise(
        lead=lead,
        contact=contact,
        channel=channel,
        own_channel_id=own_channel_id,
        subject=subject,
        due=due,
        by=by,
        at=at,
        why=why,
    )
    record("touch scheduled", of=touch, by=by, at=at, lead_id=lead.pk, due=due.at.isoformat())
    settle([lead.pk], at=at)
    return touch


@transaction.atomic
def move_touch(
    *,
    touch: Touch,
    due: Due,
    by: User | None,
    at: datetime,
    source: str | None = None,
    why: str = "",
    by_them: bool = False,
) -> Touch:
    """Reschedule: the touch is cancelled as moved, its successor keeps the first due date.

    `source` is how, where it was not the touch's own; `by_them` says that it was their wish, which
    is no postponement of ours. Refused for a past moment, as NotScheduled
    where a colleague was quicker, and without a `why` as MovedOften the third time, as TooSilent
    beyond the segment's longest silence.
    """
    lead = lock(touch.lead_id)
    check_due(due, at)
    touch.refresh_from_db()
    why = why_moved(touch, lead, due, why=why.strip(), by=by, at=at, by_them=by_them)
    take_off(touch, CancelReason.MOVED, by=by, at=at)
    theirs = touch.moves_by_them + by_them
    successor = put_off(
        touch, due, by=by, at=at, why=why, source=source or touch.source, moves_by_them=theirs
    )
    wake_with(successor, lead)
    record("touch moved", of=successor, by=by, at=at, lead_id=lead.pk, due=due.at.isoformat())
    settle([lead.pk], at=at)
    return successor


def put_off(touch: Touch, due: Due, *, by: User | None, at: datetime, **said: Any) -> Touch:
    """The row that takes the place of one that was taken off; it keeps the first due moment."""
    successor = touch.like(
        due_at=due.at,
        due_on=due.on,
        due_zone=due.zone,
        moves=touch.moves + 1,
        scheduled_at=at,
        scheduled_by=by,
        **said,
    )
    successor.save()
    Touch.objects.filter(pk=touch.pk).update(successor=successor)
    return successor


@transaction.atomic
def write_off_touch(*, touch: Touch, due: Due, why: str, by: User, at: datetime) -> Touch:
    """An amnesty for one overdue touch: the ledger keeps it as not made, with who wrote it off
    and why, and the lead goes on at a new moment.

    Refused as NoReason without a word, as NotOverdue for what is still to come, as BadDate for a
    past moment, and as NotScheduled where somebody was quicker.
    """
    lead = lock(touch.lead_id)
    check_due(due, at)
    touch.refresh_from_db()
    why = why.strip()[:200]
    if not why:
        raise NoReason(_("Say why: it stands in the ledger for good."))
    if touch.is_scheduled and touch.due_at and touch.due_at > at:
        raise NotOverdue(_("%(lead)s has nothing overdue.") % {"lead": lead})
    take_off(touch, CancelReason.AMNESTY, by=by, at=at, note=why)
    successor = put_off(touch, due, by=by, at=at, why=why, source=Source.BULK)
    wake_with(successor, lead)
    record("touch written off", of=successor, by=by, at=at, lead_id=lead.pk, why=why)
    settle([lead.pk], at=at)
    return successor


def wake_with(touch: Touch, lead: Lead) -> None:
    """In a bucket the lead wakes on the day of its first touch, also where that is moved."""
    if touch.enrolment_id is None or touch.due_at is None:
        return
    working = lead.owner.working_time if lead.owner else lead.campaign.working_time
    day = touch.due_on or today(working.zone, touch.due_at)
    woken = Touch.objects.logged().filter(enrolment=touch.enrolment_id)
    rests = Enrolment.objects.in_buckets().filter(~Exists(woken), pk=touch.enrolment_id)
    rests.update(wake_on=day)


@transaction.atomic
def cancel_touch(*, touch: Touch, by: User | None, at: datetime) -> None:
    """Call a promise off. Refused as LastNextStep where nothing else is scheduled, and for a
    step of a cadence."""
    lead = lock(touch.lead_id)
    if touch.enrolment_id:
        raise NoPromise(_("This is the cadence's next step. Log it, move it, or close the lead."))
    others = Touch.objects.scheduled().manual().filter(lead=lead).exclude(pk=touch.pk)
    if lead.is_open and not others.exists():
        raise LastNextStep(_("This is the lead's only next step. Move it, or close the lead."))
    take_off(touch, CancelReason.CALLED_OFF, by=by, at=at)
    record("touch called off", of=touch, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)


def take_off(
    scheduled: Touch,
    reason: str,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    caused_by: Touch | None = None,
) -> None:
    """Cancel what stands, for a logged touch if one caused it; NotScheduled where somebody was
    quicker."""
    taken = (
        Touch.objects.scheduled()
        .filter(pk=scheduled.pk)
        .update(
            state=TouchState.CANCELLED,
            cancelled_at=at,
            cancelled_by=by,
            cancel_reason=reason,
            cancel_note=note,
            cancelled_by_touch=caused_by,
        )
    )
    if not taken:
        raise NotScheduled(_("This touch was logged, moved or cancelled meanwhile."))
