"""A promise called off on the lead's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from followups.models import Touch
from followups.tests.factories import fresh, make_owned_lead, make_planned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def promise(lead: Lead, *, days: int, subject: str = "Send the offer") -> Touch:
    return make_touch(lead=lead, due_at=clock.now() + days * DAY, subject=subject)


def address(touch: Touch) -> str:
    return reverse("followups:cancel_touch", args=[touch.pk])


def call_off(client: Any, user: User | None, touch: Touch) -> Any:
    client.force_login(user)
    return client.post(f"{address(touch)}?page=lead", follow=True)


def page_of(client: Any, lead: Lead) -> str:
    client.force_login(lead.owner)
    return client.get(reverse("followups:lead", args=[lead.pk])).content.decode()


def test_a_promise_beside_another_is_called_off(client: Any) -> None:
    lead = make_owned_lead(at=clock.now() - DAY)
    kept, other = promise(lead, days=1), promise(lead, days=2)

    page = page_of(client, lead)
    answer = call_off(client, lead.owner, other)

    assert address(kept) in page
    assert address(other) in page
    assert "Called off at" in answer.content.decode()
    assert list(lead.touches.scheduled()) == [kept]


def test_the_only_next_step_is_not_called_off(client: Any) -> None:
    lead = make_owned_lead(at=clock.now() - DAY)
    only = promise(lead, days=1)

    page = page_of(client, lead)
    answer = call_off(client, lead.owner, only)

    assert address(only) not in page
    assert "This is the lead&#x27;s only next step." in answer.content.decode()
    assert fresh(only).is_scheduled


def test_a_step_of_a_cadence_is_not_called_off(client: Any) -> None:
    lead = make_planned_lead(at=clock.now())
    step, other = lead.touches.scheduled().get(), promise(lead, days=9)

    page = page_of(client, lead)
    answer = call_off(client, lead.owner, step)

    assert address(step) not in page
    assert address(other) in page
    assert "the cadence&#x27;s next step" in answer.content.decode()
    assert fresh(step).is_scheduled


def test_a_stranger_finds_nothing(client: Any) -> None:
    lead = make_owned_lead(at=clock.now() - DAY)
    touch = promise(lead, days=1)
    promise(lead, days=2)

    assert call_off(client, make_rep(), touch).status_code == 404
    assert client.get(address(touch)).status_code == 405
    assert fresh(touch).is_scheduled
