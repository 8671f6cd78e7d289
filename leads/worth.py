"""What a lead cost, and what it is likely to bring. Money is in the campaign's currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, Q

from campaigns.models import Campaign
from leads.models import Disposition, Inquiry, Lead
from leads.models.lead import LeadQuerySet

LEADS = Count("lead", distinct=True)  # of inquiries: a lead that asked twice cost once
FEWEST_CLOSED = 20  # closed leads from which a likely value is told; own
NEWEST_CLOSED = 500  # closed leads that it is told from at most; own


def cost_per_lead(cost: Decimal | None, leads: int) -> Decimal | None:
    """A campaign's cost over the leads that asked through it; None without either."""
    return cost / leads if cost is not None and leads else None


def cost_of_a_lead(campaign: Campaign) -> Decimal | None:
    """What each lead of the campaign has cost so far, as its follow-up report says it."""
    if campaign.cost is None:
        return None
    inquiries = Inquiry.objects.counted().filter(campaign=campaign)
    return cost_per_lead(campaign.cost, inquiries.aggregate(leads=LEADS)["leads"])


@dataclass(frozen=True)
class Expected:
    """The likely value of an open lead: the average won value times the share that is won."""

    average: Decimal
    won: int
    closed: int
    of_campaign: bool

    @property
    def value(self) -> Decimal:
        """In whole units: it is an expectation."""
        return (self.average * self.won / self.closed).quantize(Decimal(1))


def expected_of(campaign: Campaign) -> Expected | None:
    """By the campaign's own closed leads; where these are too few, by all in its currency.

    None while fewer than 20 are closed, or nothing of known value was won.
    """
    for of_campaign, leads in (
        (True, Lead.objects.filter(campaign=campaign)),
        (False, Lead.objects.filter(campaign__currency=campaign.currency)),
    ):
        average, won, closed = outcome_of(leads)
        if closed >= FEWEST_CLOSED:
            return Expected(average, won, closed, of_campaign) if average else None
    return None


def outcome_of(leads: LeadQuerySet) -> tuple[Decimal | None, int, int]:
    """The average won value, the won and the closed, of those closed last; no duplicates."""
    closed = leads.closed().exclude(disposition=Disposition.DUPLICATE)
    won = Q(disposition=Disposition.WON)
    newest = closed.order_by("-closed_at", "-pk")[:NEWEST_CLOSED]
    figures = newest.aggregate(
        average=Avg("value", filter=won), won=Count("pk", filter=won), closed=Count("pk")
    )
    return figures["average"], figures["won"], figures["closed"]
