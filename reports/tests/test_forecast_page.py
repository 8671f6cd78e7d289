"""The page of the work to come: whose days one sees, and what each number opens."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from followups.tests.factories import make_owned_lead, make_planned_lead
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_manager, make_rep
from reports import forecast
from reports.question import Question

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:forecast")
NUMBER = re.compile(r'<a href="([^"]*forecast-touches[^"]*)">(\d+)</a>')


def shown(client: Any, user: User, address: str = PAGE) -> str:
    client.force_login(user)
    return unescape(client.get(address).content.decode())


def told(client: Any, user: User) -> str:
    """The page without its bar, which names the reader."""
    return shown(client, user).split("<main", 1)[1]


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Horvat")


def test_each_number_opens_its_touches(client: Any, ana: User) -> None:
    make_planned_lead(owner=ana, at=clock.now())
    make_owned_lead(owner=ana, at=clock.now())
    page = shown(client, make_manager(of=ana.team))

    numbers = NUMBER.findall(page)

    assert len(numbers) >= 2
    for address, number in numbers:
        assert f"<b>{number}</b> <small>touches</small>" in shown_again(client, address)


def shown_again(client: Any, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_a_rep_sees_himself_a_manager_his_teams_an_admin_all(client: Any, ana: User) -> None:
    ben = make_rep(name="Ben Kovac")
    seen = {
        reader: {
            rep.name
            for rep in (ana, ben)
            if rep.name in shown(client, reader, PAGE).split("<main", 1)[1]
        }
        for reader in (ana, make_manager(of=ben.team), make_admin(), make_event_manager())
    }

    assert list(seen.values()) == [
        {"Ana Horvat"},
        {"Ben Kovac"},
        {"Ana Horvat", "Ben Kovac"},
        set(),
    ]


def test_a_rep_cannot_open_a_colleagues_touches(client: Any, ana: User) -> None:
    ben = make_rep(name="Ben Kovac")
    make_owned_lead(owner=ben)
    address = f"{reverse('reports:report', args=['forecast-touches'])}?rep={ben.pk}"

    assert "<b>0</b> <small>touches</small>" in shown(client, ana, address)


def test_a_day_says_for_how_many_touches_there_is_time(ana: User) -> None:
    for _ in range(3):
        make_owned_lead(owner=ana, at=clock.now() - timedelta(days=1))
    question = Question(clock.now(), reader=make_manager(of=ana.team))

    answer = forecast.answer(question)

    assert (answer.rows[0].touches, answer.rows[0].state, answer.rows[0].room) == (3, "", 20)
    assert answer.totals == {"touches": 3, "room": 200, "overloaded_percent": 0}


def test_who_gives_leads_sees_what_is_on_their_plates(client: Any, ana: User) -> None:
    make_owned_lead(owner=ana, at=clock.now())
    asked = reverse("followups:forecast")

    page = shown(client, make_manager(of=ana.team), asked)

    assert "Ana Horvat" in page
    assert "1 touch" in page
    assert "Ana Horvat" not in shown(client, ana, asked)
