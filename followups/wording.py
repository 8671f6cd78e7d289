"""How a next step is said: to do what, with whom, why, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from followups.cadences.merge import merge
from followups.channels import channel_in_words
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


def attempt_in_words(
    channel: str, attempts: int, *, is_first: bool = False, own_channel_id: int | None = None
) -> str:
    """As in "Call, attempt 3": it would be the third without an answer. Touches are the lead's,
    attempts the person's: only a lead that nobody touched waits for its first touch."""
    verb = channel_in_words(channel, own_channel_id)
    if is_first:
        return _("%(verb)s, first touch") % {"verb": verb}
    return (
        _("%(verb)s, attempt %(attempts)s") % {"verb": verb, "attempts": attempts + 1}
        if channel in MAY_BE_MANY
        else verb
    )


def channel_names() -> set[str]:
    """Of all channels, here and in English: titles that were shipped begin with those."""
    here = set(map(str, Channel.labels))
    with override(None):
        return here | set(map(str, Channel.labels))


def task_in_words(touch: Touch, inquiry: Inquiry | None) -> str:
    """What is to be done, as the cadence or a person titled it: without a channel's name."""
    title = merge(touch.subject, contact=touch.contact, inquiry=inquiry)
    channel, _colon, task = title.partition(": ")
    return task if channel in channel_names() else title


def step_in_words(channel: str, contact: Contact | None, own_channel_id: int | None = None) -> str:
    """As in "Call Karla Brandt"."""
    verb = channel_in_words(channel, own_channel_id)
    return f"{verb} {contact}" if contact else verb


def touch_in_words(touch: Touch) -> str:
    """As in "Call Karla Brandt"; a decision is with nobody."""
    return (
        touch.verb
        if touch.is_decision
        else step_in_words(touch.channel, touch.contact, touch.own_channel_id)
    )


def what_happened(touch: Touch, *, now: datetime, working: WorkingTime, answer: str = "") -> str:
    """What a log brought: "No answer at Hafen AG. Next: call Thu 3 Dec, 09:00.".

    `answer` is what the chip is called that was pressed; several may record one outcome. Where the
    person is given up with it, that is said, and who comes next.
    """
    lead = Lead.objects.get(pk=touch.lead_id)
    if touch.successor:
        return _("Moved at %(lead)s: %(step)s.") % {
            "lead": lead,
            "step": due_step(touch.successor, now=now, working=working),
        }
    scheduled = Touch.objects.scheduled().manual().filter(lead=lead).select_related("contact")
    following = scheduled.order_by("due_at", "pk").first()
    done = _("%(answer)s at %(lead)s.") % {
        "answer": answer or touch.get_outcome_display(),
        "lead": lead,
    }
    if tried := attempts_in_vain(touch, lead, following):
        exhausted = ngettext(
            "%(contact)s at %(lead)s exhausted after %(tried)s attempt.",
            "%(contact)s at %(lead)s exhausted after %(tried)s attempts.",
            tried,
        )
        done = exhausted % {"contact": touch.contact, "lead": lead, "tried": tried}
    if stopped := touch.touches_cancelled.filter(cancel_note=THEY_ANSWERED).first():
        whoever = touch.contact or _("they")
        done = _("%(done)s The planned %(verb)s is called off: %(person)s answered.") % {
            "done": done,
            "verb": verb_of(stopped),
            "person": whoever,
        }
    if not lead.is_open:
        end = Closure.objects.standing().select_related("why").get(lead=lead)
        return _("%(done)s Closed: %(what)s.") % {"done": done, "what": end.in_words}
    rests = Enrolment.objects.in_buckets().filter(lead=lead).select_related("bucket").first()
    if rests and rests.begun_by_touch_id == touch.pk:
        return _("%(done)s It %(rests)s.") % {
            "done": done,
            "rests": rests_in_words(rests),
        }
    if following is None:
        return done
    who = following.contact if tried else None
    return _("%(done)s Next: %(step)s.") % {
        "done": done,
        "step": due_step(following, now=now, working=working, who=who),
    }


def attempts_in_vain(touch: Touch, lead: Lead, following: Touch | None) -> int:
    """How many attempts on its person, where the plan goes on without him after so many; else 0."""
    goes_on = following is not None and following.contact_id != touch.contact_id
    ended = lead.disposition == Disposition.NO_RESPONSE and not lead.is_open
    if touch.contact_id is None or not (goes_on or ended) or not touch.is_attempt:
        return 0
    its = LeadContact.objects.filter(lead=lead, contact=touch.contact_id)
    tried = its.values_list("attempts", flat=True).first() or 0
    return tried if tried >= numbers_in_force().soft_attempts else 0


def inquiry_in_words(number: int) -> str:
    """As in "3rd inquiry"; nothing of the first one."""
    if number < 2:
        return ""
    told = {"number": number}
    if number % 100 in (11, 12, 13):
        return _("%(number)sth inquiry") % told
    match number % 10:
        case 1:
            return _("%(number)sst inquiry") % told
        case 2:
            return _("%(number)snd inquiry") % told
        case 3:
            return _("%(number)srd inquiry") % told
    return _("%(number)sth inquiry") % told


def rests_in_words(rests: Enrolment) -> str:
    """As in "waits in “Price” until Mon 3 May 2027"."""
    until = words.day_in_full(cast(date, rests.wake_on))
    if rests.trigger:
        said = _("waits in “%(bucket)s” until %(day)s at the latest")
    else:
        said = _("waits in “%(bucket)s” until %(day)s")
    return said % {"bucket": rests.bucket, "day": until}


def due_step(
    touch: Touch, *, now: datetime, working: WorkingTime, who: Contact | None = None
) -> str:
    """As in "call Thu 3 Dec, 09:00"; with `who`, "call Jens Ott Thu 3 Dec, 09:00". What is done in
    another way than those that have a name goes by its subject."""
    when = words.due_in_words(cast(datetime, touch.due_at), now, working, touch.due_on)
    verb = verb_of(touch)
    if touch.channel == Channel.OTHER and not touch.own_channel_id and touch.subject:
        return f"{words.within(Truncator(touch.subject).chars(60))} {when}"
    return f"{verb} {who} {when}" if who else f"{verb} {when}"


def verb_of(touch: Touch) -> str:
    """As in "call", within a sentence."""
    is_name = touch.own_channel_id or touch.verb == "LinkedIn"
    return touch.verb if is_name else words.within(touch.verb)
