"""What may never be false of doubts and of people who became one, and an attempt to make it so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from campaigns.tests.factories import make_campaign
from leadfollow.people.tests.factories import make_rep
from leads.models import Candidate, ContactMerge, Doubt, Inquiry, Lead
from leads.tests.factories import make_contact

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def make_doubt(**fields: Any) -> Doubt:
    lead = Lead.objects.create(campaign=make_campaign(), received_at=MONDAY)
    inquiry = Inquiry.objects.create(lead=lead, campaign=lead.campaign, received_at=MONDAY)
    return Doubt.objects.create(inquiry=inquiry, raised_at=MONDAY, **fields)


def merge(**fields: Any) -> ContactMerge:
    return ContactMerge.objects.create(merged_by=make_rep(), merged_at=MONDAY, **fields)


def doubt_settled_by_somebody() -> None:
    make_doubt(outcome="new", settled_at=MONDAY)


def candidate_named_once() -> None:
    doubt, contact = make_doubt(), make_contact()
    for _ in range(2):
        Candidate.objects.create(doubt=doubt, contact=contact)


def contact_merge_of_a_person_once() -> None:
    merge(kept_id=1, lost_id=3)
    merge(kept_id=2, lost_id=3)


def contact_merge_is_of_two() -> None:
    merge(kept_id=1, lost_id=1)


BREAKERS = [
    doubt_settled_by_somebody,
    candidate_named_once,
    contact_merge_of_a_person_once,
    contact_merge_is_of_two,
]
