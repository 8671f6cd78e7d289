"""A person becomes known at a lead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from followups.operations.locking import lock
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads import intake
from leads.intake import Person
from leads.models import Contact, Lead


@transaction.atomic
def name_person(
    *, lead: Lead, person: Person, by: User | None, at: datetime, role: str = ""
) -> Contact:
    """Put somebody at the lead: a person known already, else a new one.

    Naming the same person twice changes nothing; where only a name is given, it is the same if
    somebody at this lead has it.
    """
    lead = lock(lead.pk)
    namesake = Contact.objects.filter(leads__lead=lead, name__iexact=person.name).first()
    contact = intake.known_contact(person) or (namesake if person.name else None)
    contact = contact or intake.add_contact(person)
    if not lead.people.filter(contact=contact).exists():
        intake.add_person(lead, contact, role=role)
        record("person named", of=contact, by=by, at=at, lead_id=lead.pk)
    return contact
