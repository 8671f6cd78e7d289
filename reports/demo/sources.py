"""Three events and the standing sources: what they cost, how many ask, how well it is followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from campaigns.lead_form.asks import default_asks
from campaigns.lead_form.making import save_form
from campaigns.models import Campaign, Segment
from leadfollow import clock
from leadfollow.clock import Week
from leadfollow.people.demonstration import SOURCE
from leadfollow.people.models import Team
from reports.demo.cast import NORTH_ZONE, SOUTH_ZONE, Cast


@dataclass(frozen=True)
class Origin:
    """A campaign in the play: how many leads it brings and what share of them is forgotten."""

    campaign: Campaign
    leads: int
    forgotten: float


LEADS = {  # code -> leads, and the share of them that a rep of middling habits forgets
    "EXPO": (74, 0.22),
    "FORUM": (60, 0.8),
    "BASEL": (42, 0.1),
    "WEB": (86, 0.15),
    "INBOUND": (42, 0.12),
    "REFERRAL": (44, 0.12),
    "PROSPECTING": (24, 0.1),
    "PARTNER": (27, 0.15),
}


def make_origins(cast: Cast, *, at: datetime) -> dict[str, Origin]:
    """The campaigns by code: events on days relative to today, standing sources with a team."""
    week = Week.of(clock.today(cast.north.time_zone, at))
    two_months_ago = week.first_on - timedelta(weeks=9)
    last_weekday = last_weekday_before(clock.today(cast.north.time_zone, at))
    hannover = {"place": "Hannover, hall 4", "time_zone": NORTH_ZONE, "cost": Decimal(18400)}
    lisbon = {"place": "Lisbon, hall 2", "time_zone": SOUTH_ZONE, "cost": Decimal(9600)}
    basel = {"place": "Basel, hall 1.1", "time_zone": "Europe/Zurich", "cost": Decimal(14250)}
    start = two_months_ago + timedelta(days=1)
    make_event("EXPO", "Expo Hannover", start, 3, cast, team=cast.north, **hannover)
    start = week.previous.first_on + timedelta(days=1)
    make_event("FORUM", "Forum Lisboa", start, 2, cast, team=cast.south, **lisbon)
    start = last_weekday - timedelta(days=1)
    fair = make_event("BASEL", "Fair Basel", start, 2, cast, team=None, **basel)
    events = cast.people["events"]
    save_form(campaign=fair, asks=default_asks(fair, language="de"), hosts=(), by=events, at=at)
    make_partner_list(cast.south)
    for code in ("WEB", "PROSPECTING"):
        receive(code, cast.north)
    for code in ("INBOUND", "REFERRAL"):
        receive(code, cast.south)
    campaigns = Campaign.objects.select_related("segment", "team", "owner").in_bulk(
        LEADS, field_name="code"
    )
    return {code: Origin(campaigns[code], *LEADS[code]) for code in LEADS}


def make_event(
    code: str, name: str, starts_on: date, days: int, cast: Cast, **fields: Any
) -> Campaign:
    """An event of the event manager's, with place, cost and the team that receives its leads."""
    return Campaign.objects.create(
        code=code,
        name=name,
        kind=Campaign.Kind.EVENT,
        owner=cast.people["events"],
        segment=Segment.objects.get(slug="event"),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days - 1),
        external_source=SOURCE,
        external_id=code,
        **fields,
    )


def make_partner_list(team: Team) -> Campaign:
    """A new source whose segment has no cadence yet: its leads wait for somebody's plan."""
    return Campaign.objects.create(
        code="PARTNER",
        name="Dealers' list",
        team=team,
        time_zone=team.time_zone,
        segment=Segment.objects.create(name="Partner", slug="partner"),
        cost=Decimal(2300),
        note="Addresses that our dealers pass on, once a fortnight.",
        external_source=SOURCE,
        external_id="PARTNER",
    )


def receive(code: str, team: Team) -> None:
    """The team receives the leads of a shipped source."""
    Campaign.objects.filter(code=code).update(team=team, time_zone=team.time_zone)


def last_weekday_before(day: date) -> date:
    """Yesterday, or the Friday before it."""
    day -= timedelta(days=1)
    while day.isoweekday() > 5:
        day -= timedelta(days=1)
    return day
