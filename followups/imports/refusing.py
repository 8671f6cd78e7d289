"""People who, a file says, refuse more than was known of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from followups.operations.barring import bar_contact
from followups.operations.people import edit_contact
from leadfollow.people.models import User
from leads.models import Contact, Lead


def heed(refusing: Mapping[int, dict[str, bool]], *, by: User | None, at: datetime) -> None:
    """What is scheduled by a way somebody refuses goes another way, or is called off."""
    for contact in Contact.objects.filter(pk__in=refusing).order_by("pk"):
        wishes = dict(refusing[contact.pk])
        if wishes.pop("do_not_contact", False):
            bar_contact(contact=contact, by=by, at=at)
        lead = Lead.objects.filter(people__contact=contact).order_by("pk").first()
        if wishes and lead:
            edit_contact(contact=contact, changes=wishes, by=by, at=at, lead=lead)
        elif wishes:
            Contact.objects.filter(pk=contact.pk).update(**wishes)
