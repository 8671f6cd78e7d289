"""What a report is asked, and how it answers: the same for the page and the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from campaigns.models import Campaign, CampaignQuerySet
from followups.in_force import InForce, policy_at
from leadfollow.clock import Week
from leadfollow.people.models import Team, User, current
from leadfollow.words import Said
from leads.models import Inquiry, Lead
from leads.models.inquiry import InquiryQuerySet
from leads.models.lead import LeadQuerySet


@dataclass(frozen=True)
class Question:
    """As of when, and about whose leads. Without a reader (the command) about everybody's.

    `first` and `count` cut the rows that a page shows; totals are always of all.
    """

    now: datetime
    reader: User | None = None
    campaign: Campaign | None = None
    team: Team | None = None
    rep: User | None = None
    week: Week | None = None
    part: str = ""
    without_late: bool = False
    first: int = 0
    count: int | None = None

    @property
    def window(self) -> slice:
        return slice(self.first, None if self.count is None else self.first + self.count)

    @cached_property
    def zone(self) -> tzinfo:
        """Whose days and weeks count: the team's, else the organisation's."""
        return self.team.time_zone if self.team else current().time_zone

    @property
    def policy(self) -> InForce:
        """The version of the follow-up policy of that moment; of a week that is past, of its end:
        a change of it judges no week that is past."""
        ends_at = self.week.ends_at(self.zone) if self.week else self.now
        return policy_at(min(self.now, ends_at))

    @property
    def sees_all(self) -> bool:
        return self.reader is None or self.reader.is_admin

    @property
    def leads(self) -> LeadQuerySet:
        """The leads asked about, as far as the reader may see them."""
        leads = Lead.objects.all()
        if self.reader and not self.sees_all:
            leads = leads.visible_to(self.reader)
        if self.campaign:
            leads = leads.filter(campaign=self.campaign)
        return self.narrowed(leads)

    def narrowed(self, leads: LeadQuerySet) -> LeadQuerySet:
        """Those of the team and of the rep asked about."""
        if self.team:
            leads = leads.of_team(self.team)
        return leads.owned_by(self.rep) if self.rep else leads

    @property
    def inquiries(self) -> InquiryQuerySet:
        """The inquiries asked about: a further one belongs to its own campaign."""
        inquiries = Inquiry.objects.counted()
        if self.reader and not self.sees_all:
            inquiries = inquiries.visible_to(self.reader)
        if self.campaign:
            inquiries = inquiries.filter(campaign=self.campaign)
        if self.team or self.rep:
            inquiries = inquiries.filter(lead__in=self.narrowed(Lead.objects.all()))
        return inquiries

    @property
    def campaigns(self) -> CampaignQuerySet:
        campaigns = Campaign.objects.all()
        if self.reader:
            campaigns = campaigns.visible_to(self.reader)
        return campaigns.filter(pk=self.campaign.pk) if self.campaign else campaigns


@dataclass(frozen=True)
class Answer:
    """The rows of a report, frozen dataclasses, and what is said of all of them."""

    rows: Sequence[Any]
    totals: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"rows": [asdict(row) for row in self.rows], "totals": self.totals}


@dataclass(frozen=True)
class Column:
    """One column of a report's table: the row's attribute, its head, and where a cell leads.

    What a number opens is narrowed as the report was. `meaning` is the page on which the word of
    the head is defined.
    """

    name: str
    label: Said
    url: Callable[[Any, Question], str] | None = None
    meaning: str = ""


@dataclass(frozen=True)
class Report:
    """One question that may be asked: its name, what it takes, and who answers."""

    name: str
    title: Said
    tells: Said
    takes: frozenset[str]
    answer: Callable[[Question], Answer]
    columns: tuple[Column, ...] = ()
    page: str = ""  # the URL name of a page of its own
    labels: dict[str, Said] = field(default_factory=dict)  # of the totals
