"""Three events and the standing sources: what they cost, how many ask, how well it is followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from campaigns.models import Campaign, Segment
from leadfollow import clock
from leadfollow.clock import Week
from leadfollow.people.demonstration import SOURCE
from leadfollow.people.models import Team, User
from reports.demo.cast import NORTH_ZONE, SOUTH_ZONE, Cast


@dataclass(frozen=True)
class Origin:
    """A campaign in the play: how many leads it brings and what share of them is forgotten."""

    campaign: Campaign
    leads: int
    forgotten: float


def make_origins(cast: Cast, *, at: datetime) -> dict[str, Origin]:
    """The campaigns by code, events with dates relative to today, standing sources with a team."""
    today = clock.today(cast.north.time_zone, at)
    week = Week.of(today)
    before = week.previous
    first = week.first_on - timedelta(weeks=9)
    last_day = last_weekday_before(today)
    events = cast.people["events"]
    return {
        "EXPO": Origin(
            event("EXPO", "Expo Hannover", (first, 1, 3), "Hannover, hall 4", NORTH_ZONE, 18400,
                  events, cast.north), 74, 0.19,
        ),
        "FORUM": Origin(
            event("FORUM", "Forum Lisboa", (before.first_on, 1, 2), "Lisbon, Parque das Nações",
                  SOUTH_ZONE, 9600, events, cast.south), 60, 0.5,
        ),
        "BASEL": Origin(
            event("BASEL", "Fair Basel", (last_day - timedelta(days=1), 0, 1), "Basel, hall 1.1",
                  "Europe/Zurich", 14250, events, None), 42, 0.1,
        ),
        "WEB": Origin(standing("WEB", cast.north), 86, 0.15),
        "INBOUND": Origin(standing("INBOUND", cast.south), 42, 0.12),
        "REFERRAL": Origin(standing("REFERRAL", cast.south), 44, 0.12),
        "PROSPECTING": Origin(standing("PROSPECTING", cast.north), 24, 0.1),
        "PARTNER": Origin(partner_list(cast.north), 28, 0.15),
    }


def event(
    code: str, name: str, days: tuple[date, int, int], place: str, zone: str, cost: int,
    owner: User, team: Team | None,
) -> Campaign:
    """`days` are a day, and the first and last day of the event counted from it."""
    start, first, last = days
    return Campaign.objects.create(
        code=code, name=name, kind=Campaign.Kind.EVENT, segment=Segment.objects.get(slug="event"),
        starts_on=start + timedelta(days=first), ends_on=start + timedelta(days=last),
        place=place, time_zone=zone, cost=Decimal(cost), owner=owner, team=team,
        external_source=SOURCE, external_id=code,
    )


def standing(code: str, team: Team) -> Campaign:
    """A shipped source, with the team that receives its leads."""
    campaign = Campaign.objects.get(code=code)
    campaign.team, campaign.time_zone = team, team.time_zone
    campaign.save(update_fields=["team", "time_zone"])
    return campaign


def partner_list(team: Team) -> Campaign:
    """A new source whose segment has no cadence yet: its leads wait for somebody's plan."""
    segment = Segment.objects.create(name="Partner", slug="partner")
    return Campaign.objects.create(
        code="PARTNER", name="Dealers' list", segment=segment, team=team,
        time_zone=team.time_zone, cost=Decimal(2300), external_source=SOURCE,
        external_id="PARTNER", note="Addresses that our dealers pass on, once a fortnight.",
    )


def last_weekday_before(day: date) -> date:
    """Yesterday, or the Friday before it."""
    day -= timedelta(days=1)
    while day.isoweekday() > 5:
        day -= timedelta(days=1)
    return day
