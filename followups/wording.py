"""How a next step is said: to do what, with whom, why, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from followups.cadences.merge import merge
from followups.in_force import numbers_in_force
from followups.models import Channel, Enrolment, Touch
from followups.operations.answering import THEY_ANSWERED
from leadfollow import words
from leadfollow.clock import WorkingTime
from leads.models import Closure, Contact, Disposition, Inquiry, Lead, LeadContact

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


def touch_in_words(touch: Touch) -> str:
    """As in "Call Karla Brandt"; a decision is with nobody."""
    return touch.verb if touch.is_decision else step_in_words(touch.channel, touch.contact)


def what_happened(touch: Touch, *, now: datetime, working: WorkingTime, answer: str = "") -> str:
    """What a log brought: "No answer at Hafen AG. Next: call Thu 3 Dec, 09:00.".

    `answer` is what the chip is called that was pressed; several may record one outcome. Where the
    person is given up with it, that is said, and who comes next.
    """
    lead = Lead.objects.get(pk=touch.lead_id)
    if touch.successor:
        return f"Moved at {lead}: {due_step(touch.successor, now=now, working=working)}."
    scheduled = Touch.objects.scheduled().manual().filter(lead=lead).select_related("contact")
    following = scheduled.order_by("due_at", "pk").first()
    done = f"{answer or touch.get_outcome_display()} at {lead}."
    if tried := attempts_in_vain(touch, lead, following):
        done = f"{touch.contact} at {lead} exhausted after {tried} attempts."
    if stopped := touch.touches_cancelled.filter(cancel_note=THEY_ANSWERED).first():
        whoever = touch.contact or "they"
        done = f"{done} The planned {verb_of(stopped)} is called off: {whoever} answered."
    if not lead.is_open:
        end = Closure.objects.standing().select_related("why").get(lead=lead)
        return f"{done} Closed: {end.in_words}."
    rests = Enrolment.objects.in_buckets().filter(lead=lead).select_related("bucket").first()
    if rests and rests.begun_by_touch_id == touch.pk:
        return f"{done} It {rests_in_words(rests)}."
    if following is None:
        return done
    who = following.contact if tried else None
    return f"{done} Next: {due_step(following, now=now, working=working, who=who)}."


def attempts_in_vain(touch: Touch, lead: Lead, following: Touch | None) -> int:
    """How many attempts on its person, where the plan goes on without him after so many; else 0."""
    goes_on = following is not None and following.contact_id != touch.contact_id
    ended = lead.disposition == Disposition.NO_RESPONSE and not lead.is_open
    if touch.contact_id is None or not (goes_on or ended) or not touch.is_attempt:
        return 0
    its = LeadContact.objects.filter(lead=lead, contact=touch.contact_id)
    tried = its.values_list("attempts", flat=True).first() or 0
    return tried if tried >= numbers_in_force().soft_attempts else 0


def rests_in_words(rests: Enrolment) -> str:
    """As in "waits in “Price” until Mon 3 May 2027"."""
    until = words.day_in_full(cast(date, rests.wake_on))
    return f"waits in “{rests.bucket}” until {until}{' at the latest' if rests.trigger else ''}"


def due_step(
    touch: Touch, *, now: datetime, working: WorkingTime, who: Contact | None = None
) -> str:
    """As in "call Thu 3 Dec, 09:00"; with `who`, "call Jens Ott Thu 3 Dec, 09:00"."""
    when = words.due_in_words(cast(datetime, touch.due_at), now, working, touch.due_on)
    verb = verb_of(touch)
    return f"{verb} {who} {when}" if who else f"{verb} {when}"


def verb_of(touch: Touch) -> str:
    """As in "call", within a sentence."""
    return touch.verb if touch.verb == "LinkedIn" else touch.verb.lower()
