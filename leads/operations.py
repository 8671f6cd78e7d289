"""What happens to leads, people and their places; `followups.operations` calls these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.identity import email_key, phone_key
from leads.models import Contact, Lead, LeadContact


@transaction.atomic
def edit_contact(
    *, contact: Contact, changes: Mapping[str, Any], by: User | None, at: datetime, lead: Lead
) -> Contact:
    """Correct what is known of a person, wherever he stands; `lead` is where it was noticed.

    The log keeps which fields changed, not what they said: that is the person's own.
    """
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    changed = [name for name, value in changes.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, changes[name])
    if changed:
        contact.email_key = email_key(contact.email)
        contact.phone_key = phone_key(contact.phone, contact.country)
        contact.save(update_fields=[*changed, "email_key", "phone_key"])
        record("contact edited", of=contact, by=by, at=at, lead_id=lead.pk, fields=changed)
    return contact


@transaction.atomic
def edit_lead(*, lead: Lead, changes: Mapping[str, Any], by: User | None, at: datetime) -> Lead:
    """Correct what is known of a lead itself: organisation, web site, note, value.

    The log keeps which fields changed. The same again changes nothing.
    """
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    changed = [name for name, value in changes.items() if getattr(lead, name) != value]
    for name in changed:
        setattr(lead, name, changes[name])
    if changed:
        lead.save(update_fields=changed)
        record("lead edited", of=lead, by=by, at=at, lead_id=lead.pk, fields=changed)
    return lead


@transaction.atomic
def choose_primary(*, lead: Lead, contact: Contact, by: User, at: datetime) -> None:
    """Make this person the one to whom one turns first. The same choice again changes nothing."""
    Lead.objects.select_for_update().get(pk=lead.pk)
    chosen = LeadContact.objects.get(lead=lead, contact=contact)
    if chosen.is_primary:
        return
    LeadContact.objects.filter(lead=lead, is_primary=True).update(is_primary=False)
    LeadContact.objects.filter(pk=chosen.pk).update(is_primary=True)
    record("primary chosen", of=contact, by=by, at=at, lead_id=lead.pk)
