"""How a next step is said: to do what, with whom, why, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from followups.cadences.merge import merge
from followups.models import Channel, Enrolment, Touch
from leadfollow import words
from leadfollow.clock import WorkingTime
from leads.models import Contact, Disposition, Inquiry, Lead

MAY_BE_MANY = frozenset({Channel.CALL, Channel.MAIL, Channel.MESSAGE, Channel.LINKEDIN})


def who_in_words(lead: Lead, contact: Contact | None) -> str:
    """As in "Nordwind GmbH · Karla Brandt"; a private person has no organisation."""
    names = [lead.organisation, str(contact) if contact else ""]
    return " · ".join(filter(None, names)) or str(lead)


def attempt_in_words(channel: str, attempts: int, *, is_first: bool = False) -> str:
    """As in "Call, attempt 3": it would be the third without an answer. Touches are the lead's,
    attempts the person's: only a lead that nobody touched waits for its first touch."""
    verb = str(Channel(channel).label)
    if is_first:
        return f"{verb}, first touch"
    return f"{verb}, attempt {attempts + 1}" if channel in MAY_BE_MANY else verb


def due_briefly(due: str) -> str:
    """What `due_in_words` says, for a pill whose colour, sign and hidden word say the rest.

    "2 working days late" is "2 days", "today 14:00" is "14:00", "was due Fri 20 Nov, 09:00" is
    "Fri 20 Nov".
    """
    for said_by_the_pill in ("working ", " late", "was due ", "in ", "today "):
        due = due.replace(said_by_the_pill, "")
    return due.partition(", ")[0]


def task_in_words(touch: Touch, inquiry: Inquiry | None) -> str:
    """What is to be done, as the cadence or a person titled it: without a channel's name."""
    title = merge(touch.subject, contact=touch.contact, inquiry=inquiry)
    channel, _, task = title.partition(": ")
    return task if channel in Channel.labels else title


def step_in_words(channel: str, contact: Contact | None) -> str:
    """As in "Call Karla Brandt"."""
    verb = str(Channel(channel).label)
    return f"{verb} {contact}" if contact else verb


def what_happened(touch: Touch, *, now: datetime, working: WorkingTime, answer: str = "") -> str:
    """What a log brought: "No answer at Hafen AG. Next: call Thu 3 Dec, 09:00.".

    `answer` is what the chip is called that was pressed; several may record one outcome.
    """
    lead = Lead.objects.get(pk=touch.lead_id)
    done = f"{answer or touch.get_outcome_display()} at {lead}."
    if not lead.is_open:
        return f"{done} Closed: {Disposition(lead.disposition).label.lower()}."
    scheduled = Touch.objects.scheduled().manual().filter(lead=lead)
    following = scheduled.order_by("due_at", "pk").first()
    rests = Enrolment.objects.in_buckets().filter(lead=lead).select_related("bucket").first()
    if rests and rests.begun_by_touch_id == touch.pk:
        return f"{done} It {rests_in_words(rests)}."
    return f"{done} Next: {due_step(following, now=now, working=working)}." if following else done


def rests_in_words(rests: Enrolment) -> str:
    """As in "waits in “Price” until Mon 3 May 2027"."""
    until = words.day_in_full(cast(date, rests.wake_on))
    return f"waits in “{rests.bucket}” until {until}{' at the latest' if rests.trigger else ''}"


def due_step(touch: Touch, *, now: datetime, working: WorkingTime) -> str:
    """As in "call Thu 3 Dec, 09:00"."""
    when = words.due_in_words(cast(datetime, touch.due_at), now, working, touch.due_on)
    channel = touch.get_channel_display()
    return f"{channel if channel == 'LinkedIn' else channel.lower()} {when}"
