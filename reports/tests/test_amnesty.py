"""An amnesty in the retrospective: a line of its own, and no debt less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from followups.models import Touch
from followups.next_step import Due
from followups.operations import write_off_touch
from reports import operations
from reports.retrospective import retrospective
from reports.tests.north import NOW, WEEK, North, make_north
from reports.tests.test_holding_a_retrospective import address

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def north() -> North:
    return make_north()


def write_off(north: North, name: str) -> Touch:
    touch = Touch.objects.scheduled().get(lead=north.leads[name])
    how: dict[str, Any] = {"due": Due(NOW + 5 * DAY), "by": north.mona, "at": NOW - DAY / 24}
    return write_off_touch(touch=touch, why="Nobody was there", **how)


def test_what_was_not_made_does_not_fall(north: North) -> None:
    before = retrospective(north.team, WEEK, now=NOW).total

    write_off(north, "B1")  # due this week
    write_off(north, "B2")  # due in September

    after = retrospective(north.team, WEEK, now=NOW).total
    assert (after.not_made, after.came_due) == (before.not_made, before.came_due)
    assert (before.written_off, after.written_off) == (0, 2)
    assert after.older == before.older - 1
    ben = next(row for row in retrospective(north.team, WEEK, now=NOW).rows if row.rep == "Ben")
    assert ben.written_off == 2


def test_it_stands_on_the_page_with_its_rows_and_is_kept(
    north: North, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadfollow.clock.now", lambda: NOW)
    client.force_login(north.mona)
    write_off(north, "B1")
    write_off(north, "B2")

    week = client.get(address(north, "week"))
    walk = client.get(address(north, "walk", section="due"))
    rows = client.get(week.context["page"].written_off.url)
    operations.close(team=north.team, week=WEEK, by=north.mona, at=NOW)
    kept = client.get(address(north, "week"))

    assert "“Nobody was there”" in week.content.decode()
    assert "“Nobody was there”" in walk.content.decode()
    decided = {north.leads[name].pk for name in ("B1", "B2")}
    assert not decided & {row.lead_id for row in walk.context["rows"]}
    assert len(rows.context["lines"]) == 2
    assert kept.context["page"].written_off.number == 2
    assert "“Nobody was there”" in kept.content.decode()
    assert len(client.get(kept.context["page"].written_off.url).context["lines"]) == 2
