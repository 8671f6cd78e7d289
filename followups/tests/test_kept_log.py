"""A log that waited for a network is read as of the moment at which it was typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from followups.models import Touch
from followups.tests.factories import make_owned_lead, make_touch, next_touch
from leadfollow.people.tests.factories import make_rep, make_team

pytestmark = pytest.mark.django_db

TYPED = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)  # a Wednesday
SENT = TYPED + timedelta(hours=30)


@pytest.fixture
def touch() -> Touch:
    ana = make_rep(name="Ana", team=make_team(time_zone="UTC"))
    lead = make_owned_lead(owner=ana, at=TYPED - timedelta(days=3))
    return make_touch(lead=lead, due_at=TYPED, at=TYPED - timedelta(days=2))


def send(client: Any, touch: Touch, *, at: datetime = SENT, **fields: Any) -> Any:
    fields = {"key": str(uuid4()), "outcome": "talked", "typed_at": TYPED.isoformat()} | fields
    with time_machine.travel(at, tick=False):
        client.force_login(touch.lead.owner)
        return client.post(reverse("followups:log_touch", args=[touch.pk]), fields)


def test_it_happened_when_it_was_typed(client, touch):
    send(client, touch)

    logged = Touch.objects.logged().get()
    assert (logged.happened_at, logged.logged_at) == (TYPED, SENT)
    assert logged.is_late


def test_its_words_are_of_then(client, touch):
    send(client, touch, when="pick", when_at="fri 9")

    assert next_touch(touch.lead).due_at == datetime(2026, 12, 4, 9, tzinfo=UTC)


def test_a_moment_that_has_passed_meanwhile_is_refused(client, touch):
    answer = send(client, touch, when="pick", when_at="tomorrow 9", note="A long story")

    assert answer.status_code in (409, 422)
    assert "A long story" in answer.content.decode()


def test_what_had_arrived_before_is_not_logged_again(client, touch):
    key = str(uuid4())
    send(client, touch, at=TYPED, key=key, typed_at="")

    answer = send(client, touch, key=key)

    assert answer.status_code == 302
    assert Touch.objects.logged().get().happened_at == TYPED


@pytest.mark.parametrize("typed_at", ["", "soon", (SENT + timedelta(days=9)).isoformat()])
def test_a_moment_that_cannot_be_is_left_out(client, touch, typed_at):
    send(client, touch, typed_at=typed_at)

    assert all(logged.happened_at == SENT for logged in Touch.objects.logged())
