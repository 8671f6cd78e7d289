"""One week of a small team, with numbers a reader can check in the head.

Friday 6 November 2026, 15:00. Ana and Ben work in North:

    Ana  A1  new, called on time on Tuesday, next call on Monday
         A2  new, nothing scheduled
         A3  asked on 12 October, a call due on 30 October was never made
    Ben  B1  new, a call due on Thursday was not made
         B2  asked on 1 September, called on the 2nd; the next call, due on the 10th, never made
         B3  new, called a day early, won
    --   W   asked on Thursday, waits for an owner
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign
from followups.next_step import Close, Due, TouchOn
from followups.tests.factories import log, make_lead, make_touch
from leadfollow.clock import Week
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead
from reports.retrospective import NUMBERS

WEEK = Week(2026, 45)
NOW = datetime(2026, 11, 6, 15, tzinfo=UTC)


def on(day: int, month: int = 11, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@dataclass(frozen=True)
class North:
    team: Team
    mona: User
    ana: User
    ben: User
    leads: dict[str, Lead]


def make_north() -> North:
    team = make_team(name="North", slug="north", time_zone="UTC")
    mona = make_manager(of=team, name="Mona")
    web = make_campaign(team=team, name="Web site")
    waiting = make_lead(campaign=web, at=on(5))  # before there is a rep who would be given it
    ana, ben = make_rep(name="Ana", team=team), make_rep(name="Ben", team=team)
    leads = {
        "A1": called(asked(web, ana, on(2)), due=on(3), at=on(3, hour=9), then=on(9)),
        "A2": asked(web, ana, on(3)),
        "A3": planned(asked(web, ana, on(12, 10)), due=on(30, 10), at=on(12, 10)),
        "B1": planned(asked(web, ben, on(28, 10)), due=on(5), at=on(28, 10)),
        "B2": called(asked(web, ben, on(1, 9)), due=on(2, 9), at=on(2, 9), then=on(10, 9)),
        "B3": won(asked(web, ben, on(2)), due=on(4), at=on(3)),
        "W": waiting,
    }
    for lead in leads.values():
        lead.refresh_from_db()
    return North(team, mona, ana, ben, leads)


def asked(campaign: Campaign, owner: User, at: datetime) -> Lead:
    return make_lead(campaign=campaign, owner=owner, at=at)


def planned(lead: Lead, *, due: datetime, at: datetime) -> Lead:
    make_touch(lead=lead, due_at=due, at=at)
    return lead


def called(lead: Lead, *, due: datetime, at: datetime, then: datetime) -> Lead:
    log(make_touch(lead=lead, due_at=due, at=lead.received_at), at=at, then=TouchOn(Due(then)))
    return lead


def won(lead: Lead, *, due: datetime, at: datetime) -> Lead:
    log(make_touch(lead=lead, due_at=due, at=lead.received_at), at=at, then=Close("won"))
    return lead


def numbers(row: Any) -> dict[str, int]:
    """A row's numbers that are not zero."""
    return {name: getattr(row, name) for name in NUMBERS if getattr(row, name)}
