"""A lead made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from followups.operations.people import heed
from followups.operations.receiving import receive_inquiry
from leadfollow.people.models import User
from leads.intake import Person
from leads.models import Inquiry

BY_HAND = "by hand"


@dataclass(frozen=True)
class Entered:
    """The inquiry that was entered, and whether its lead was known before."""

    inquiry: Inquiry
    is_further: bool


def enter_lead(*, key: UUID, by: User, at: datetime, **inquiry: Any) -> Entered:
    """Take in an inquiry that a person typed; the rest goes to `receive_inquiry`.

    The same key again answers with the inquiry that it made, also if both come at once.
    """
    try:
        return known(key) or new(key, by=by, at=at, **inquiry)
    except IntegrityError:
        if twin := known(key):
            return twin
        raise


def known(key: UUID) -> Entered | None:
    its_own = {"external_source": BY_HAND, "external_id": str(key)}
    inquiry = Inquiry.objects.filter(**its_own).select_related("lead").first()
    return Entered(inquiry, is_further(inquiry)) if inquiry else None


@transaction.atomic
def new(key: UUID, *, by: User, at: datetime, person: Person, **inquiry: Any) -> Entered:
    received = receive_inquiry(by=by, at=at, person=person, **inquiry)
    if received.contact:
        heed(received.contact, person, by=by, at=at, lead=received.lead)
    received.external_source, received.external_id = BY_HAND, str(key)
    received.save(update_fields=["external_source", "external_id"])
    received.lead.refresh_from_db()
    return Entered(received, is_further(received))


def is_further(inquiry: Inquiry) -> bool:
    return Inquiry.objects.filter(lead=inquiry.lead_id).exclude(pk=inquiry.pk).exists()
