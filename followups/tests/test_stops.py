"""An answer logged beside a sprint's planned step stops it: what was agreed comes next."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.models import CancelReason, Touch
from followups.next_step import Continue, Due, NextStep, TouchOn
from followups.panel.proposals import proposal_for
from followups.situation import situation_of
from followups.tests.factories import (
    add_colleague,
    after,
    fresh,
    log,
    make_cadence,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from followups.wording import what_happened
from leadfollow import clock
from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db
SOON, FRIDAY = after(minutes=10), after(days=4)
AGREED = TouchOn(Due(FRIDAY), subject="As agreed")


@pytest.fixture
def lead() -> Lead:
    return make_planned_lead()


def say(
    lead: Lead,
    *,
    outcome: str = "talked",
    then: NextStep | None = AGREED,
    contact: Contact | None = None,
    **said: Any,
) -> Touch:
    """They call us: logged beside what is planned."""
    said = {"channel": "call", "direction": "inbound", "key": uuid4(), "at": SOON} | said
    contact, by = contact or person_of(lead), lead.owner
    return operations.log_unplanned_touch(
        lead=lead,
        contact=contact,
        outcome=outcome,
        then=then,
        by=by,  # type: ignore[arg-type]
        **said,
    )


def sound() -> bool:
    return not any(finding.violations for finding in audit().values())


@pytest.mark.parametrize(
    ("outcome", "direction"),
    [("talked", "inbound"), ("meeting_booked", "inbound"), ("meeting_booked", "outbound")],
)
def test_the_planned_touch_is_called_off_for_what_was_agreed(lead, outcome, direction):
    step = next_touch(lead)

    touch = say(lead, outcome=outcome, direction=direction)

    stopped, following = fresh(step), lead.touches.scheduled().get()
    assert (stopped.cancel_reason, stopped.cancelled_by_touch) == (CancelReason.REPLACED, touch)
    assert (following.due_at, following.subject) == (FRIDAY, "As agreed")
    assert following.step.position == 2  # the plan goes on after it
    assert sound()


def test_whoever_the_planned_touch_was_with(lead):
    say(lead, contact=add_colleague(lead))

    assert lead.touches.scheduled().get().due_at == FRIDAY


@pytest.mark.parametrize("then", [None, Continue()])
def test_it_asks_what_was_agreed(lead, then):
    step = next_touch(lead)

    with pytest.raises(operations.NothingAgreed, match="as you agreed"):
        say(lead, then=then)

    assert lead.touches.get() == step


def test_an_undo_brings_the_planned_touch_back(lead):
    step = next_touch(lead)
    touch = say(lead)

    operations.undo_touch(touch=touch, by=lead.owner, at=after(hours=1))

    back = lead.touches.scheduled().get()
    assert (back.reverses, back.due_at, back.step) == (step, step.due_at, step.step)
    assert sound()


def test_twice_is_once(lead):
    key = uuid4()

    assert say(lead, key=key) == say(lead, key=key)
    assert lead.touches.scheduled().count() == 1


def test_what_is_no_answer_leaves_it(lead):
    step = next_touch(lead)

    say(lead, outcome="sent", channel="mail", direction="outbound", then=None)

    assert lead.touches.scheduled().get() == step


def test_who_opts_out_stops_his_own_steps_only(lead):
    step, colleague = next_touch(lead), add_colleague(lead)

    say(lead, outcome="opted_out", channel="mail", contact=colleague, then=None)

    assert lead.touches.scheduled().get() == step


def test_a_rhythm_goes_on_beside_what_was_agreed():
    lead = make_owned_lead()
    rhythm = make_cadence(kind="rhythm", every_days=30)
    touch = operations.begin_cadence(lead=lead, cadence=rhythm, by=lead.owner, at=SOON)

    say(lead, at=after(minutes=20))

    assert {t.due_at for t in lead.touches.scheduled()} == {touch.due_at, FRIDAY}


def test_a_decision_gives_way_to_what_was_agreed():
    lead = make_planned_lead({"minutes": 30, "channel": "call", "title": "The only one"})
    log(next_touch(lead), at=after(minutes=40), then=Continue())

    say(lead, at=after(minutes=50))

    following = lead.touches.scheduled().get()
    assert (following.is_decision, following.due_at) == (False, FRIDAY)
    assert sound()


def test_a_promise_that_brings_an_answer_stops_the_sprint_too(lead):
    promise = make_touch(lead=lead, due_at=after(minutes=20), at=after(minutes=5))

    proposal = proposal_for("talked", situation_of(lead.pk, now=SOON, touch=promise))
    log(promise, at=after(minutes=25), outcome="talked", then=AGREED)

    assert isinstance(proposal.then, TouchOn)
    assert lead.touches.scheduled().get().due_at == FRIDAY
    assert sound()


def test_it_is_said_in_words(lead):
    touch = say(lead)

    words = what_happened(touch, now=SOON, working=lead.owner.working_time)

    assert f"The planned call is called off: {person_of(lead)} answered." in words


def test_the_page_asks_and_calls_it_off(client):
    lead = make_planned_lead(at=clock.now())
    step = next_touch(lead)
    client.force_login(lead.owner)
    address = reverse("followups:log_unplanned", args=[lead.pk])
    said = {
        "direction": "outbound",
        "contact": person_of(lead).pk,
        "channel": "call",
        "outcome": "meeting_booked",
    }
    tomorrow = f"{clock.now() + (FRIDAY - SOON) / 4:%Y-%m-%dT%H:%M}"

    without = client.post(address, said | {"key": uuid4()})
    done = client.post(address, said | {"key": uuid4(), "due_at": tomorrow}, follow=True)

    assert (without.status_code, "the plan stops here" in without.content.decode()) == (422, True)
    assert "The planned call is called off" in done.content.decode()
    assert fresh(step).cancel_reason == CancelReason.REPLACED
    assert next_touch(lead).channel == "meeting"


def test_on_the_page_who_is_not_interested_ends_it(client):
    lead = make_planned_lead(at=clock.now())
    client.force_login(lead.owner)
    said = {"direction": "inbound", "contact": person_of(lead).pk, "channel": "call"}

    said |= {"outcome": "not_interested", "note": "Has another one", "key": str(uuid4())}
    client.post(reverse("followups:log_unplanned", args=[lead.pk]), said)

    assert fresh(lead).disposition == "not_interested"
    assert not lead.touches.scheduled().exists()
