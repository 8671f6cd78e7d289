"""How well the inquiries of campaigns are followed up, as of a moment.

Counts are inquiries. `--at` moves the clock, not the rows: the kept state answers, as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from followups.lists.inquiry_filters import DAY_CAPTURED, InquiryState, that_are
from leads.models.inquiry import ASKED_AT, TOUCHED, InquiryQuerySet
from leads.worth import LEADS, cost_per_lead
from reports.median import Median
from reports.question import Answer, Question

ASSIGNED = Q(assigned_at__isnull=False)
# A touch made while nobody owned the lead waited for no rep.
TOUCHED_BY_A_REP = TOUCHED & Q(assigned_at__lte=F("first_touch_at"))


@dataclass(frozen=True)
class CampaignFollowUp:
    """One campaign's follow-up as of a moment. Counts are inquiries; waits are durations.

    Value and win belong to the lead's first campaign; the others show it as assisted.
    """

    campaign: str
    code: str
    campaign_id: int
    captured: int = 0
    leads: int = 0
    same_day: int = 0
    unassigned: int = 0
    planned: int = 0
    planned_since_received: int = 0
    touched: int = 0
    in_time: int = 0
    followed_up: int = 0
    unplanned: int = 0
    waiting: int = 0
    two_way: int = 0
    qualified: int = 0  # leads
    won: int = 0
    assisted: int = 0
    value: Decimal = Decimal(0)
    cost: Decimal | None = None
    currency: str = "EUR"
    median_wait: timedelta | None = None  # captured -> first touch; None while nobody was touched
    median_system_wait: timedelta | None = None  # captured -> assigned
    median_rep_wait: timedelta | None = None  # assigned -> first touch

    @property
    def untouched(self) -> int:
        return self.captured - self.touched

    @property
    def not_followed_up(self) -> int:
        return self.captured - self.followed_up

    @property
    def followed_up_share(self) -> float:
        return self.followed_up / self.captured if self.captured else 1.0

    @property
    def cost_per_lead(self) -> Decimal | None:
        return cost_per_lead(self.cost, self.leads)

    @property
    def gain(self) -> Decimal | None:
        """The return in per cent of the cost: -100 while nothing is won, None without a cost."""
        return 100 * (self.value - self.cost) / self.cost if self.cost else None


def counted(state: str, now: datetime) -> Count:
    return Count("pk", filter=that_are(state, now=now))


def first_figures(now: datetime) -> dict[str, Any]:
    """What is counted for a campaign and for a rep alike."""
    return {
        "captured": Count("pk"),
        "touched": counted(InquiryState.TOUCHED, now),
        "in_time": counted(InquiryState.IN_TIME, now),
        "followed_up": counted(InquiryState.FOLLOWED_UP, now),
        "median_rep_wait": Median(F("first_touch_at") - F("assigned_at"), filter=TOUCHED_BY_A_REP),
    }


def all_figures(now: datetime) -> dict[str, Any]:
    """What a campaign's row holds."""
    names = ("same_day", "unassigned", "planned", "unplanned", "waiting", "two_way", "won")
    won = that_are(InquiryState.WON, now=now)
    assisted = that_are(InquiryState.ASSISTED, now=now)
    return {
        **first_figures(now),
        **{name: counted(name, now) for name in names},
        "leads": LEADS,
        "qualified": Count("lead", distinct=True, filter=Q(lead__qualified_at__lte=now)),
        "planned_since_received": counted(InquiryState.PLANNED_SINCE, now),
        "assisted": Count("lead", distinct=True, filter=assisted),
        "value": Sum("lead__value", filter=won),
        "median_wait": Median(F("first_touch_at") - ASKED_AT, filter=TOUCHED),
        "median_system_wait": Median(F("assigned_at") - ASKED_AT, filter=ASSIGNED),
    }


def campaign_follow_up(
    campaigns: Iterable[Campaign], inquiries: InquiryQuerySet, *, now: datetime
) -> list[CampaignFollowUp]:
    """One row per campaign, the worst followed up first, those without an inquiry last."""
    grouped: Any = inquiries.order_by().values("campaign").annotate(**all_figures(now))
    figures = {row.pop("campaign"): row for row in grouped}
    rows = []
    for campaign in campaigns:
        row = CampaignFollowUp(
            campaign.name,
            campaign.code,
            campaign.pk,
            cost=campaign.cost,
            currency=campaign.currency,
        )
        counts: dict[str, Any] = figures.get(campaign.pk, {})
        rows.append(replace(row, **{**counts, "value": counts.get("value") or Decimal(0)}))
    return sorted(
        rows, key=lambda row: (not row.captured, row.followed_up_share, -row.captured, row.campaign)
    )


SUMMED = (
    "captured", "leads", "same_day", "unassigned", "planned", "planned_since_received", "touched",
    "in_time", "followed_up", "unplanned", "waiting", "two_way", "qualified", "won", "assisted",
)  # fmt: skip


def summed(rows: Iterable[CampaignFollowUp]) -> dict[str, int]:
    """The sum row. A lead that asked through two campaigns is an inquiry in each."""
    rows = list(rows)
    return {name: sum(getattr(row, name) for row in rows) for name in SUMMED}


def answer(question: Question) -> Answer:
    """Every campaign asked about that has an inquiry."""
    rows = campaign_follow_up(question.campaigns, question.inquiries, now=question.now)
    rows = [row for row in rows if row.captured or question.campaign]
    return Answer(rows, summed(rows))


@dataclass(frozen=True)
class RepFollowUp:
    """What one rep made of a campaign's inquiries, by whom owns the lead now."""

    rep_id: int | None
    rep: str
    captured: int
    touched: int
    in_time: int
    followed_up: int
    median_rep_wait: timedelta | None


def by_rep(inquiries: InquiryQuerySet, *, now: datetime) -> list[RepFollowUp]:
    """One row per owner, those with most first; what nobody owns comes last."""
    rows: Any = (
        inquiries.order_by()
        .values(rep_id=F("lead__owner"), rep=F("lead__owner__name"))
        .annotate(**first_figures(now))
    )
    reps = [RepFollowUp(**{**row, "rep": row["rep"] or _("Nobody")}) for row in rows]
    return sorted(reps, key=lambda row: (row.rep_id is None, -row.captured, row.rep))


ON_THE_DAY = ("in_same_day", "same_day", "touched_same_day", "sent")


@dataclass(frozen=True)
class DayFollowUp:
    """What was captured on one day of a show, and how far it came on that day; what was asked for
    may have been sent later."""

    day: date
    captured: int
    in_same_day: int
    same_day: int
    touched_same_day: int
    sent: int


def by_day(inquiries: InquiryQuerySet, *, now: datetime) -> list[DayFollowUp]:
    """One row per day on which something came in, by the campaign's calendar."""
    rows: Any = (
        inquiries.order_by()
        .annotate(day=DAY_CAPTURED)
        .values("day")
        .annotate(captured=Count("pk"), **{name: counted(name, now) for name in ON_THE_DAY})
    )
    return [DayFollowUp(**row) for row in rows.order_by("day")]
