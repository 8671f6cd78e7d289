"""A plan ends in a decision, never in silence."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.models import Bucket, CancelReason, Touch
from followups.next_step import Continue, Due, TouchOn
from followups.panel.proposals import proposal_for
from followups.situation import situation_of
from followups.tests.factories import add_colleague, after, log, make_planned_lead, next_touch
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db
ONE = {"minutes": 30, "channel": "call", "title": "The only one"}
SOON, LATER = after(minutes=40), after(minutes=50)
THURSDAY = after(days=3, hours=4)


@pytest.fixture
def ana() -> User:
    return make_rep()


@pytest.fixture
def lead(ana: User) -> Lead:
    """Its only step is made, and nobody answered."""
    lead = make_planned_lead(ONE, owner=ana)
    log(next_touch(lead), at=SOON, then=Continue())
    return lead


def sound() -> bool:
    return not any(finding.violations for finding in audit().values())


def go_on(touch: Touch, by: User, **said: Any) -> Touch:
    then = TouchOn(Due(THURSDAY), **said)
    return operations.go_on_after(touch=touch, then=then, by=by, at=LATER)


def test_after_the_last_step_the_lead_is_decided_on(lead):
    touch = next_touch(lead)

    assert (touch.is_decision, touch.verb, f"{touch.due_at:%a %H:%M}") == (
        True,
        "Decide",
        "Wed 09:00",
    )
    assert lead.enrolments.get().ended_at is None
    assert sound()


def test_the_panel_says_so_before(ana):
    lead = make_planned_lead(ONE, owner=ana)

    proposal = proposal_for("no_answer", situation_of(lead.pk, now=SOON))

    assert (proposal.what, proposal.then) == ("Decide what becomes of it", Continue())


def test_it_is_never_logged(lead, ana):
    with pytest.raises(operations.BadLog, match="no touch but a decision"):
        log(next_touch(lead), at=LATER, by=ana)

    assert lead.touches.logged().count() == 1


def test_it_is_neither_skipped_nor_replaced(lead, ana):
    with pytest.raises(operations.NotAStep, match="decision at the plan's end"):
        operations.skip_step(touch=next_touch(lead), reason="Why not", by=ana, at=LATER)


def test_one_touch_more_and_it_is_decided_on_again(lead, ana):
    decision = next_touch(lead)

    more = go_on(decision, ana, channel="mail", subject="One last mail")

    decision.refresh_from_db()
    assert (decision.cancel_reason, more.instead_of) == (CancelReason.REPLACED, decision)
    assert (more.channel, more.due_at, more.is_decision) == ("mail", THURSDAY, False)
    log(more, at=THURSDAY, outcome="sent", then=Continue(), by=ana)
    assert next_touch(lead).is_decision
    assert sound()


def test_to_go_on_can_be_undone(lead, ana):
    decision = next_touch(lead)
    go_on(decision, ana)

    operations.undo_stepping(touch=decision, by=ana, at=after(hours=1))

    assert (next_touch(lead).is_decision, next_touch(lead).due_at) == (True, decision.due_at)
    assert sound()


def test_to_go_on_twice_is_refused(lead, ana):
    decision = next_touch(lead)
    go_on(decision, ana)

    with pytest.raises(operations.NotScheduled):
        go_on(decision, ana)

    assert lead.touches.scheduled().count() == 1


def test_what_is_no_decision_is_not_decided(ana):
    lead = make_planned_lead(owner=ana)

    with pytest.raises(operations.NoDecision):
        go_on(next_touch(lead), ana)


def test_a_touch_that_nobody_planned_takes_its_place(lead, ana):
    decision = next_touch(lead)

    operations.log_unplanned_touch(
        lead=lead, contact=decision.contact, channel="call", outcome="no_answer", key=uuid4(),
        by=ana, at=LATER, instead_of=decision,
    )  # fmt: skip

    assert (next_touch(lead).is_decision, lead.touches.scheduled().count()) == (True, 1)
    assert sound()


@pytest.mark.parametrize("answer", ["wait", "close", "anew"])
def test_it_goes_with_what_was_decided(lead, ana, answer):
    said = {"lead": lead, "by": ana, "at": LATER}
    if answer == "wait":
        bucket, day = Bucket.objects.all()[0], after(days=60).date()
        operations.send_to_bucket(bucket=bucket, wake_on=day, **said | {"trigger": "Spring"})
    elif answer == "close":
        operations.close_lead(disposition="no_response", reason="Nobody there", **said)
    else:
        operations.begin_cadence(**said)

    assert not lead.touches.scheduled().filter(is_decision=True).exists()
    assert sound()


def test_it_moves_to_somebody_else_with_the_plan(lead, ana):
    other = add_colleague(lead)

    operations.bar_contact(contact=next_touch(lead).contact, by=ana, at=LATER)

    assert (next_touch(lead).is_decision, next_touch(lead).contact) == (True, other)
    assert sound()


def test_it_stands_in_the_queue_and_asks_for_the_answer(lead, ana):
    client = Client()
    client.force_login(ana)

    page = client.get(reverse("followups:queue"), {"lead": lead.pk})

    body = page.content.decode()
    assert "Decide what becomes of the lead" in body
    assert "the plan is at its end" in body
    assert "Go on: one more touch" in body
    assert 'name="outcome"' not in body


def test_its_page_asks_for_the_answer_once(lead, ana):
    client = Client()
    client.force_login(ana)

    body = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()

    assert body.count("Close the lead</summary>") == 1
    assert "Decide what becomes of the lead" in body


def post(touch: Touch, by: User, **typed: str) -> Any:
    client = Client()
    client.force_login(by)
    said = {"channel": "call", "due_at": "2099-11-05T14:00", "subject": "Ask again"} | typed
    return client.post(f"{reverse('followups:go_on', args=[touch.pk])}?page=lead", said)


def test_one_goes_on_from_the_page(lead, ana):
    decision = next_touch(lead)

    response = post(decision, ana, due_at="tomorrow 14:00")

    assert response.status_code == 302
    assert (next_touch(lead).subject, next_touch(lead).is_decision) == ("Ask again", False)


def test_what_was_typed_wrongly_is_kept(lead, ana):
    response = post(next_touch(lead), ana, due_at="whenever", subject="My words")

    assert response.status_code == 422
    assert "My words" in response.content.decode()


def test_a_strangers_is_not_there(lead):
    assert post(next_touch(lead), make_rep()).status_code == 404
    assert post(next_touch(lead), make_manager()).status_code == 404
