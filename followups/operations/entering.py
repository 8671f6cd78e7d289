"""A lead made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from followups.operations.keys import SENT_BEFORE, KeyUsedOtherwise, fingerprint
from followups.operations.own_values import tell_own_fields
from followups.operations.people import heed
from followups.operations.receiving import receive_inquiry
from leadfollow.people.models import User
from leads.intake import Person
from leads.models import Inquiry, Lead, OwnValue
from leads.own_fields.values import Value

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
    key: UUID,
    content: str,
    *,
    by: User,
    at: datetime,
    person: Person,
    own: Mapping[str, Value | None] | None = None,
    **inquiry: Any,
) -> Entered:
    """`own` is what was said in own fields; of a known lead it fills in what is blank."""
    received = receive_inquiry(by=by, at=at, person=person, **inquiry)
    if received.contact:
        heed(received.contact, person, by=by, at=at, lead=received.lead)
    received.external_source, received.external_id = BY_HAND, str(key)
    received.content_hash = content
    received.save(update_fields=["external_source", "external_id", "content_hash"])
    fill_in(received.lead, own or {}, by=by, at=at)
    received.lead.refresh_from_db()
    return Entered(received, is_further(received))


def fill_in(lead: Lead, own: Mapping[str, Value | None], *, by: User | None, at: datetime) -> None:
    """Whoever enters a lead that is known may not see it, so he writes over nothing."""
    said = {code: value for code, value in own.items() if value is not None}
    if not said:
        return
    filled = OwnValue.objects.filter(lead=lead, field__code__in=said)
    known = set(filled.values_list("field__code", flat=True))
    blank = {code: value for code, value in said.items() if code not in known}
    if blank:
        tell_own_fields(lead=lead, values=blank, by=by, at=at)


def is_further(inquiry: Inquiry) -> bool:
    return Inquiry.objects.filter(lead=inquiry.lead_id).exclude(pk=inquiry.pk).exists()
