"""A team's week, rep by rep: the three questions in numbers."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from json import loads

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.tests.factories import log, make_lead, make_touch
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep, make_team
from reports.retrospective import retrospective
from reports.tests.north import NOW, WEEK, North, make_north, numbers, on

pytestmark = pytest.mark.django_db

ANA = {
    "new_leads": 2, "new_without_next_step": 1, "open_leads": 3, "without_next_step": 1,
    "overdue": 1, "came_due": 1, "on_time": 1, "older": 1, "followed_up": 1, "inquiries": 3,
}  # fmt: skip
BEN = {
    "new_leads": 2, "open_leads": 2, "overdue": 2, "silent": 1, "silent_longer": 1, "came_due": 2,
    "on_time": 1, "not_made": 1, "older": 1, "followed_up": 1, "inquiries": 3,
}  # fmt: skip
NOBODY = {"open_leads": 1, "inquiries": 1}


@pytest.fixture
def north() -> North:
    return make_north()


def test_a_row_for_each_rep_and_for_nobody(north):
    its = retrospective(north.team, WEEK, now=NOW)

    assert [(row.rep, numbers(row)) for row in its.rows] == [
        ("Ana", ANA), ("Ben", BEN), ("nobody", NOBODY),
    ]  # fmt: skip


def test_the_three_questions(north):
    its = retrospective(north.team, WEEK, now=NOW)

    total = its.total
    assert (total.new_leads_planned, total.new_without_next_step, total.new_leads) == (False, 1, 4)
    assert (total.all_planned, total.without_next_step, its.waiting) == (False, 1, 1)
    assert (total.all_made, total.due_and_not_made) == (False, 3)
    assert (total.level.followed_up, total.level.inquiries, total.level.percent) == (2, 7, 28)


def test_a_reps_own_week_is_his_row(north):
    its = retrospective(north.ben, WEEK, now=NOW)

    assert [(row.rep, numbers(row)) for row in its.rows] == [("Ben", BEN)]


def test_all_is_well_without_leads():
    rep = make_rep(team=make_team())

    its = retrospective(rep.team, WEEK, now=NOW)

    total = its.total
    assert (total.new_leads_planned, total.all_planned, total.all_made) == (True, True, True)
    assert [row.rep for row in its.rows] == [rep.name]
    assert total.level.percent is None


@pytest.mark.parametrize(
    ("at", "new"),
    [
        pytest.param(on(26, 10, hour=0), 1, id="Monday of the week before"),
        pytest.param(on(26, 10, hour=0) - timedelta(seconds=1), 0, id="the second before it"),
    ],
)
def test_new_leads_came_in_the_fourteen_days_to_the_weeks_end(at, new):
    rep = make_rep(team=make_team(time_zone="UTC"))
    make_lead(owner=rep, at=at)

    assert retrospective(rep, WEEK, now=NOW).total.new_leads == new


def test_a_lead_that_asks_again_counts_once():
    rep = make_rep(team=make_team(time_zone="UTC"))
    lead = make_lead(owner=rep, at=on(2))
    inquiry = lead.inquiries.get()
    inquiry.pk = None
    inquiry.save()

    assert retrospective(rep, WEEK, now=NOW).total.new_leads == 1


@pytest.mark.parametrize(
    ("planned_for", "silent"),
    [
        pytest.param(None, 1, id="nothing planned"),
        pytest.param(on(1), 1, id="what was planned is overdue"),
        pytest.param(on(20), 0, id="it has a date to wake up"),
    ],
)
def test_the_black_hole(planned_for, silent):
    rep = make_rep(team=make_team(time_zone="UTC"))
    lead = make_lead(owner=rep, at=on(1, 10))
    if planned_for:
        make_touch(lead=lead, due_at=planned_for, at=on(1, 10))

    total = retrospective(rep, WEEK, now=NOW).total

    assert (total.silent, total.silent_longer) == (silent, 0)


def test_a_rep_who_left_stays_as_long_as_there_is_something_to_show(north):
    make_rep(name="Carl", team=north.team)
    User.objects.filter(name__in=["Ana", "Carl"]).update(is_active=False)

    rows = retrospective(north.team, WEEK, now=NOW).rows

    assert [row.rep for row in rows] == ["Ana", "Ben", "nobody"]


def test_a_past_week_keeps_its_ledger_and_tells_the_rest_as_of_now(north):
    touch = north.leads["B1"].touches.scheduled().get()
    log(touch, at=on(12))

    its = retrospective(north.team, WEEK, now=on(12, hour=15))

    assert its.is_past
    assert not retrospective(north.team, WEEK, now=NOW).is_past
    assert (its.total.came_due, its.total.not_made, its.total.late) == (3, 0, 1)
    assert its.total.overdue == 3  # A1's call of the 9th is overdue by now, B1's is made


def test_shows_eight_weeks(north):
    its = retrospective(north.team, WEEK, now=NOW)

    assert [week.total.came_due for week in its.weeks] == [0, 0, 0, 0, 0, 0, 1, 3]


@pytest.mark.parametrize(("reps", "leads"), [(2, 1), (8, 4)])
def test_asks_eight_times_whatever_the_reps_and_rows(reps, leads):
    team = make_team()
    campaign = make_campaign(team=team)
    for _ in range(reps):
        rep = make_rep(team=team)
        for _ in range(leads):
            make_touch(lead=make_lead(owner=rep, campaign=campaign, at=on(2)), due_at=on(3))

    with CaptureQueriesContext(connection) as queries:
        its = retrospective(team, WEEK, now=NOW)

    assert len(queries) == 8
    assert its.total.not_made == reps * leads


def test_as_data_it_has_the_numbers_of_the_page(north):
    out = StringIO()
    how = {"team": "North", "week": "2026-W45", "at": NOW, "json": True}

    call_command("report", "retrospective", stdout=out, **how)

    told = loads(out.getvalue())
    its = retrospective(north.team, WEEK, now=NOW)
    assert [row["rep"] for row in told["rows"]] == ["Ana", "Ben", "nobody"]
    for name, number in numbers(its.total).items():
        assert told["totals"][name] == number
        assert sum(row[name] for row in told["rows"]) == number
    assert (told["totals"]["all_made"], told["totals"]["follow_up_level"]) == (False, 28)


def test_a_week_that_has_not_begun_is_refused_in_a_sentence():
    make_team()

    with pytest.raises(CommandError, match=r"^Week 2026-W46 has not begun yet\.$"):
        call_command("report", "retrospective", week="2026-W46", at=NOW)


def test_a_lead_handed_to_another_team_is_no_longer_counted(north):
    south = make_rep(team=make_team())
    operations.assign_lead(lead=north.leads["A2"], rep=south, by=None, at=on(4))

    assert retrospective(north.team, WEEK, now=NOW).total.without_next_step == 0
    assert retrospective(south.team, WEEK, now=NOW).total.without_next_step == 1
