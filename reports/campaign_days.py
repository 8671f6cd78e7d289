"""An event's clock day by day, and what became of its inquiries beside the follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from followups.lists.inquiry_filters import InquiryState
from leads.models.inquiry import InquiryQuerySet
from reports.campaign_followup import (
    ON_THE_DAY,
    CampaignFollowUp,
    DayFollowUp,
    by_day,
    counted,
)
from reports.row_links import leads_url

BESIDE = (
    InquiryState.COMPLETE,
    InquiryState.NURTURED,
    InquiryState.NOT_NURTURED,
    InquiryState.PROMISE_OPEN,
)


@dataclass(frozen=True)
class DayCell:
    """How many of a day's inquiries came so far, and the leads behind them."""

    count: int
    url: str


@dataclass(frozen=True)
class DayLine:
    """One day's figures, and the leads behind them."""

    figures: DayFollowUp
    url: str
    cells: list[DayCell]


def beside(inquiries: InquiryQuerySet, *, now: datetime) -> dict[str, int]:
    """What is counted on one campaign's page alone."""
    return inquiries.order_by().aggregate(**{state.value: counted(state, now) for state in BESIDE})


def lines(figures: CampaignFollowUp, inquiries: InquiryQuerySet, *, now: datetime) -> list[DayLine]:
    """One row per day of capture, by the campaign's calendar."""
    return [
        DayLine(
            row,
            leads_url(figures, day=row.day),
            [
                DayCell(getattr(row, state), leads_url(figures, day=row.day, inquiry=state))
                for state in ON_THE_DAY
            ],
        )
        for row in by_day(inquiries, now=now)
    ]
