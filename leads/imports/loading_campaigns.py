"""Rows of campaigns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from leadfollow.people.models import Team, current
from leads.imports.fields import LABELS
from leads.imports.lines import ALREADY_THERE, Line
from leads.imports.loaded import Loaded
from leads.imports.terms import Terms


class CampaignsLoader:
    """What the row says it is, else an event where there are dates; two of one name stay two by
    their ids."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.teams = {team.name.casefold(): team for team in Team.objects.in_use()}

    def load(self, lines: Collection[Line]) -> Loaded:
        """Give each line its fate."""
        for line in lines:
            if known_as(line, self.terms):
                line.add(ALREADY_THERE)
            elif campaign := campaign_of(line, self.terms, self.teams):
                self.terms.campaigns.bring(campaign)
                line.create()
        return Loaded()


def known_as(line: Line, terms: Terms) -> bool:
    """By its id, else by its code, else by its name."""
    external_id, code = line.values.get("external_id", ""), line.values.get("code", "")
    if external_id:
        return terms.campaigns.has_own(external_id, terms.source)
    if code:
        return code.casefold() in terms.campaigns.codes
    return bool(terms.campaigns.named(line.values.get("name", "")))


def campaign_of(line: Line, terms: Terms, teams: dict[str, Team]) -> Campaign | None:
    """The campaign that the row describes; None, and the line is rejected, where it has no name."""
    values = line.values
    name = values.get("name") or values.get("code", "")
    if not name:
        line.reject(_("It has no name"))
        return None
    starts_on, ends_on = days_of(line)
    kind = kind_of(line, starts_on)
    external_id = values.get("external_id", "")
    owner = terms.people.find(values.get("owner", "")) if values.get("owner") else terms.owner
    if values.get("owner") and not owner:
        line.doubt(
            _("Owner"), values["owner"], _("is nobody known here"), guessed=terms.mapping.guessed
        )
    told = {"name": name.replace("\n", " "), "place": values.get("place", "")}
    campaign = Campaign(
        **line.fitting(Campaign, told),
        code=terms.campaigns.free_code(values.get("code") or name),
        kind=kind,
        segment=terms.segments.find(values.get("segment", "")) or default_segment(kind, terms),
        starts_on=starts_on,
        ends_on=ends_on,
        time_zone=values.get("time_zone") or current().time_zone,
        currency=current().currency,
        cost=cost_of(line),
        owner=owner,
        team=receiver(line, terms, teams),
        external_source=terms.source if external_id else "",
        external_id=external_id,
    )
    return campaign if line.is_open else None


def kind_of(line: Line, starts_on: date | None) -> str:
    """An event needs its days: without them it is a standing source, with a warning."""
    said = line.values.get("kind")
    if said == Campaign.Kind.EVENT and not starts_on:
        line.warn(LABELS["kind"], "event", _("has no dates: taken as a standing source"))
        return Campaign.Kind.STANDING
    return said or (Campaign.Kind.EVENT if starts_on else Campaign.Kind.STANDING)


def receiver(line: Line, terms: Terms, teams: dict[str, Team]) -> Team | None:
    """The team that the row names; an unknown one is a warning."""
    name = line.values.get("team", "")
    if name and name.casefold() not in teams:
        line.warn(_("Team"), name, _("is no team here"))
    return teams.get(name.casefold()) or team_of(terms)


def days_of(line: Line) -> tuple[date | None, date | None]:
    """First and last day; one of them is both."""
    starts_on, ends_on = line.values.get("starts_on"), line.values.get("ends_on")
    starts_on = starts_on or ends_on
    ends_on = ends_on or starts_on
    if starts_on and ends_on and ends_on < starts_on:
        line.warn(_("Ends"), ends_on, _("is before it starts: taken as one day"))
        ends_on = starts_on
    return starts_on, ends_on


def cost_of(line: Line) -> Any:
    cost = line.values.get("cost")
    if cost is not None and cost < 0:
        line.warn(_("Cost"), cost, _("is below zero and left out"))
        return None
    return cost


def default_segment(kind: str, terms: Terms) -> Any:
    event = terms.segments.find("event") if kind == Campaign.Kind.EVENT else None
    return event or terms.campaigns.no_source.segment


def team_of(terms: Terms) -> Team | None:
    """A manager who leads one team brings in that team's campaigns."""
    teams = list(terms.by.teams_led.in_use()[:2]) if terms.by and not terms.by.is_admin else []
    return teams[0] if len(teams) == 1 else None
