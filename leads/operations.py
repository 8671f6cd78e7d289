"""What happens to leads, people and their places; `followups.operations` calls these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.people.operations import Refusal
from leadfollow.seen import check_seen
from leads.identity import email_key, phone_key
from leads.models import Contact, Inquiry, Lead, LeadContact, LeadTag, Product, Tag
from leads.regions import home_of


@transaction.atomic
def edit_contact(
    *,
    contact: Contact,
    changes: Mapping[str, Any],
    by: User | None,
    at: datetime,
    lead: Lead,
    seen: Mapping[str, Any] | None = None,
) -> Contact:
    """Correct what is known of a person, wherever he stands; `lead` is where it was noticed.

    ChangedMeanwhile if a field is not what its writer saw, as far as `seen` tells it. The log
    keeps which fields changed, not what they said: that is the person's own.
    """
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    check_seen(contact, changes, seen or {})
    changed = [name for name, value in changes.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, changes[name])
    if "email" in changed:
        contact.email_key = email_key(contact.email)
    if {"phone", "country"} & set(changed):
        contact.phone_key = phone_key(contact.phone, contact.country, home_of(lead.campaign))
    if changed:
        contact.save(update_fields=[*changed, "email_key", "phone_key"])
        record("contact edited", of=contact, by=by, at=at, lead_id=lead.pk, fields=changed)
    return contact


@transaction.atomic
def edit_lead(
    *,
    lead: Lead,
    changes: Mapping[str, Any],
    by: User | None,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
) -> Lead:
    """Correct what is known of a lead itself: organisation, web site, note, value.

    ChangedMeanwhile if a field is not what its writer saw, as far as `seen` tells it. The log
    keeps which fields changed. The same again changes nothing.
    """
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    check_seen(lead, changes, seen or {})
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


@transaction.atomic
def choose_products(
    *, lead: Lead, chosen: Mapping[Inquiry, Product | None], by: User | None, at: datetime
) -> None:
    """Say what inquiries of the lead ask for, or that nobody knows. What stays is not written."""
    for inquiry, product in chosen.items():
        mine = Inquiry.objects.filter(pk=inquiry.pk, lead=lead)
        if mine.exclude(product=product).update(product=product):
            said = str(product or "")
            record("product chosen", of=inquiry, by=by, at=at, lead_id=lead.pk, product=said)


class TagRetired(Refusal):
    """It is put on no further lead."""


@transaction.atomic
def tag_lead(
    *, lead: Lead, name: str, by: User | None, at: datetime, as_before: bool = False
) -> LeadTag | None:
    """Put a tag on the lead, a known one in whatever case or a new one.

    None, and nothing is done, where it stands there already. A retired one is refused as
    TagRetired, but where it stood there `as_before`.
    """
    tag, _is_new = Tag.objects.get_or_create(name__iexact=name, defaults={"name": name})
    is_there = LeadTag.objects.filter(lead=lead, tag=tag).exists()
    if tag.retired_at and not as_before and not is_there:
        raise TagRetired(_("The tag “%(tag)s” is retired. Choose another one.") % {"tag": tag})
    put, is_new = LeadTag.objects.get_or_create(lead=lead, tag=tag, defaults={"by": by, "at": at})
    if not is_new:
        return None
    record("tag put", of=tag, by=by, at=at, lead_id=lead.pk)
    return put


@transaction.atomic
def untag_lead(*, lead: Lead, tag: Tag, by: User | None, at: datetime) -> bool:
    """Take a tag off the lead; tells whether it stood there."""
    taken, _ = LeadTag.objects.filter(lead=lead, tag=tag).delete()
    if taken:
        record("tag taken off", of=tag, by=by, at=at, lead_id=lead.pk)
    return bool(taken)
