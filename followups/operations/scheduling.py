"""Planning a touch by hand, moving it, calling it off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from followups.cadences.ceiling import held
from followups.cadences.planning import way_for
from followups.models import CancelReason, Enrolment, Touch, TouchState
from followups.next_step import Due
from followups.operations.locking import lock
from followups.operations.refusal import LeadIsClosed, Refusal
from followups.policy import MOVES_THAT_ASK_WHY
from followups.state import settle
from leadfollow.clock import day_end, today
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.words import day_in_full
from leads.models import Contact, Lead

THEIR_WISH = gettext_noop("They moved it")  # as it is kept, for the timeline


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


class TooSilent(Refusal):
    """It is later than the lead's segment may wait, and nobody says why."""


class TooOften(Refusal):
    """The person was touched so often that the segment's ceiling is reached, and nobody says why
    once more."""


class MovedOften(Refusal):
    """It was moved twice before, and nobody says why once more."""


def why_so_late(lead: Lead, due: Due, *, why: str, by: User | None, at: datetime) -> str:
    """The reason to keep with a next step beyond the segment's longest silence; TooSilent
    without one. Nothing for an earlier one, and for what the product plans by itself."""
    segment = lead.campaign.segment
    if by is None or segment.longest_silence is None:
        return ""
    working = lead.owner.working_time if lead.owner else lead.campaign.working_time
    last = working.add_working_days(today(working.zone, at), segment.longest_silence)
    if due.at <= day_end(last, working.zone):
        return ""
    if not why.strip():
        said = ngettext(
            "The next step of a lead in “%(segment)s” comes within %(number)s working day, by"
            " %(day)s at the latest. Choose an earlier day, or say why it is later.",
            "The next step of a lead in “%(segment)s” comes within %(number)s working days, by"
            " %(day)s at the latest. Choose an earlier day, or say why it is later.",
            segment.longest_silence,
        )
        number, day = segment.longest_silence, day_in_full(last)
        raise TooSilent(said % {"segment": segment, "number": number, "day": day})
    return why.strip()[:200]


def why_so_soon(
    lead: Lead,
    contact: Contact | None,
    due: Due,
    *,
    why: str,
    by: User | None,
    at: datetime,
    but: Touch | None = None,
) -> str:
    """The reason to keep with a touch on somebody who had as many as the segment's ceiling allows;
    TooOften without one. `but` is the scheduled touch whose place it takes."""
    if by is None:
        return ""
    working = lead.owner.working_time if lead.owner else lead.campaign.working_time
    found = held(lead.campaign.segment, contact, due.at, working=working, but=but)
    if found and not why.strip():
        raise TooOften(
            _("%(contact)s: %(found)s. Choose a later day, or say why so soon.")
            % {"contact": contact, "found": found}
        )
    return why.strip()[:200] if found else ""


def why_then(lead: Lead, contact: Contact | None, due: Due, **said: Any) -> str:
    """The reason to keep with a date that a person chose, too late or too soon by the segment."""
    late = why_so_late(lead, due, why=said["why"], by=said["by"], at=said["at"])
    return late or why_so_soon(lead, contact, due, **said)


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
    successor = touch.like(
        source=source or touch.source,
        due_at=due.at,
        due_on=due.on,
        due_zone=due.zone,
        moves=touch.moves + 1,
        moves_by_them=touch.moves_by_them + by_them,
        scheduled_at=at,
        scheduled_by=by,
        why=why,
    )
    successor.save()
    Touch.objects.filter(pk=touch.pk).update(successor=successor)
    wake_with(successor, lead)
    record("touch moved", of=successor, by=by, at=at, lead_id=lead.pk, due=due.at.isoformat())
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


def why_moved(
    touch: Touch, lead: Lead, due: Due, *, why: str, by: User | None, at: datetime, by_them: bool
) -> str:
    """The reason to keep with the move; refused where one is asked for and none is given."""
    if not touch.is_scheduled:
        return ""  # somebody was quicker, and that is what is said
    if by_them:
        return (f"{THEIR_WISH}: {why}" if why else THEIR_WISH)[:200]
    if by and touch.postponements + 1 >= MOVES_THAT_ASK_WHY and not why:
        raise MovedOften(
            _("This was moved %(postponements)s times before. Say why once more.")
            % {"postponements": touch.postponements}
        )
    if touch.is_decision:
        return why[:200] or why_so_late(lead, due, why=touch.why, by=by, at=at)
    kept = why_then(lead, touch.contact, due, why=why or touch.why, by=by, at=at, but=touch)
    return why[:200] or kept


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
