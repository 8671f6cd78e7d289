"""The week's meter: what is left until zero on Friday, of how much."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from followups.next_step import Due, TouchOn
from followups.tests.factories import log, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leadfollow.words import day_briefly
from leads.models import Lead

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def ana(client: Any) -> User:
    rep = make_rep(name="Ana")
    client.force_login(rep)
    return rep


def due(ana: User, days_ago: float = 0.01) -> Lead:
    now = clock.now()
    lead = make_owned_lead(owner=ana, at=now - 20 * DAY)
    make_touch(lead=lead, due_at=now - days_ago * DAY, at=now - 20 * DAY)
    return lead


def test_says_how_many_are_left_of_how_many(client: Any, ana: User) -> None:
    due(ana)
    due(ana)
    made = due(ana)
    now = clock.now()
    log(next(iter(made.touches.all())), at=now, by=ana, then=TouchOn(Due(now + 30 * DAY)))

    page = client.get("/queue/").content.decode()

    assert "<span>Zero by Friday: <b>2</b> left</span>" in page
    assert '<progress max="3" value="1" aria-label="Made this week">1 of 3 made</progress>' in page


def test_its_number_is_the_way_to_exactly_those_rows(client: Any, ana: User) -> None:
    late, unplanned = due(ana), make_owned_lead(owner=ana, at=clock.now() - DAY)
    due(ana, days_ago=-30)

    page = client.get("/queue/")
    week = client.get(f"/queue/?{page.context['week']['query']}")

    assert {row.lead_id for row in week.context["page"].rows} == {late.pk, unplanned.pk}
    assert page.context["week"]["left"] == 2


def test_at_zero_it_says_until_when_nothing_waits(client: Any, ana: User) -> None:
    due(ana, days_ago=-30)

    page = client.get("/queue/")

    friday = day_briefly(page.context["week"]["friday"])
    assert f"Zero by Friday: nothing waits until {friday} is over" in page.content.decode()
    assert friday.startswith("Fri ")
