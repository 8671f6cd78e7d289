"""Inquiries of somebody who may be one of several, and who these are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.models import User
from leadfollow.words import age_in_words
from leads.models import Contact, Doubt, Lead, LeadContact

MOST = 200
ALIKE = (
    ("email_key", gettext_lazy("same address")),
    ("phone_key", gettext_lazy("same number")),
    ("name", gettext_lazy("same name")),
    ("company", gettext_lazy("same company")),
)


@dataclass(frozen=True)
class DoubtRow:
    """One inquiry and the names of those who may be meant."""

    doubt_id: int
    lead_id: int
    organisation: str
    person: str
    campaign: str
    request: str
    age: str
    names: list[str]


@dataclass(frozen=True)
class TheirLead:
    """Where a candidate stands; out of the reader's reach only company, owner and age are told."""

    lead: Lead
    age: str
    may_open: bool


@dataclass(frozen=True)
class CandidateCard:
    """One who may be meant: what is alike, and how he stands; `is_known` to the reader."""

    contact: Contact
    alike: list[str]
    leads: list[TheirLead]
    is_known: bool


def doubts_for(user: User, *, now: datetime) -> list[DoubtRow]:
    """Those that this person may settle, the oldest first, in two queries."""
    if not (user.is_manager or user.is_event_manager or user.is_admin):
        return []
    doubts = Doubt.objects.open().decidable_by(user)
    doubts = doubts.select_related("inquiry__lead", "inquiry__contact", "inquiry__campaign")
    return [
        DoubtRow(
            doubt_id=doubt.pk,
            lead_id=doubt.inquiry.lead_id,
            organisation=str(doubt.inquiry.lead),
            person=str(doubt.inquiry.contact or ""),
            campaign=doubt.inquiry.campaign.name,
            request=doubt.inquiry.request,
            age=age_in_words(now - doubt.inquiry.received_at),
            names=[str(each.contact) for each in doubt.candidates.all()],
        )
        for doubt in doubts.prefetch_related("candidates__contact")[:MOST]
    ]


def cards_of(doubt: Doubt, *, reader: User, now: datetime) -> list[CandidateCard]:
    """Everybody who may be meant by an inquiry, but for whom it made."""
    asked = doubt.inquiry.contact
    candidates = doubt.candidates.select_related("contact").exclude(contact=asked)
    contacts = [each.contact for each in candidates]
    return cards_for(contacts, asked, but=doubt.inquiry.lead, reader=reader, now=now)


def cards_for(
    contacts: list[Contact],
    asked: Contact | None,
    *,
    reader: User,
    now: datetime,
    but: Lead | None = None,
) -> list[CandidateCard]:
    """People beside the one who asked, without the lead in question, in a number of queries that
    does not grow with them."""
    leads = leads_of(contacts, but, reader=reader, now=now)
    return [
        CandidateCard(
            contact,
            alike(asked, contact),
            leads[contact.pk],
            reader.is_admin or any(each.may_open for each in leads[contact.pk]),
        )
        for contact in contacts
    ]


def leads_of(
    contacts: list[Contact], but: Lead | None, *, reader: User, now: datetime
) -> dict[int, list[TheirLead]]:
    """Where each of them stands."""
    stands = LeadContact.objects.filter(contact__in=contacts)
    stands = stands.exclude(lead=but) if but else stands
    found = list(stands.select_related("lead__owner", "lead__campaign").order_by("-lead__pk"))
    mine = Lead.objects.visible_to(reader).filter(pk__in=[one.lead_id for one in found])
    visible = set(mine.values_list("pk", flat=True))
    leads: dict[int, list[TheirLead]] = defaultdict(list)
    for one in found:
        age = age_in_words(now - one.lead.received_at)
        leads[one.contact_id].append(TheirLead(one.lead, age, one.lead_id in visible))
    return leads


def alike(one: Contact | None, other: Contact) -> list[str]:
    """As in "same address, same name"."""
    if one is None:
        return []
    pairs = ((label, getattr(one, name), getattr(other, name)) for name, label in ALIKE)
    same = [str(label) for label, mine, theirs in pairs if mine and fold(mine) == fold(theirs)]
    return same or [_("alike")]


def fold(text: str) -> str:
    return text.strip().casefold()
