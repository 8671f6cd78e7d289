"""What came due in a week, and what became of it: law 6."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import Touch
from followups.next_step import Close, Due
from followups.tests import story
from followups.tests.factories import log, make_lead, make_owned_lead, make_touch, person_of
from leadfollow.clock import Week
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Lead
from reports.ledger import Ledger, LedgerRow, came_due, ledger, ledgers

pytestmark = pytest.mark.django_db

WEEK = Week(2026, 45)  # Monday 2 to Sunday 8 November
AFTER = datetime(2026, 12, 1, tzinfo=UTC)
NUMBERS = ("came_due", "on_time", "late", "not_made", "moved", "cancelled")


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def numbers(row: LedgerRow) -> tuple[int, ...]:
    return tuple(getattr(row, name) for name in NUMBERS)


def row_of(name: str, its: Ledger) -> tuple[int, ...]:
    """The numbers of a rep by name, or of nobody."""
    return next(numbers(row) for row in its.rows if (row.rep.name if row.rep else "nobody") == name)


def test_tells_the_story() -> None:
    lead, _ana, _ben = story.tell()

    week = ledger(lead.campaign.team, WEEK, now=story.wednesday(11))

    assert row_of("Ana", week) == (2, 0, 1, 0, 1, 0)
    assert row_of("Ben", week) == (1, 1, 0, 0, 0, 0)
    assert row_of("nobody", week) == (0, 0, 0, 0, 0, 0)
    assert numbers(week.total) == (3, 1, 1, 0, 1, 0)


def test_a_reps_own_ledger_is_his_row() -> None:
    _lead, ana, _ben = story.tell()

    week = ledger(ana, WEEK, now=story.wednesday(11))

    assert [numbers(row) for row in week.rows] == [(2, 0, 1, 0, 1, 0)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(at(3, 11), (0, 0, 0, 0, 0, 0), id="before it is due it is not in the ledger"),
        pytest.param(at(3, 12), (1, 0, 0, 1, 0, 0), id="at the moment it is due it is not made"),
        pytest.param(at(4, 11), (1, 0, 0, 1, 0, 0), id="before it was made it was not made"),
        pytest.param(at(4, 12), (1, 0, 1, 0, 0, 0), id="from when it was made it is late"),
    ],
)
def test_is_judged_as_of_the_moment(now: datetime, expected: tuple[int, ...]) -> None:
    touch = make_touch(due_at=at(3, 12), at=at(2))
    log(touch, at=at(4, 12))

    week = ledger(touch.lead.owner, WEEK, now=now)

    assert numbers(week.total) == expected


def test_on_time_includes_the_very_moment() -> None:
    touch = make_touch(due_at=at(3), at=at(2))
    log(touch, at=at(3))

    assert numbers(ledger(touch.lead.owner, WEEK, now=at(3)).total) == (1, 1, 0, 0, 0, 0)


def test_weeks_that_do_not_follow_one_another_are_refused():
    with pytest.raises(AssertionError, match="A week is missing"):
        ledgers(make_team(), [WEEK, WEEK.next.next], now=AFTER)


def test_what_is_due_on_a_day_belongs_to_the_week_of_that_day() -> None:
    """The end of Sunday is Monday's first moment, and in Honolulu it is Monday 10:00 here."""
    lead = make_owned_lead(owner=make_rep(team=make_team(time_zone="UTC")), at=at(2))
    due = Due.on_day(date(2026, 11, 8), ZoneInfo("Pacific/Honolulu"))
    operations.schedule_touch(
        lead=lead, contact=person_of(lead), channel="call", due=due, by=None, at=at(2)
    )

    this, following = ledgers(lead.owner, [WEEK, WEEK.next], now=AFTER)

    assert (this.total.came_due, following.total.came_due) == (1, 0)
    assert ledger(lead.owner, WEEK, now=due.at - timedelta(seconds=1)).total.came_due == 0


@pytest.mark.parametrize(
    ("zone", "came"),
    [pytest.param("UTC", 1, id="Sunday"), pytest.param("Asia/Tokyo", 0, id="Monday there")],
)
def test_the_week_is_the_teams(zone: str, came: int) -> None:
    rep = make_rep(team=make_team(time_zone=zone))
    make_touch(lead=make_owned_lead(owner=rep, at=at(2)), due_at=at(8, 20), at=at(2))

    assert ledger(rep, WEEK, now=AFTER).total.came_due == came


def test_closing_a_lead_does_not_delete_the_debt() -> None:
    lead = make_owned_lead(at=at(2))
    make_touch(lead=lead, due_at=at(3), at=at(2))
    operations.close_lead(lead=lead, disposition="no_response", by=None, at=at(4))

    assert numbers(ledger(lead.owner, WEEK, now=AFTER).total) == (1, 0, 0, 0, 0, 1)


