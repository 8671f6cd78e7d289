"""The follow-up of one small show, with numbers a reader can check in the head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from campaigns.models import Campaign
from campaigns.tests.factories import make_event
from followups import operations
from followups.models import Channel, Outcome
from followups.next_step import Close, Due, TouchOn
from followups.tests.factories import make_lead, make_touch, person_of
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import (
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.models import Lead

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def on(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def touch(lead: Lead, *, at: datetime, then: Any, outcome: str = Outcome.TALKED) -> None:
    lead.refresh_from_db()
    operations.log_unplanned_touch(
        lead=lead, contact=person_of(lead), channel=Channel.CALL, outcome=outcome, key=uuid4(),
        by=lead.owner, at=at, then=then,
    )  # fmt: skip


@dataclass
class Fair:
    """Six inquiries of a show in Berlin, 3 to 5 November 2026, as of the 10th."""

    campaign: Campaign
    eva: User
    team: Team
    mona: User
    ana: User
    ben: User
    talked: Lead  # Tuesday, Ana at once; talked 4 h later; call on the 20th
    late: Lead  # Tuesday 22:30 there, Ana on Wednesday 00:30 there; tried on Thursday; overdue
    planned: Lead  # Wednesday, Ben at once; a call on the 12th
    forgotten: Lead  # Wednesday, Ben at once; nothing
    nobodys: Lead  # Thursday, nobody
    won: Lead  # Thursday, Ana at once; won within the hour, 3,000


def make_fair() -> Fair:
    team = make_team(time_zone="Europe/Berlin")
    eva, mona = make_event_manager(name="Eva"), make_manager(of=team, name="Mona")
    ana, ben = make_rep(name="Ana", team=team), make_rep(name="Ben", team=team)
    fair = make_event(
        name="Fair Berlin", code="FAIR", time_zone=BERLIN, cost=Decimal(1000), owner=eva,
        team=make_team(),  # without reps: what nobody is given waits
    )  # fmt: skip
    talked = make_lead(at=on(3, 10), campaign=fair, owner=ana)
    touch(talked, at=on(3, 14), then=TouchOn(Due(on(20))))
    late = make_lead(at=on(3, 21, 30), campaign=fair)
    operations.assign_lead(lead=late, rep=ana, by=mona, at=on(3, 23, 30))
    touch(late, at=on(5), then=TouchOn(Due(on(6))), outcome=Outcome.NO_ANSWER)
    planned = make_lead(at=on(4, 10), campaign=fair, owner=ben)
    make_touch(lead=planned, due_at=on(12), at=on(4, 11))
    forgotten = make_lead(at=on(4, 11), campaign=fair, owner=ben)
    nobodys = make_lead(at=on(5, 12), campaign=fair)
    won = make_lead(at=on(5, 13), campaign=fair, owner=ana)
    touch(won, at=on(5, 14), then=Close("won"))
    Lead.objects.filter(pk=won.pk).update(value=3000)
    return Fair(
        fair, eva, team, mona, ana, ben, talked, late, planned, forgotten, nobodys, won
    )  # fmt: skip


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
