"""Which open leads nobody has touched yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from reports.lead_names import lead_name
from reports.question import Answer, Question

SCHEDULED_BY_HAND = Q(touches__state="scheduled", touches__is_automatic=False)


@dataclass(frozen=True)
class UntouchedLead:
    """An open lead without a logged touch, and how many are scheduled for it."""

    campaign: str
    lead: str
    lead_id: int
    rep: str
    received: datetime
    touch_count: int
    scheduled_count: int


def answer(question: Question) -> Answer:
    """All of them, the oldest first. `no_touch`: nothing logged; `no_activity`: nothing scheduled
    either."""
    leads = question.leads.open().never_touched()
    totals = leads.aggregate(
        no_touch=Count("pk"), no_activity=Count("pk", filter=Q(next_due_at=None))
    )
    rows = (
        leads.annotate(scheduled_count=Count("touches", filter=SCHEDULED_BY_HAND))
        .order_by("received_at", "pk")
        .values_list(
            "campaign__name", lead_name(), "pk", F("owner__name"), "received_at", "touch_count",
            "scheduled_count",
        )
    )  # fmt: skip
    return Answer(
        [
            UntouchedLead(campaign, lead, lead_id, rep or "", *rest)
            for campaign, lead, lead_id, rep, *rest in rows[question.window]
        ],
        totals,
    )
