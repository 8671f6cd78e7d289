"""A lead in five lines, for whoever is about to dial: who, what was asked, why, what to say, whom
else to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from followups.models import Channel
from followups.situation import Situation
from leadfollow import clock
from leadfollow.words import day_in_full
from leads.models import LeadContact, Tick

SPOKEN = re.compile(r"[\"“](.+?)[\"”]", re.S)
SENTENCE = re.compile(r".+?[.?!:](?=\s|$)", re.S)
LONGEST = 200


@dataclass(frozen=True)
class Line:
    """A word, and what it is here."""

    word: str
    text: str


def brief_of(situation: Situation) -> list[Line]:
    """The five lines; one query. What nobody knows is said to be asked for."""
    return [
        Line(_("Who"), who(situation)),
        Line(_("Found") if was_found(situation) else _("Asked"), asked(situation)),
        Line(_("Why"), why(situation)),
        Line(_("Say first"), say_first(situation)),
        Line(_("Else ask"), whom_else(situation)),
    ]


def who(situation: Situation) -> str:
    """As in "Karla Brandt, head of purchasing, at Nordwind GmbH"."""
    contact, lead = situation.contact, situation.lead
    if contact is None:
        return _("Nobody is named yet at %(lead)s: find out who looks after this") % {"lead": lead}
    its = next((p for p in situation.people if p.contact == contact), None)
    where = (
        _("at %(organisation)s") % {"organisation": lead.organisation} if lead.organisation else ""
    )
    named = str(contact) if contact.is_named else ""
    parts = [named, contact.job_title, its.role if its else "", where]
    return ", ".join(dict.fromkeys(filter(None, parts))) or _("Name not known: ask for it")


def asked(situation: Situation) -> str:
    """As in "the price list · Fair Basel, Tue 3 Nov 2026 · “We need two by spring”"."""
    inquiry = situation.inquiry
    if inquiry is None:
        return _("Nothing that we know of · %(campaign)s") % {"campaign": situation.lead.campaign}
    day = clock.today(situation.working.zone, inquiry.received_at)
    where = f"{inquiry.campaign}, {day_in_full(day)}"
    said = f"“{shortened(inquiry.message)}”" if inquiry.message else ""
    product = str(inquiry.product or "")
    wanted = inquiry.request or ("" if product else _("Not said for what"))
    if was_found(situation):
        wanted = _("By %(finder)s") % {"finder": inquiry.found_by or _("us")}
    return " · ".join(filter(None, [wanted, product, where, said]))


def was_found(situation: Situation) -> bool:
    """Whether nobody asked for anything: the lead was found by one of us."""
    inquiry = situation.inquiry
    return bool(inquiry and inquiry.campaign.is_own_prospecting and not inquiry.request)


def why(situation: Situation) -> str:
    """What is ticked, with its evidence; else what was said last; else where it came from."""
    ticks = [tick for tick in Tick.objects.of(situation.lead).values() if tick.is_met]
    if ticks:
        return shortened(" · ".join(f"{tick.criterion}: {tick.evidence}" for tick in ticks))
    if situation.last_note:
        return _("Last said: “%(shortened)s”") % {"shortened": shortened(situation.last_note)}
    inquiry = situation.inquiry
    came = how_it_came(situation)
    if inquiry and inquiry.referred_by:
        came = _("sent by %(referred_by)s") % {"referred_by": inquiry.referred_by}
    return _("Not qualified yet · %(referred)s") % {"referred": came}


def how_it_came(situation: Situation) -> str:
    """Whether we met them, we found them, or they came to us."""
    if situation.inquiry and situation.inquiry.campaign.is_event:
        return _("met at an event")
    return _("found by us") if was_found(situation) else _("asked by themselves")


def say_first(situation: Situation) -> str:
    """The first sentence to be spoken; of a mail its subject. A mail's step whose person is called
    says nothing of that: then why one calls."""
    touch, step, script = situation.touch, situation.step, situation.script
    if touch and touch.is_decision:
        return _("Nothing: what was said so far decides")
    quoted = [match[1] for match in SPOKEN.finditer(script)]
    spoken = next((words for words in quoted if len(words.split()) > 2), "")  # a word is a mention
    if spoken:
        first = SENTENCE.match(spoken)
        return f"“{shortened(first[0] if first else spoken)}”"
    if touch and touch.channel == Channel.MAIL and situation.mail_subject:
        return _("By mail: %(mail_subject)s") % {"mail_subject": situation.mail_subject}
    if touch and step and step.channel == Channel.MAIL != touch.channel:
        return why_you_call(situation)
    first = SENTENCE.match(script)
    return shortened(first[0]) if first else situation.task or why_you_call(situation)


def why_you_call(situation: Situation) -> str:
    """As in "Who you are, and why you call: the price list"."""
    request = situation.inquiry.request if situation.inquiry else ""
    if not request:
        return _("Who you are, and why you call")
    return _("Who you are, and why you call: %(request)s") % {"request": shortened(request)}


def whom_else(situation: Situation) -> str:
    """The other people there, who referred the lead, and our own who found it."""
    others = [named(p) for p in situation.people if p.contact in situation.others]
    inquiry = situation.inquiry
    found = inquiry.found_by if inquiry else None
    others += (
        [_("%(referred_by)s, who referred it") % {"referred_by": inquiry.referred_by}]
        if inquiry and inquiry.referred_by
        else []
    )
    others += (
        [_("%(found)s, who found it") % {"found": found}]
        if found and found != situation.lead.owner
        else []
    )
    return " · ".join(others) or _("Nobody else is known: ask who else sees this")


def named(person: LeadContact) -> str:
    about = person.role or person.contact.job_title
    return f"{person.contact} ({about})" if about else str(person.contact)


def shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
