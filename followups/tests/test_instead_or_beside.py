"""A touch that nobody planned takes the place of what was scheduled, or stands beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from followups import operations
from followups.models import CancelReason, Touch
from followups.next_step import Continue, Due, TouchOn
from followups.tests.factories import (
    after,
    fresh,
    log,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow import clock
from leads.models import Lead

pytestmark = pytest.mark.django_db


def say(lead: Lead, *, instead_of: Touch | None = None, **fields: Any) -> Touch:
    said = {"channel": "mail", "outcome": "sent", "key": uuid4(), "at": after(minutes=10)} | fields
    contact, by = person_of(lead), lead.owner
    return operations.log_unplanned_touch(
        lead=lead,
        contact=contact,
        by=by,  # type: ignore[arg-type]
        instead_of=instead_of,
        **said,
    )


def test_instead_the_step_is_replaced_and_the_cadence_goes_on() -> None:
    lead = make_planned_lead()
    step = next_touch(lead)

    touch = say(lead, instead_of=step)

    replaced = fresh(step)
    assert (replaced.state, replaced.cancel_reason) == ("cancelled", CancelReason.REPLACED)
    assert replaced.cancelled_by_touch == touch
    assert next_touch(lead).step.position == 2  # type: ignore[union-attr]
    assert lead.touches.scheduled().count() == 1


def test_another_date_moves_the_cadences_next_step() -> None:
    lead = make_planned_lead()

    say(lead, instead_of=next_touch(lead), then=TouchOn(Due(after(days=4))))

    following = next_touch(lead)
    assert (following.due_at, following.enrolment is not None) == (after(days=4), True)
    assert lead.touches.scheduled().count() == 1


def test_an_undo_brings_the_step_back() -> None:
    lead = make_planned_lead()
    step = next_touch(lead)
    touch = say(lead, instead_of=step)

    operations.undo_touch(touch=touch, by=lead.owner, at=after(hours=1))  # type: ignore[arg-type]

    back = lead.touches.scheduled().get()
    assert (back.reverses, back.due_at, back.step) == (step, step.due_at, step.step)


def test_instead_of_the_only_promise_something_has_to_follow() -> None:
    lead = make_owned_lead()
    promise = make_touch(lead=lead)

    with pytest.raises(operations.NoNextStep):
        say(lead, instead_of=promise)
    say(lead, instead_of=promise, then=TouchOn(Due(after(days=4))))

    assert fresh(promise).cancel_reason == CancelReason.REPLACED
    assert lead.touches.scheduled().get().due_at == after(days=4)


def test_twice_is_one_touch_and_a_colleague_may_be_quicker() -> None:
    lead = make_planned_lead()
    step, key = next_touch(lead), uuid4()

    assert say(lead, instead_of=step, key=key) == say(lead, instead_of=step, key=key)
    with pytest.raises(operations.TouchAlreadyLogged):
        say(lead, instead_of=step)


def test_not_of_another_leads() -> None:
    step = next_touch(make_planned_lead())

    with pytest.raises(operations.TouchAlreadyLogged):
        say(make_planned_lead(), instead_of=step)


def test_inbound_is_a_response_and_no_attempt() -> None:
    lead = make_planned_lead()
    log(next_touch(lead), at=after(minutes=5), then=Continue())

    say(lead, instead_of=next_touch(lead), direction="inbound", outcome="replied")

    person = lead.people.get()
    assert (person.attempts, person.reached) == (0, True)


def test_the_page_asks_and_does_what_was_chosen(client: Any) -> None:
    lead = make_owned_lead(at=clock.now() - timedelta(days=1))
    promise = make_touch(lead=lead, due_at=clock.now() + timedelta(hours=1))
    client.force_login(lead.owner)
    address = reverse("followups:log_unplanned", args=[lead.pk])
    said = {
        "direction": "inbound",
        "contact": person_of(lead).pk,
        "channel": "call",
        "outcome": "talked",
        "due_at": f"{clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}",
    }

    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    client.post(address, said | {"key": uuid4(), "instead_of": promise.pk})

    assert "Instead of it, or beside it?" in page
    assert fresh(promise).cancel_reason == CancelReason.REPLACED
