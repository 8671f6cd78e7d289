"""The queue of incomplete records: open leads of whose primary contact one of the six fields is
blank, the one that has lacked it longest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count
from django.http import QueryDict

from leadfollow.http import tidy
from leadfollow.ids import id_in
from leadfollow.people.models import User
from leadfollow.words import age_in_words
from leads.forms import PersonForm, labels_of
from leads.models import Contact, Lead, LeadContact
from leads.models.contact import SIX
from leads.models.lead import LeadQuerySet

MOST = 50  # on one page; the next come as these are completed


@dataclass(frozen=True)
class CampaignCount:
    """How many incomplete records came through a campaign."""

    name: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class IncompleteRow:
    """One record, in words. `address` opens its form here; nobody has none, but is added."""

    lead: Lead
    contact: Contact | None
    missing: list[str]
    age: str
    address: str
    is_chosen: bool


class IncompleteList:
    """The records in reach that the address asks for, one of which has its form open."""

    def __init__(self, params: QueryDict, *, user: User, now: datetime) -> None:
        self.params, self.now = tidy(params), now
        self.all = Lead.objects.editable_by(user).filter(incomplete_since__isnull=False)

    @property
    def of_campaign(self) -> LeadQuerySet:
        chosen = id_in(self.params.get("campaign", ""))
        return self.all.filter(campaign=chosen) if chosen is not None else self.all

    @cached_property
    def leads(self) -> list[Lead]:
        chosen = self.of_campaign.select_related("owner", "campaign")
        return list(chosen.order_by("incomplete_since", "pk")[:MOST])

    @cached_property
    def contacts(self) -> dict[int, Contact]:
        """The primary contact of each."""
        primary = LeadContact.objects.filter(lead__in=self.leads, is_primary=True)
        return {person.lead_id: person.contact for person in primary.select_related("contact")}

    @cached_property
    def chosen(self) -> Lead | None:
        """The one whose form stands open: that of the address, else the first."""
        found = (lead for lead in self.leads if str(lead.pk) == self.params.get("lead"))
        return next(found, self.leads[0] if self.leads else None)

    @property
    def contact(self) -> Contact | None:
        return self.contacts.get(self.chosen.pk) if self.chosen else None

    @property
    def form(self) -> PersonForm | None:
        """Of the chosen one's contact; one begins with what is missing."""
        if self.contact is None:
            return None
        form = PersonForm(contact=self.contact)
        for name in self.contact.missing[:1]:
            form.fields[name].widget.attrs["autofocus"] = True
        return form

    @property
    def address_of_next(self) -> str:
        """Of the record behind the open one; behind the last the first comes again."""
        if self.chosen is None or len(self.leads) < 2:
            return self.at()
        following = self.leads[(self.leads.index(self.chosen) + 1) % len(self.leads)]
        return self.at(lead=following.pk)

    @property
    def rows(self) -> list[IncompleteRow]:
        return [self.row_of(lead) for lead in self.leads]

    def row_of(self, lead: Lead) -> IncompleteRow:
        contact = self.contacts.get(lead.pk)
        return IncompleteRow(
            lead,
            contact,
            labels_of(contact.missing if contact else SIX),
            age_in_words(self.now - (lead.incomplete_since or self.now)),
            self.at(lead=lead.pk),
            lead == self.chosen,
        )

    @cached_property
    def campaigns(self) -> list[CampaignCount]:
        """Those with most first."""
        counted = self.all.order_by().values_list("campaign", "campaign__name")
        asked = self.params.get("campaign", "")
        return [
            CampaignCount(name, number, self.at(campaign=pk), str(pk) == asked)
            for pk, name, number in counted.annotate(leads=Count("pk")).order_by(
                "-leads", "campaign"
            )
        ]

    @property
    def count(self) -> int:
        return sum(campaign.count for campaign in self.campaigns)

    def at(self, **chosen: int) -> str:
        """The address of this list with that chosen; another campaign begins at its first."""
        asked = QueryDict(mutable=True)
        if "campaign" in self.params:
            asked["campaign"] = str(self.params["campaign"])
        for name, value in chosen.items():
            asked[name] = str(value)
        return f"?{asked.urlencode()}"
