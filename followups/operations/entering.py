"""A lead made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from followups.operations.keys import SENT_BEFORE, KeyUsedOtherwise, fingerprint
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

    The same key again answers with the inquiry that it made, also if both come at once; with other
    content it is refused as KeyUsedOtherwise.
    """
    said = sorted((name, getattr(value, "pk", value)) for name, value in inquiry.items())
    content = fingerprint(said, by.pk)
    try:
        return known(key, content) or new(key, content, by=by, at=at, **inquiry)
    except IntegrityError:
        if twin := known(key, content):
            return twin
        raise


def known(key: UUID, content: str) -> Entered | None:
    its_own = {"external_source": BY_HAND, "external_id": str(key)}
    inquiry = Inquiry.objects.filter(**its_own).select_related("lead").first()
    if inquiry and inquiry.content_hash not in ("", content):  # empty: entered before it was kept
        raise KeyUsedOtherwise(SENT_BEFORE)
    return Entered(inquiry, is_further(inquiry)) if inquiry else None


@transaction.atomic
def new(
    key: UUID, content: str, *, by: User, at: datetime, person: Person, **inquiry: Any
) -> Entered:
    received = receive_inquiry(by=by, at=at, person=person, **inquiry)
    if received.contact:
        heed(received.contact, person, by=by, at=at, lead=received.lead)
    received.external_source, received.external_id = BY_HAND, str(key)
    received.content_hash = content
    received.save(update_fields=["external_source", "external_id", "content_hash"])
    received.lead.refresh_from_db()
    return Entered(received, is_further(received))


def is_further(inquiry: Inquiry) -> bool:
    return Inquiry.objects.filter(lead=inquiry.lead_id).exclude(pk=inquiry.pk).exists()
