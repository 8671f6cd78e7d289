"""Leads that we have already, shown while somebody types a new one, or searches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from leadfollow.people.models import User
from leadfollow.words import age_in_words
from leads.intake import Person
from leads.models import Contact, Lead
from leads.models.lead import LeadQuerySet
from leads.search import FEWEST_LETTERS, exactly, with_people

MOST = 6
SALT = "followups.tell-owner"
HOLDS = timedelta(days=1)


@dataclass(frozen=True)
class KnownLead:
    """A lead that is there; out of the reader's reach only company, owner and age are told."""

    company: str
    owner: str
    age: str
    url: str = ""
    person: str = ""
    token: str = ""  # of one out of reach that has an owner: by it he can be told


def known_leads(person: Person, *, user: User, now: datetime) -> list[KnownLead]:
    """Those of a person with this address or number, then those of a company so named."""
    like = likeness(person)
    if like is None:
        return []
    found = list(newest(like)[:MOST])
    keys = [lead.pk for lead in found]
    mine = set(Lead.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        within_reach(lead, now=now) if lead.pk in mine else beyond_reach(lead, user=user, now=now)
        for lead in found
    ]


def met_in_search(typed: str, *, user: User, now: datetime) -> list[KnownLead]:
    """The leads out of reach whose whole address, number or name somebody searched for."""
    like = exactly(typed)
    if like is None or user.is_admin:
        return []
    others = newest(like & ~Q(pk__in=Lead.objects.visible_to(user).values("pk")))
    return [beyond_reach(lead, user=user, now=now) for lead in others[:MOST]]


def newest(like: Q) -> LeadQuerySet:
    leads = Lead.objects.filter(like).select_related("owner").prefetch_related("people__contact")
    return leads.order_by("-received_at", "-pk")


def within_reach(lead: Lead, *, now: datetime) -> KnownLead:
    return KnownLead(
        company=lead.organisation or _("A private person"),
        owner=str(lead.owner) if lead.owner else _("nobody yet"),
        age=age_in_words(now - lead.received_at),
        url=reverse("followups:lead", args=[lead.pk]),
        person=", ".join(str(person.contact) for person in lead.people.all()),
    )


def beyond_reach(lead: Lead, *, user: User, now: datetime) -> KnownLead:
    """No more than company, owner and age."""
    known = within_reach(lead, now=now)
    token = signing.dumps([user.pk, lead.pk], salt=SALT) if lead.owner else ""
    return replace(known, url="", person="", token=token)


def lead_behind(token: str, *, user: User) -> Lead | None:
    """The lead that this person met: nobody tells of one that he was not shown, or of another's."""
    try:
        reader, lead_id = signing.loads(token, salt=SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError):
        return None
    return Lead.objects.filter(pk=lead_id).first() if reader == user.pk else None


def likeness(person: Person) -> Q | None:
    """None where too little was typed to tell anything."""
    conditions = []
    if key := person.email_key:
        conditions.append(with_people(Contact.objects.with_email_key(key)))
    if key := person.phone_key:
        conditions.append(with_people(Contact.objects.with_phone_key(key)))
    company = person.company.strip()
    if len(company) >= FEWEST_LETTERS:
        conditions.append(Q(organisation__istartswith=company))
    like = None
    for condition in conditions:
        like = condition if like is None else like | condition
    return like