def test_moving_it_does_not_delete_the_debt() -> None:
    touch = make_touch(due_at=at(3), at=at(2))
    operations.move_touch(touch=touch, due=Due(at(20)), by=None, at=at(4))

    assert numbers(ledger(touch.lead.owner, WEEK, now=AFTER).total) == (1, 0, 0, 0, 1, 0)


def test_handing_over_leaves_what_was_called_off_with_the_one_who_did_it() -> None:
    """Ana moves Thursday's touch on Tuesday and gives the lead to Ben on Wednesday."""
    ana = make_rep(name="Ana", team=make_team())
    touch = make_touch(lead=make_owned_lead(owner=ana, at=at(2)), due_at=at(5), at=at(2))
    operations.move_touch(touch=touch, due=Due(at(6)), by=ana, at=at(3))
    ben = make_rep(name="Ben", team=ana.team)
    operations.assign_lead(lead=touch.lead, rep=ben, by=None, at=at(4))

    week = ledger(ana.team, WEEK, now=AFTER)

    assert row_of("Ana", week) == (1, 0, 0, 0, 1, 0)
    assert row_of("Ben", week) == (1, 0, 0, 1, 0, 0)


def test_a_touch_that_came_due_while_nobody_owned_the_lead_is_its_first_owners() -> None:
    ana = make_rep(name="Ana", team=make_team())
    touch = make_touch(lead=make_owned_lead(owner=ana, at=at(2)), due_at=at(5), at=at(2))
    operations.release_lead(lead=touch.lead, by=None, at=at(3))

    assert row_of("Ana", ledger(ana.team, WEEK, now=AFTER)) == (1, 0, 0, 1, 0, 0)


def test_a_touch_of_a_lead_that_never_had_an_owner_is_nobodys() -> None:
    team, other = make_team(), make_team()
    make_touch(lead=make_lead(campaign=make_campaign(team=team), at=at(2)), due_at=at(5), at=at(2))

    assert row_of("nobody", ledger(team, WEEK, now=AFTER)) == (1, 0, 0, 1, 0, 0)
    assert ledger(other, WEEK, now=AFTER).total.came_due == 0


def test_another_teams_touches_stay_with_it() -> None:
    """North's lead goes to South on Wednesday; North keeps what came due before."""
    north, south = make_rep(team=make_team()), make_rep(team=make_team())
    lead = make_owned_lead(owner=north, at=at(2))
    make_touch(lead=lead, due_at=at(3), at=at(2))
    make_touch(lead=lead, due_at=at(5), at=at(2))
    operations.assign_lead(lead=lead, rep=south, by=None, at=at(4))

    assert ledger(north.team, WEEK, now=AFTER).total.came_due == 1
    assert ledger(south.team, WEEK, now=AFTER).total.came_due == 1


def test_what_was_undone_counts_once_as_it_is_again() -> None:
    touch = make_touch(due_at=at(3), at=at(2))
    logged = log(touch, at=at(3, 9), then=Close("no_response", "Firm is gone"))
    operations.undo_touch(touch=logged, by=touch.lead.owner, at=at(3, 11))

    assert numbers(ledger(touch.lead.owner, WEEK, now=AFTER).total) == (1, 0, 0, 1, 0, 0)


def test_automatic_touches_are_left_out() -> None:
    touch = make_touch(due_at=at(3), at=at(2))
    Touch.objects.update(is_automatic=True)

    assert ledger(touch.lead.owner, WEEK, now=AFTER).total.came_due == 0


def test_every_number_has_its_rows() -> None:
    lead, ana, _ben = story.tell()

    touches = came_due(lead.campaign.team, WEEK, now=story.wednesday(11))

    assert sorted(touches.values_list("counts_for", "fate")) == sorted(
        [(ana.pk, "late"), (ana.pk, "moved"), (Lead.objects.get().owner_id, "on_time")]
    )
    assert came_due(ana, WEEK, now=story.wednesday(11), fate="late").get().due_at == (
        story.monday(10, 32)
    )


@pytest.mark.parametrize(("reps", "touches"), [(2, 1), (8, 5)])
def test_asks_twice_whatever_the_reps_and_touches(reps: int, touches: int) -> None:
    team = make_team()
    for _ in range(reps):
        lead = make_owned_lead(owner=make_rep(team=team), at=at(2))
        for _ in range(touches):
            make_touch(lead=lead, due_at=at(3), at=at(2))

    with CaptureQueriesContext(connection) as queries:
        weeks = ledgers(team, [WEEK.previous, WEEK], now=AFTER)

    assert len(queries) == 2
    assert weeks[-1].total.came_due == reps * touches
