"""Who is asking: known people and their leads, and new ones."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection

from campaigns.models import Campaign
from leads.identity import email_key, phone_key
from leads.models import Contact, Lead, LeadContact


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

    @property
    def email_key(self) -> str:
        return email_key(self.email)

    @property
    def phone_key(self) -> str:
        return phone_key(self.phone, self.country)


def wait_for_turn(person: Person) -> None:
    """Let two inquiries of one new person come in one after the other, until the transaction ends.

    Nothing is there yet to lock, hence a lock by name; on SQLite the transaction itself is one.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for key in sorted(filter(None, [person.email_key, person.phone_key])):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


def known_contact(person: Person) -> Contact | None:
    """The one person with this address, else with this number and a like name; likeness that
    fits several people fits nobody."""
    if key := person.email_key:
        found = list(Contact.objects.with_email_key(key)[:2])
        if found:
            return found[0] if len(found) == 1 else None
    if key := person.phone_key:
        found = list(Contact.objects.with_phone_key(key)[:2])
        if len(found) == 1 and same_name(found[0].name, person.name):
            return found[0]
    return None


def same_name(one: str, other: str) -> bool:
    """A desk has one number and several people: names must not contradict each other."""
    words = set(one.casefold().split()), set(other.casefold().split())
    return not all(words) or bool(words[0] & words[1])


def lead_of(contact: Contact) -> Lead | None:
    """The lead to which a further inquiry of this person belongs: the open one, else the last."""
    leads = Lead.objects.filter(people__contact=contact)
    return leads.open().order_by("-received_at").first() or leads.order_by("-received_at").first()


def add_contact(person: Person) -> Contact:
    return Contact.objects.create(
        **asdict(person), email_key=person.email_key, phone_key=person.phone_key
    )


def add_lead(
    *, organisation: str, campaign: Campaign, received_at: datetime, contact: Contact | None
) -> Lead:
    """A new lead with its first person; its inquiry follows in the same transaction."""
    lead = Lead.objects.create(
        organisation=organisation, campaign=campaign, received_at=received_at
    )
    if contact:
        add_person(lead, contact)
    return lead


def add_person(lead: Lead, contact: Contact, *, role: str = "") -> LeadContact:
    """Put a person at a lead; the first one is the primary."""
    first = not lead.people.exists()
    person, _ = LeadContact.objects.get_or_create(
        lead=lead, contact=contact, defaults={"role": role, "is_primary": first}
    )
    return person
