"""Who is asking: known people and their leads, and new ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from campaigns.models import Campaign
from leads.identity import email_key, phone_key
from leads.matching import Identity, Known
from leads.models import Contact, Lead, LeadContact
from leads.regions import home_of

AT_ONCE = 500  # locks in one query


@dataclass(frozen=True)
class Person:
    """What somebody told about himself."""

    name: str = ""
    job_title: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    linkedin_url: str = ""
    no_email: bool = False
    no_phone: bool = False
    home: str = ""  # two letters: whose numbers need no country's code

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    @property
    def phone_key(self) -> str:
        return phone_key(self.phone, self.country, self.home)

    @property
    def identity(self) -> Identity:
        return Identity.of(
            name=self.name.strip(),
            company=self.company.strip(),
            email=self.email,
            phone=self.phone,
            phone_key=self.phone_key,
        )

    @property
    def told(self) -> dict[str, Any]:
        """The columns of a contact."""
        return {name: value for name, value in asdict(self).items() if name != "home"}


def wait_for_turn(person: Person) -> None:
    """Let two inquiries of one new person come in one after the other, until the transaction ends.

    Nothing is there yet to lock, hence a lock by name; on SQLite the transaction itself is one.
    """
    wait_for_turns([person.email_key, person.phone_key])


def wait_for_turns(keys: Iterable[str]) -> None:
    """The same for many, in one order, so that no two wait for each other."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        left = sorted({key for key in keys if key})
        while some := left[:AT_ONCE]:
            locks = ", ".join(["pg_advisory_xact_lock(hashtext(%s))"] * len(some))  # left to right
            cursor.execute(f"SELECT {locks}", some)
            left = left[AT_ONCE:]


def at_home(person: Person, campaign: Campaign) -> Person:
    """The same, with whose numbers need no country's code where he asks."""
    return person if person.home else replace(person, home=home_of(campaign))


def like(person: Person) -> list[Contact]:
    """Who may be meant. Without address and number nobody, as nobody looks at it beforehand."""
    who = person.identity
    return [] if who.is_vague else Known([who]).like(who)


def known_contact(person: Person) -> Contact | None:
    """The one person who is meant; likeness that fits several people fits nobody."""
    found = like(person)
    return found[0] if len(found) == 1 else None


def lead_of(contact: Contact) -> Lead | None:
    """The lead to which a further inquiry of this person belongs: the open one, else the last."""
    leads = Lead.objects.filter(people__contact=contact)
    return leads.open().order_by("-received_at").first() or leads.order_by("-received_at").first()


def add_contact(person: Person) -> Contact:
    return Contact.objects.create(
        **person.told, email_key=person.email_key, phone_key=person.phone_key
    )


def add_lead(
    *, organisation: str, campaign: Campaign, received_at: datetime, contact: Contact | None
) -> Lead:
    """A new lead with its first person; its inquiry follows in the same transaction."""
    lead = Lead.objects.create(
        organisation=organisation, campaign=campaign, received_at=received_at
    )
    if contact:
        LeadContact.objects.create(lead=lead, contact=contact, is_primary=True)
    return lead


def add_person(lead: Lead, contact: Contact, *, role: str = "") -> LeadContact:
    """Put a person at a lead; the first one is the primary."""
    first = not lead.people.exists()
    person, _ = LeadContact.objects.get_or_create(
        lead=lead, contact=contact, defaults={"role": role, "is_primary": first}
    )
    return person
