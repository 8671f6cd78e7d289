"""Which rules fit a lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from followups.models import DistributionRule, Way
from leadfollow.once import forget as ask_again
from leadfollow.once import once
from leadfollow.people.models import Team
from leads.models import Inquiry, Lead, LeadContact, Territory

NAME = "distribution"


@dataclass(frozen=True)
class Asked:
    """What the conditions of rules look at in a lead: its campaign, for what it asks, where its
    primary contact lives."""

    lead_id: int
    campaign_id: int
    segment_id: int
    team_id: int | None
    products: frozenset[int] = frozenset()
    country: str = ""
    postal_code: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule as it is applied, whether it is kept or only tried; without a number it is the turn
    in the team that receives a campaign's leads."""

    pk: int | None = None
    position: int = 0
    segment_id: int | None = None
    campaign_id: int | None = None
    product_id: int | None = None
    territory: Territory | None = None
    team_id: int | None = None
    rep_ids: frozenset[int] = frozenset()
    way: str = Way.ROUND_ROBIN
    only_at_work: bool = False
    accept_within: int | None = None

    @classmethod
    def of(cls, row: DistributionRule, rep_ids: Iterable[int]) -> Rule:
        return cls(
            pk=row.pk,
            position=row.position,
            segment_id=row.segment_id,
            campaign_id=row.campaign_id,
            product_id=row.product_id,
            territory=row.territory,
            team_id=row.team_id,
            rep_ids=frozenset() if row.team_id else frozenset(rep_ids),
            way=row.way,
            only_at_work=row.only_at_work,
            accept_within=row.accept_within,
        )

    def fits(self, asked: Asked) -> bool:
        """Whether each condition that is set holds."""
        return (
            self.segment_id in (None, asked.segment_id)
            and self.campaign_id in (None, asked.campaign_id)
            and (self.product_id is None or self.product_id in asked.products)
            and (self.territory is None or self.territory.covers(asked.country, asked.postal_code))
        )


def rules_in_use() -> list[Rule]:
    """In their order; asked for once a request or task, in one query where there is none."""
    return once(NAME, rules_as_kept)


def forget() -> None:
    """They were changed: ask again."""
    ask_again(NAME)


def rules_as_kept() -> list[Rule]:
    rows = DistributionRule.objects.in_use().select_related("territory").prefetch_related("reps")
    return [Rule.of(row, [rep.pk for rep in row.reps.all()]) for row in rows]


def rules_for(asked: Asked, rules: Iterable[Rule], otherwise: Team | None = None) -> list[Rule]:
    """Those that fit, in order; where none does, the turn in the campaign's team, else in the
    other one."""
    if fitting := [rule for rule in rules if rule.fits(asked)]:
        return fitting
    team_id = asked.team_id or (otherwise and otherwise.pk)
    return [Rule(team_id=team_id)] if team_id else []


def asked_about(leads: Collection[Lead], *, fully: bool) -> dict[int, Asked]:
    """Of leads with their campaigns; `fully` in two queries, else without product and place."""
    ids = [lead.pk for lead in leads] if fully else []
    products: dict[int, set[int]] = {}
    wanted = Inquiry.objects.counted().filter(lead__in=ids, product__isnull=False)
    for lead_id, product_id in wanted.values_list("lead", "product") if ids else ():
        products.setdefault(lead_id, set()).add(product_id or 0)
    primary = LeadContact.objects.filter(lead__in=ids, is_primary=True)
    homes = primary.values_list("lead", "contact__country", "contact__postal_code") if ids else ()
    home = {lead_id: (country, code) for lead_id, country, code in homes}
    return {
        lead.pk: Asked(
            lead.pk,
            lead.campaign_id,
            lead.campaign.segment_id,
            lead.campaign.team_id,
            frozenset(products.get(lead.pk, ())),
            *home.get(lead.pk, ("", "")),
        )
        for lead in leads
    }
