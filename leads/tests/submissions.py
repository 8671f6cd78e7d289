"""Attempts to break what holds of what was sent by a form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from campaigns.models import LeadForm
from campaigns.tests.factories import make_campaign
from leads.models import Inquiry, Lead, Submission

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def make_submission(**fields: Any) -> Submission:
    told = {
        "form": LeadForm.objects.create(campaign=make_campaign()), "version": 1, "key": uuid4(),
        "told": {}, "content_hash": "x", "sender": "y", "received_at": MONDAY, "fate": "in",
    }  # fmt: skip
    return Submission.objects.create(**told | fields)


def submission_not_in_has_no_inquiry() -> None:
    lead = Lead.objects.create(campaign=make_campaign(), received_at=MONDAY)
    inquiry = Inquiry.objects.create(lead=lead, campaign=lead.campaign, received_at=MONDAY)
    make_submission(fate="quarantined", suspicion="trap", inquiry=inquiry)


def submission_suspicion_known() -> None:
    make_submission(fate="quarantined", suspicion="odd")


def submission_settled_by_somebody() -> None:
    make_submission(fate="dropped", suspicion="trap", settled_at=MONDAY)


BREAKERS = [
    submission_not_in_has_no_inquiry,
    submission_suspicion_known,
    submission_settled_by_somebody,
]
