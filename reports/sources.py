"""What each source of leads is worth: how many of its inquiries were won."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from followups.lists.inquiry_filters import InquiryState, that_are
from reports.question import Answer, Question


@dataclass(frozen=True)
class Source:
    """A campaign's inquiries, and the leads won that first asked through it."""

    campaign: str
    code: str
    campaign_id: int
    inquiries: int
    won: int
    percent: float | None


def answer(question: Question) -> Answer:
    """The largest source first."""
    won = Count("pk", filter=that_are(InquiryState.WON, now=question.now))
    rows = (
        question.inquiries.order_by()
        .values("campaign__name", "campaign__code", "campaign")
        .annotate(inquiries=Count("pk"), won=won)
        .order_by("-inquiries", "campaign__name")
        .values_list("campaign__name", "campaign__code", "campaign", "inquiries", "won")
    )
    sources = [Source(*row, percent=share(row[4], row[3])) for row in rows]
    inquiries = sum(source.inquiries for source in sources)
    wins = sum(source.won for source in sources)
    totals = {"inquiries": inquiries, "won": wins, "percent": share(wins, inquiries)}
    return Answer(sources[question.window], totals)


def share(part: int, whole: int) -> float | None:
    """Per cent with two decimals; None of nothing."""
    return round(100 * part / whole, 2) if whole else None
