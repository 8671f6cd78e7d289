"""All campaigns beside each other, each number ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from followups.lists.inquiry_filters import InquiryState
from leadfollow import words
from leadfollow.people.models import User
from leads.models import Inquiry
from reports.campaign_followup import SUMMED, CampaignFollowUp, campaign_follow_up
from reports.campaign_page import gain_in_words
from reports.question import Question
from reports.row_links import leads_url

COUNTS = (
    InquiryState.SAME_DAY,
    InquiryState.TOUCHED,
    InquiryState.IN_TIME,
    InquiryState.PLANNED,
    InquiryState.UNASSIGNED,
    InquiryState.TWO_WAY,
    InquiryState.WON,
)
SHARES = {InquiryState.SAME_DAY, InquiryState.TOUCHED, InquiryState.IN_TIME, InquiryState.WON}


@dataclass(frozen=True)
class Cell:
    """One number: what it says, of how many, and the leads behind it."""

    text: str
    url: str = ""
    of: str = ""
    is_zero: bool = False


@dataclass(frozen=True)
class CampaignLine:
    """One campaign's row, or the sum row, which opens nothing."""

    name: str
    cells: list[Cell]
    report_url: str = ""


def of(reader: User, *, now: datetime) -> list[CampaignFollowUp]:
    """What somebody asked through, as far as the reader's leads go, the worst first."""
    question = Question(now, reader=reader)
    rows = campaign_follow_up(question.campaigns, question.inquiries, now=now)
    return [row for row in rows if row.captured]


def whole_for(reader: User, rows: Iterable[CampaignFollowUp]) -> set[int]:
    """The campaigns that the reader answers for and sees whole: only of those money is told."""
    theirs = Campaign.objects.reportable_to(reader).values_list("pk", flat=True)
    inquiries = Inquiry.objects.counted().order_by().filter(campaign__in=list(theirs))
    captured = dict(inquiries.values_list("campaign").annotate(Count("pk")))
    return {row.campaign_id for row in rows if captured.get(row.campaign_id) == row.captured}


def line(row: CampaignFollowUp, *, tells_money: bool) -> CampaignLine:
    """One campaign's numbers, each with its leads."""
    urls = {state: leads_url(row, inquiry=state.value) for state in COUNTS}
    rep_wait = _("rep %(age)s") % {"age": words.age_in_words(row.median_rep_wait)}
    clocks = Cell(words.age_in_words(row.median_system_wait), of=rep_wait)
    money = Cell(words.NOTHING)
    if tells_money and row.cost:
        each = _("%(amount)s a lead") % {"amount": words.money(row.cost_per_lead, row.currency)}
        money = Cell(gain_in_words(row), urls[InquiryState.WON] if row.won else "", each)
    return CampaignLine(
        row.campaign,
        [
            Cell(
                words.percent(row.followed_up, row.captured),
                leads_url(row, inquiry=InquiryState.FOLLOWED_UP.value),
            ),
            Cell(words.number(row.captured), leads_url(row)),
            *(count(getattr(row, state), row.captured, state, urls[state]) for state in COUNTS),
            clocks,
            money,
        ],
        reverse("reports:campaign_followup", args=[row.campaign_id]),
    )


def sum_line(sums: dict[str, int]) -> CampaignLine:
    """All of them together; medians and money of different campaigns do not add up."""
    captured = sums["captured"]
    counts = [count(sums[state], captured, state) for state in COUNTS if state in SUMMED]
    head = [Cell(words.percent(sums["followed_up"], captured)), Cell(words.number(captured))]
    return CampaignLine(_("Together"), [*head, *counts, *[Cell(words.NOTHING)] * 2])


def count(number: int, whole: int, state: InquiryState, url: str = "") -> Cell:
    """A count, with its share where a share says something; a zero opens nothing."""
    share = words.percent(number, whole) if state in SHARES and number else ""
    return Cell(words.number(number), url if number else "", share, not number)
