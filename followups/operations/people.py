"""People at a lead: corrected, added, put first; and what that means for what is planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from followups.models import CancelReason, Touch, TouchState
from followups.operations.barring import make_again
from followups.operations.locking import lock
from followups.operations.naming import name_person
from followups.state import settle
from leadfollow.people.models import User
from leads import operations as leads
from leads.intake import Person
from leads.models import Contact, Lead, LeadContact

WISHES = ("no_email", "no_phone")


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
    """Correct what is known of a person; ChangedMeanwhile if that is not what was `seen`.

    A touch that is scheduled by a way that he does not want any more is made again by another,
    with the same due moment.
    """
    stands_at = list(LeadContact.objects.filter(contact=contact).values_list("lead", flat=True))
    list(Lead.objects.select_for_update().filter(pk__in=stands_at).order_by("pk"))
    contact = leads.edit_contact(
        contact=contact, changes=changes, by=by, at=at, lead=lead, seen=seen
    )
    touches = Touch.objects.scheduled().filter(contact=contact).select_related("lead")
    barred = [touch for touch in touches if not contact.can_be_reached_by(touch.channel)]
    for touch in barred:
        call_off_way(touch, by=by, at=at)
        make_again(touch, contact, by=by, at=at, touch=None)
    settle(stands_at, at=at)
    return contact


def call_off_way(touch: Touch, *, by: User | None, at: datetime) -> None:
    """Cancel a touch in favour of its like by another way."""
    touch.state, touch.cancel_reason = TouchState.CANCELLED, CancelReason.REPLACED
    touch.cancelled_at, touch.cancelled_by = at, by
    touch.save(update_fields=["state", "cancel_reason", "cancelled_at", "cancelled_by"])


def heed(contact: Contact, person: Person, *, by: User, at: datetime, lead: Lead) -> None:
    """Somebody known says only now that he wants no mail or no calls."""
    wishes = {wish: True for wish in WISHES if getattr(person, wish)}
    if wishes:
        edit_contact(contact=contact, changes=wishes, by=by, at=at, lead=lead)


@transaction.atomic
def add_person(*, lead: Lead, person: Person, by: User, at: datetime, role: str = "") -> Contact:
    """Put a further person at the lead: somebody known, or a new one. The first is the primary."""
    contact = name_person(lead=lead, person=person, by=by, at=at, role=role)
    heed(contact, person, by=by, at=at, lead=lead)
    settle([lead.pk], at=at)
    return contact


@transaction.atomic
def choose_primary(*, lead: Lead, contact: Contact, by: User, at: datetime) -> None:
    """Make this person the lead's primary; what is planned with somebody else stays as it is."""
    lead = lock(lead.pk)
    leads.choose_primary(lead=lead, contact=contact, by=by, at=at)
    settle([lead.pk], at=at)
