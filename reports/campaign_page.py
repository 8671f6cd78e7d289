"""What the page of one campaign's follow-up shows, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from followups.in_force import InForce, policy_at
from followups.lists.inquiry_filters import InquiryState, that_are
from leadfollow import words
from leadfollow.people.models import User
from leadfollow.words import Said, number
from leads.models.inquiry import InquiryQuerySet
from reports import campaign_days, campaign_followup
from reports.campaign_days import DayLine
from reports.campaign_followup import (
    CampaignFollowUp,
    RepFollowUp,
)
from reports.expectations import Expected, expected_of
from reports.question import Question
from reports.row_links import leads_url

SHOWN = 8  # rows of a red list; its head opens them all


@dataclass(frozen=True)
class Bar:
    """One step of the funnel, and where its leads are."""

    label: str
    count: int
    url: str
    note: str = ""


@dataclass(frozen=True)
class RedRow:
    """One inquiry that waits for somebody."""

    lead_id: int
    name: str
    owner: str
    asked_for: str
    received_at: datetime
    age: str


@dataclass(frozen=True)
class RedList:
    """Inquiries that wait, the oldest first; `count` is of all, `rows` are the first of them."""

    title: Said
    sign: str
    count: int
    url: str
    rows: list[RedRow]

    @property
    def said(self) -> str:
        return f"{self.title} {words.number(self.count)}"


@dataclass(frozen=True)
class RepLine:
    """One rep's figures, and the leads behind them."""

    figures: RepFollowUp
    url: str


@dataclass(frozen=True)
class CampaignPage:
    """One campaign's follow-up as of a moment, as far as the reader's leads go."""

    now: datetime
    figures: CampaignFollowUp
    is_whole: bool  # else some of its leads are out of the reader's reach, and no money is told
    may_assign: bool
    limit: str
    funnel: list[Bar]
    red_lists: list[RedList]
    reps: list[RepLine]
    days: list[DayLine]
    beside: dict[str, int]  # of the inquiries, by what else became of them
    policy: InForce

    @property
    def expected(self) -> list[Expected]:
        """By the policy of that moment."""
        return expected_of(self.figures, self.policy.numbers)

    @property
    def qualified_url(self) -> str:
        return leads_url(self.figures, state="qualified")

    @property
    def asked_again(self) -> int:
        return self.figures.captured - self.figures.leads

    @property
    def urls(self) -> dict[str, str]:
        """The leads behind each number, by what became of them."""
        return {state.value: leads_url(self.figures, inquiry=state.value) for state in InquiryState}

    @property
    def open_inquiries(self) -> int:
        """Those of open leads, which all belong into a cadence or a bucket."""
        return self.beside[InquiryState.NURTURED] + self.beside[InquiryState.NOT_NURTURED]

    @property
    def untouched_state(self) -> str:
        return "overdue" if self.figures.untouched else "done"

    @property
    def untouched_in_words(self) -> str:
        if not self.figures.untouched:
            return _("every one touched")
        return _("%(untouched)s of %(captured)s never touched") % {
            "untouched": number(self.figures.untouched),
            "captured": number(self.figures.captured),
        }

    @property
    def worst_day_in_words(self) -> str:
        """The day of a show on which most were left without a rep."""
        days = [line.figures for line in self.days]
        worst = max(days, key=lambda day: day.captured - day.same_day, default=None)
        if worst is None or worst.same_day == worst.captured:
            return ""
        return _("%(day)s %(same_day)s of %(captured)s") % {
            "day": str(WEEKDAYS[worst.day.weekday()]),
            "same_day": number(worst.same_day),
            "captured": number(worst.captured),
        }

    @property
    def clocks_in_words(self) -> str:
        system = words.age_in_words(self.figures.median_system_wait)
        return _("system %(system)s, rep %(age)s") % {
            "system": system,
            "age": words.age_in_words(self.figures.median_rep_wait),
        }

    @property
    def planned_in_words(self) -> str:
        return _("%(number)s of them since received") % {
            "number": number(self.figures.planned_since_received)
        }

    @property
    def won_in_words(self) -> str:
        value = words.money(self.figures.value, self.figures.currency)
        return _("%(won)s won, %(value)s; first inquiry counts") % {
            "won": number(self.figures.won),
            "value": value,
        }

    @property
    def gain_in_words(self) -> str:
        return gain_in_words(self.figures)


def gain_in_words(figures: CampaignFollowUp) -> str:
    """As in "+123 %", "−100 %"; a dash without a cost."""
    if figures.gain is None:
        return words.NOTHING
    return ("+" if figures.gain > 0 else "") + words.percent(figures.gain, Decimal(100))


