"""What a file of leads tells of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from followups.lists.lead_list import tags_of, touches_of
from followups.models import Flag, Touch
from followups.wording import touch_in_words
from leads.models import Contact, Lead, LeadContact, OwnField, OwnValue
from leads.own_fields.values import in_words, plain, rows_of

Cell = str | Decimal
CHUNK = 500


@dataclass
class About:
    """Leads with all that their rows tell, in a few queries."""

    leads: list[Lead]
    zone: tzinfo
    people: dict[int, Contact] = field(default_factory=dict)
    flags: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        primary = LeadContact.objects.filter(lead__in=self.leads, is_primary=True)
        self.people = {p.lead_id: p.contact for p in primary.select_related("contact")}
        for flag in Flag.objects.standing().filter(lead__in=self.leads).order_by("began_at"):
            self.flags[flag.lead_id].append(str(flag.get_kind_display()))
        self.tags = tags_of(self.leads)
        self.steps, _last = touches_of(self.leads)
        self.own: dict[int, dict[int, OwnValue]] = {
            lead: {value.field_id: value for value in values}
            for lead, values in rows_of(self.leads).items()
        }

    def moment(self, at: datetime | None) -> str:
        """In the reader's zone, with its offset."""
        return localtime(at, self.zone).isoformat(timespec="seconds") if at else ""

    def person(self, lead: Lead) -> Contact:
        return self.people.get(lead.pk) or Contact()

    def step(self, lead: Lead) -> Touch | None:
        return self.steps.get(lead.pk)


Tell = Callable[[Lead, About], Cell]


def columns(own_fields: Iterable[OwnField]) -> list[tuple[str, Tell]]:
    """Each column's header, which an import knows it by, and what it tells."""
    return [
        ("Leadfollow number", lambda lead, about: Decimal(lead.pk)),
        (_("Company"), lambda lead, about: lead.organisation),
        *((header, of_person(name)) for header, name in of_people()),
        (_("Do not contact"), lambda lead, about: yes(about.person(lead).do_not_contact)),
        (_("No e-mail"), lambda lead, about: yes(about.person(lead).no_email)),
        (_("No phone calls"), lambda lead, about: yes(about.person(lead).no_phone)),
        (_("Campaign"), lambda lead, about: lead.campaign.name),
        (_("Campaign code"), lambda lead, about: lead.campaign.code),
        (_("Segment"), lambda lead, about: str(lead.campaign.segment)),
        (_("Owner"), lambda lead, about: str(lead.owner or "")),
        (_("Status"), lambda lead, about: lead.status),
        (_("Disposition"), lambda lead, about: str(lead.get_disposition_display())),
        (_("Value"), lambda lead, about: "" if lead.value is None else lead.value),
        (_("Currency"), lambda lead, about: lead.campaign.currency),
        (_("Times tried before"), tried_before),
        (_("Received"), lambda lead, about: about.moment(lead.received_at)),
        (_("Last touch"), lambda lead, about: about.moment(lead.last_touch_at)),
        (_("Next step due"), lambda lead, about: about.moment(lead.next_due_at)),
        (_("Next step"), next_step),
        (_("Flags"), lambda lead, about: "; ".join(about.flags.get(lead.pk, []))),
        (_("Tags"), tags_in_words),
        (_("Note"), lambda lead, about: lead.note),
        *((own.name, of_own(own)) for own in own_fields),
    ]


def of_people() -> list[tuple[str, str]]:
    """What is known of the primary contact."""
    return [
        (_("Name"), "name"),
        (_("Job title"), "job_title"),
        (_("E-mail"), "email"),
        (_("Phone"), "phone"),
        (_("Address"), "address"),
        (_("Postal code"), "postal_code"),
        (_("City"), "city"),
        (_("State or region"), "region"),
        (_("Country"), "country"),
    ]


def of_person(name: str) -> Tell:
    return lambda lead, about: getattr(about.person(lead), name)


def of_own(own: OwnField) -> Tell:
    def tell(lead: Lead, about: About) -> Cell:
        value = about.own.get(lead.pk, {}).get(own.pk)
        if value is None:
            return ""
        if isinstance(value.said, bool):
            return in_words(value.said)
        return value.said if isinstance(value.said, Decimal) else str(plain(value.said))

    return tell


def tried_before(lead: Lead, about: About) -> Cell:
    return "" if lead.tried_before is None else Decimal(lead.tried_before)


def next_step(lead: Lead, about: About) -> str:
    touch = about.step(lead)
    return touch_in_words(touch) if touch else ""


def tags_in_words(lead: Lead, about: About) -> str:
    return "; ".join(name for _pk, name in about.tags.get(lead.pk, []))


def yes(is_so: bool) -> str:
    return _("yes") if is_so else ""


def rows(ids: Sequence[int], tells: Sequence[Tell], *, zone: tzinfo) -> Iterator[list[Cell]]:
    """The rows of these leads, in this order; one that is gone meanwhile is left out."""
    leads = Lead.objects.select_related("owner", "campaign__segment").defer("extra")
    for chunk in batched_ids(ids):
        found = leads.in_bulk(chunk)
        about = About([found[pk] for pk in chunk if pk in found], zone)
        for lead in about.leads:
            yield [tell(lead, about) for tell in tells]


def batched_ids(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield list(ids[start : start + CHUNK])


def as_text(cell: Any) -> str:
    """As CSV holds it: numbers plain."""
    return str(plain(cell)) if isinstance(cell, Decimal) else cell
