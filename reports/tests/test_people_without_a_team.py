"""Whoever is in no team: an outside qualifier, and a rep who became something else. No report
fails of them, and none loses what they did."""

from __future__ import annotations

from io import StringIO
from json import loads
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from followups import operations
from followups.next_step import Due, TouchOn
from followups.operations.leaving import change_person
from followups.tests.factories import person_of
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_qualifier
from reports import activity
from reports.question import Question
from reports.retrospective import answer, retrospective
from reports.tests.north import NOW, WEEK, North, make_north, on

pytestmark = pytest.mark.django_db
ASKED = Question(NOW, week=WEEK)


@pytest.fixture
def north() -> North:
    return make_north()


@pytest.fixture
def ola(north: North) -> User:
    """She tried the lead that waits, and is in no team."""
    ola, lead = make_qualifier(name="Ola"), north.leads["W"]
    operations.give_to_qualifier(lead=lead, person=ola, by=north.mona, at=on(5, hour=11))
    operations.log_unplanned_touch(
        lead=lead, contact=person_of(lead), channel="call", outcome="no_answer",
        direction="outbound", key=uuid4(), by=ola, at=on(5, hour=12),
        then=TouchOn(Due(on(6, hour=12))),
    )  # fmt: skip
    return ola


@pytest.fixture
def ben(north: North) -> User:
    """He manages events from Friday noon on, and is in no team; Ana has his leads."""
    change_person(
        user=north.ben, changes={"is_rep": False, "is_event_manager": True, "team": None},
        leads_teams=[], to=north.ana, by=make_admin(), at=on(6, hour=12),
    )  # fmt: skip
    return User.objects.get(pk=north.ben.pk)


def made(question: Question) -> dict[str, int]:
    return {row.rep: row.touches for row in activity.answer(question).rows}


def test_activity_keeps_who_is_in_no_team(north: North, ola: User, ben: User) -> None:
    assert made(ASKED) == {"Ana": 1, "Ben": 1, "Ola": 1}
    assert made(Question(NOW, week=WEEK, rep=ola)) == {"Ola": 1}
    assert made(Question(NOW, week=WEEK, rep=ben)) == {"Ben": 1}
    assert made(Question(NOW, week=WEEK, team=north.team)) == {"Ana": 1}
    assert made(Question(NOW, week=WEEK, reader=north.mona)) == {"Ana": 1, "Ola": 1}


def test_the_retrospective_of_all_keeps_a_rep_who_left_his_team(north: North, ben: User) -> None:
    """What came due while the leads were his is his, and is counted once."""
    before = retrospective(north.team, WEEK, now=NOW).total.came_due

    told = answer(ASKED)

    his = next(row for row in told.rows if row.rep == "Ben")
    assert (his.team, his.came_due, his.on_time, his.not_made) == ("", 2, 1, 1)
    assert told.totals["came_due"] == before + his.came_due == 3
    assert answer(Question(NOW, week=WEEK, rep=ben)).rows == [his]


def test_a_retrospective_of_somebody_without_a_team_is_told(north: North, ola: User) -> None:
    its = retrospective(ola, WEEK, now=NOW)
    assert (its.rows, its.total.came_due, its.waiting) == ((), 0, 0)

    out = StringIO()
    call_command("report", "retrospective", week="2026-W45", at=NOW, json=True, stdout=out)
    assert [row["rep"] for row in loads(out.getvalue())["rows"]] == ["Ana", "Ben", "nobody"]


def test_the_page_names_them_to_whoever_sees_their_leads(
    north: North, ola: User, client: Client
) -> None:
    for reader, sees in ((north.mona, True), (make_admin(), True), (make_manager(), False)):
        client.force_login(reader)
        shown = client.get("/reports/activity/", {"week": "2026-W45"})
        assert (shown.status_code, "Ola" in shown.content.decode()) == (200, sees)
