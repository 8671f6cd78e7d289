"""Which follow-ups should have been made by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from followups.models import Touch
from reports.lead_names import lead_name
from reports.question import Answer, Question


@dataclass(frozen=True)
class OverdueTouch:
    """A scheduled touch whose moment has passed, and whole calendar days since then."""

    campaign: str
    lead: str
    lead_id: int
    rep: str
    due: datetime
    days: int


def answer(question: Question) -> Answer:
    """All of them, the oldest first; automatic ones are nobody's debt."""
    touches = Touch.objects.manual().overdue(question.now).filter(lead__in=question.leads)
    totals = touches.aggregate(touches=Count("pk"), leads=Count("lead", distinct=True))
    rows = touches.order_by("due_at", "pk").values_list(
        "lead__campaign__name", lead_name("lead__"), "lead_id", F("lead__owner__name"), "due_at"
    )
    return Answer(
        [
            OverdueTouch(campaign, lead, lead_id, rep or "", due, (question.now - due).days)
            for campaign, lead, lead_id, rep, due in rows[question.window]
        ],
        totals,
    )
