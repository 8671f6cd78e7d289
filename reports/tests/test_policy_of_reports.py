"""A report names the version of the follow-up policy that it goes by, and uses its numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from json import loads
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from followups import operations
from leadfollow import clock
from leadfollow.clock import Week
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager
from reports.question import Question
from reports.retrospective import retrospective
from reports.retrospective_asked import in_days
from reports.tests.north import NOW, WEEK, make_north

pytestmark = pytest.mark.django_db

NUMBERS = {"level_from": 90, "level_to": 95, "silent_days": 5, "cohort_days": 7}


def rule(by: User, at: datetime = NOW) -> None:
    operations.rule(numbers=NUMBERS, after=1, by=by, at=at)


def test_a_week_that_is_past_keeps_the_numbers_of_its_version() -> None:
    north = make_north()
    before = retrospective(north.team, WEEK.previous, now=NOW)

    rule(make_manager(), at=NOW - timedelta(hours=1))

    past = retrospective(north.team, WEEK.previous, now=NOW)
    assert (past.policy, past.rows) == (before.policy, before.rows)
    now = retrospective(north.team, WEEK, now=NOW)
    assert (now.policy.version, now.policy.numbers.band) == (2, (90, 95))


def test_as_of_a_moment_before_the_change_its_week_had_the_old_one() -> None:
    north = make_north()
    rule(make_manager(), at=NOW)

    its = retrospective(north.team, WEEK, now=NOW - timedelta(hours=1))

    assert its.policy.version == 1


def test_last_months_page_still_shows_its_version_and_its_numbers(client: Any) -> None:
    north, now = make_north(), clock.now()
    rule(make_manager(), at=now - timedelta(minutes=1))
    client.force_login(make_manager(of=north.team))
    this = Week.of(clock.today(north.team.time_zone, now))
    pages = [page_of(client, north.team.slug, week) for week in (this, WEEK)]

    assert ["policy v2" in pages[0], "healthy 90 to 95" in pages[0]] == [True, True]
    assert ["policy v1" in pages[1], "healthy 60 to 80" in pages[1]] == [True, True]
    assert ["Silent for 5 days" in page for page in pages] == [True, False]
    assert ["of the previous 7 days" in page for page in pages] == [True, False]
    assert ["of the previous two weeks" in page for page in pages] == [False, True]


def page_of(client: Any, team: str, week: Week) -> str:
    where = {"team": team, "year": week.year, "week": week.number}
    return client.get(reverse("reports:retrospective_week", kwargs=where)).content.decode()


@pytest.mark.parametrize(
    ("name", "args"), [("report", ["untouched"]), ("campaigns_followup", []), ("report", ["steps"])]
)
def test_every_page_of_reports_names_it(client: Any, name: str, args: list[str]) -> None:
    client.force_login(make_manager())

    page = client.get(reverse(f"reports:{name}", args=args)).content.decode()

    assert "policy v1" in page


def test_as_data_too() -> None:
    rule(make_manager(), at=NOW)
    told = []
    for week in (None, "2026-W44"):
        out = StringIO()
        call_command("report", "activity", stdout=out, at=NOW, week=week, json=True)
        told.append(loads(out.getvalue())["policy_version"])

    assert told == [2, 1]


def test_a_question_without_a_week_goes_by_its_moment() -> None:
    rule(make_manager(), at=NOW)

    asked = [Question(NOW - timedelta(seconds=1)), Question(NOW), Question(NOW, week=WEEK)]

    assert [question.policy.version for question in asked] == [1, 2, 2]


@pytest.mark.parametrize(("days", "said"), [(14, "two weeks"), (1, "day"), (10, "10 days")])
def test_days_in_words(days: int, said: str) -> None:
    assert in_days(days) == said
