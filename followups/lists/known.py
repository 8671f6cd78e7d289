"""Leads that we have already, shown while somebody types a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from leadfollow.people.models import User
from leadfollow.words import age_in_words
from leads.intake import Person
from leads.models import Contact, Lead
from leads.search import with_people

FEWEST_LETTERS = 3
MOST = 6


@dataclass(frozen=True)
class KnownLead:
    """A lead that is there; out of the reader's reach only company, owner and age are told."""

    company: str
    owner: str
    age: str
    url: str = ""
    person: str = ""


def known_leads(person: Person, *, user: User, now: datetime) -> list[KnownLead]:
    """Those of a person with this address or number, then those of a company so named."""
    like = likeness(person)
    if like is None:
        return []
    leads = Lead.objects.filter(like).select_related("owner").prefetch_related("people__contact")
    found = list(leads.order_by("-received_at", "-pk")[:MOST])
    keys = [lead.pk for lead in found]
    mine = set(Lead.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        KnownLead(
            company=lead.organisation or _("A private person"),
            owner=str(lead.owner) if lead.owner else _("nobody yet"),
            age=age_in_words(now - lead.received_at),
            url=reverse("followups:lead", args=[lead.pk]) if lead.pk in mine else "",
            person=", ".join(str(p.contact) for p in lead.people.all()) if lead.pk in mine else "",
        )
        for lead in found
    ]


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
