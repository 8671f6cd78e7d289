"""What a moment in words means, before it is saved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from followups.tests.factories import make_owned_lead
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


@pytest.fixture
def lead(ana: User) -> Lead:
    person = make_person(name="Karla Brandt", phone="+49 30 901820")
    return make_owned_lead(owner=ana, at=NOW, person=person)


def echo(client: Any, reader: User, lead: Lead, text: str, **more: Any) -> str:
    asked = {"named": "when_at", "when_at": text, **more}
    with time_machine.travel(NOW, tick=False):
        client.force_login(reader)
        answer = client.get(reverse("followups:moment", args=[lead.pk]), asked)
    assert answer.status_code == 200
    said: str = answer.content.decode()
    return said


def test_it_is_said_in_full_with_the_hour_where_the_person_is(client, ana, lead):
    contact = lead.people.get().contact_id

    assert echo(client, ana, lead, "thu 14", contact=contact) == (
        "Thu 3 Dec 2026, 14:00, Karla’s time 15:00"
    )


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("thu 14", {}, "Thu 3 Dec 2026, 14:00"),
        ("thu 14", {"contact": "none"}, "Thu 3 Dec 2026, 14:00"),
        ("sat 14", {}, "Sat 5 Dec 2026, 14:00 · not a working day"),
        ("today 9", {"past": "1"}, "Wed 2 Dec 2026, 09:00"),
        ("mon 9", {"past": "1"}, "Mon 30 Nov 2026, 09:00 · will be marked late"),
        ("", {}, ""),
        ("th", {}, ""),
        ("thu <b>", {}, "Understood Thu 3 Dec 2026, but not “&lt;b&gt;”."),
    ],
)
def test_it_says_what_is_to_be_known(client, ana, lead, text, more, said):
    assert echo(client, ana, lead, text, **more).startswith(said)
    assert said or not echo(client, ana, lead, text, **more)


def test_a_stranger_learns_nothing(client, lead):
    client.force_login(make_rep(name="Bo", team=make_team(name="Other")))

    answer = client.get(reverse("followups:moment", args=[lead.pk]), {"named": "x", "x": "fri"})

    assert answer.status_code == 404


def test_without_scripts_what_was_understood_comes_with_the_refusal(client, ana, lead):
    client.force_login(ana)
    fields = {"channel": "call", "due_at": "Friday 1.7.2050 14:00", "contact": "0"}

    answer = client.post(reverse("followups:schedule_touch", args=[lead.pk]), fields)

    assert answer.status_code == 422
    assert "Fri 1 Jul 2050, 14:00" in answer.content.decode()
    assert "Friday 1.7.2050 14:00" in answer.content.decode()