def of(campaign: Campaign, *, reader: User, now: datetime) -> CampaignPage:
    """The page for this reader: of the leads in his reach, with money where those are all."""
    answers_for_it = Campaign.objects.reportable_to(reader).filter(pk=campaign.pk).exists()
    inquiries = Question(now, reader=reader, campaign=campaign).inquiries
    figures = campaign_followup.campaign_follow_up([campaign], inquiries, now=now)[0]
    captured = Question(now, campaign=campaign).inquiries.count()
    limit = campaign.segment.first_touch_in_words
    beside = campaign_days.beside(inquiries, now=now)
    return CampaignPage(
        now=now,
        figures=figures,
        is_whole=answers_for_it and captured == figures.captured,
        may_assign=not sees_own_only(reader),
        limit=limit,
        funnel=funnel(figures, beside, limit=limit),
        red_lists=red_lists(figures, beside, inquiries, now=now),
        reps=rep_lines(figures, inquiries, reader=reader, now=now),
        days=campaign_days.lines(figures, inquiries, now=now) if campaign.is_event else [],
        beside=beside,
        policy=policy_at(now),
    )


def funnel(figures: CampaignFollowUp, beside: dict[str, int], *, limit: str) -> list[Bar]:
    """What became of the inquiries, each step of all."""
    steps = [
        (_("Complete record"), InquiryState.COMPLETE),
        (_("With a rep, same day"), InquiryState.SAME_DAY),
        (_("Touched"), InquiryState.TOUCHED),
        (_("Touched within %(limit)s") % {"limit": limit}, InquiryState.IN_TIME),
        (_("Followed up"), InquiryState.FOLLOWED_UP),
        (_("Talked"), InquiryState.TWO_WAY),
        (_("Won"), InquiryState.WON),
    ]
    bars = [
        Bar(label, count_of(state, figures, beside), leads_url(figures, inquiry=str(state)))
        for label, state in steps
    ]
    return [Bar(_("Captured"), figures.captured, leads_url(figures)), *bars]


def count_of(state: str, figures: CampaignFollowUp, beside: dict[str, int]) -> int:
    """The campaign's number, wherever it was counted."""
    count: int = beside[state] if state in beside else getattr(figures, state)
    return count


RED_LISTS = (
    (gettext_lazy("not touched"), "overdue", InquiryState.WAITING),
    (gettext_lazy("no owner"), "overdue", InquiryState.UNASSIGNED),
    (gettext_lazy("no next step"), "none", InquiryState.UNPLANNED),
    (gettext_lazy("not sent as promised"), "overdue", InquiryState.PROMISE_OPEN),
)


def red_lists(
    figures: CampaignFollowUp,
    beside: dict[str, int],
    inquiries: InquiryQuerySet,
    *,
    now: datetime,
) -> list[RedList]:
    """Who waits for a first touch, for an owner, for a next step, for what was promised."""
    lists = []
    for title, sign, state in RED_LISTS:
        count = count_of(state, figures, beside)
        waiting = inquiries.filter(that_are(state, now=now)) if count else inquiries.none()
        url = leads_url(figures, inquiry=str(state))
        lists.append(RedList(title, sign, count, url, red_rows(waiting, now=now)))
    return lists


def red_rows(inquiries: InquiryQuerySet, *, now: datetime) -> list[RedRow]:
    """The oldest of them."""
    rows = inquiries.order_by("received_at", "pk").values_list(
        "lead_id",
        F("lead__organisation"),
        F("contact__name"),
        F("lead__owner__name"),
        "request",
        "received_at",
    )
    return [
        RedRow(
            lead_id,
            organisation or person or _("Name not known"),
            owner or "",
            asked_for,
            received_at,
            words.age_in_words(now - received_at),
        )
        for lead_id, organisation, person, owner, asked_for, received_at in rows[:SHOWN]
    ]


def rep_lines(
    figures: CampaignFollowUp, inquiries: InquiryQuerySet, *, reader: User, now: datetime
) -> list[RepLine]:
    """A reader who sees but his own leads needs no filter by owner, and has none."""
    own = sees_own_only(reader)
    return [
        RepLine(row, leads_url(figures, **({} if own else {"owner": row.rep_id or "none"})))
        for row in campaign_followup.by_rep(inquiries, now=now)
    ]


def sees_own_only(reader: User) -> bool:
    return not (reader.is_admin or reader.is_manager or reader.is_event_manager)
