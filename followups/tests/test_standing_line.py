"""What was logged can be undone from the queue, loaded again too, until something else is said."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from followups.models import Touch
from followups.tests.factories import make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
HTMX = {"HX-Request": "true", "HX-Target": "work"}


@pytest.fixture
def ana(client: Any) -> User:
    rep = make_rep(name="Ana", queue_order="due")
    client.force_login(rep)
    return rep


@pytest.fixture
def touches(ana: User) -> list[Touch]:
    return [due(ana, "Alfa", hours=2), due(ana, "Beta", hours=1)]


def due(rep: User, company: str, *, hours: int) -> Touch:
    now, person = clock.now(), make_person(company=company)
    lead = make_owned_lead(owner=rep, at=now - 99 * HOUR, person=person)
    return make_touch(lead=lead, due_at=now - hours * HOUR, at=now - 99 * HOUR)


def no_answer(client: Any, touch: Touch, **how: Any) -> Any:
    form = {"key": uuid4(), "note": "", "at_once": "no_answer"}
    return client.post(f"/touches/{touch.pk}/log/", form, **how)


@pytest.mark.parametrize("how", [{"headers": HTMX}, {"follow": True}])
def test_it_stands_when_the_queue_is_loaded_again(
    client: Any, touches: list[Touch], how: dict[str, Any]
) -> None:
    answer = no_answer(client, touches[0], **how)
    assert answer.content.decode().count("No answer at Alfa.") == 1

    for _ in range(2):
        text = client.get("/queue/").content.decode()
        assert text.count("No answer at Alfa.") == 1
        assert f'action="/touches/{touches[0].pk}/undo/' in text


def test_the_next_line_takes_its_place(client: Any, touches: list[Touch]) -> None:
    no_answer(client, touches[0], headers=HTMX)

    answer = no_answer(client, touches[1], headers=HTMX).content.decode()

    for text in (answer, client.get("/queue/").content.decode()):
        assert "No answer at Alfa." not in text
        assert text.count("No answer at Beta.") == 1


def test_what_was_undone_stands_no_longer(client: Any, touches: list[Touch]) -> None:
    no_answer(client, touches[0], headers=HTMX)
    [line] = client.get("/queue/").context["messages"]

    undone = client.post(line.extra_tags, follow=True).content.decode()

    assert "Undone: no answer at Alfa." in undone
    assert "o answer at Alfa." not in client.get("/queue/").content.decode()


def test_on_other_pages_it_is_said_once_and_waits(client: Any, touches: list[Touch]) -> None:
    no_answer(client, touches[0], headers=HTMX)

    elsewhere = client.get("/leads/").content.decode()

    assert "No answer at Alfa." not in elsewhere
    assert "No answer at Alfa." in client.get("/queue/").content.decode()


def test_who_signs_in_after_does_not_see_it(client: Any, touches: list[Touch]) -> None:
    no_answer(client, touches[0], headers=HTMX)
    kept = client.cookies["messages"].value
    client.force_login(make_rep(name="Ben"))
    client.cookies["messages"] = kept

    text = client.get("/queue/").content.decode()

    assert "No answer at Alfa." not in text


def test_it_says_when_it_was_said(client: Any, touches: list[Touch]) -> None:
    last_moment_of_that_minute = tomorrow(at=13) + timedelta(seconds=59, milliseconds=900)
    with time_machine.travel(last_moment_of_that_minute, tick=False):
        client.force_login(touches[0].lead.owner)
        no_answer(client, touches[0], headers=HTMX)

        [line] = client.get("/queue/").context["messages"]

    assert re.match(r"\d\d:05 No answer at Alfa\.", str(line))


@pytest.mark.parametrize(("later", "stands"), [(7, True), (19, False)])
def test_it_stands_until_the_day_is_over(
    client: Any, touches: list[Touch], later: int, stands: bool
) -> None:
    with time_machine.travel(tomorrow(at=13), tick=False) as traveller:
        client.force_login(touches[0].lead.owner)
        no_answer(client, touches[0], headers=HTMX)
        for _ in range(2):  # his session is in use meanwhile
            traveller.shift(later / 2 * HOUR)
            client.get("/leads/")

        text = client.get("/queue/").content.decode()

    assert ("No answer at Alfa." in text) is stands


def tomorrow(*, at: int) -> datetime:
    """In UTC; the rep's day is one hour ahead of it, or two."""
    return clock.now().replace(hour=at, minute=5, second=0, microsecond=0) + 24 * HOUR
