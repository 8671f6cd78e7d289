"""A logged touch is taken back (law 4): one new row, and everything is as it was."""

from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from followups import operations
from followups.models import CancelReason, Outcome, Touch
from followups.next_step import Close, Continue, Due, TouchOn
from followups.tests.factories import (
    add_colleague,
    after,
    fresh,
    log,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leads.intake import add_person

pytestmark = pytest.mark.django_db


def undo(touch, at=None):
    return operations.undo_touch(touch=touch, by=touch.lead.owner, at=at or after(hours=2))


def state_of(lead):
    """Everything kept about the lead, its inquiries and its people."""
    return [
        list(rows.order_by("pk").values())
        for rows in (
            type(lead).objects.filter(pk=lead.pk),
            lead.inquiries.all(),
            lead.people.all(),
            type(person_of(lead)).objects.filter(leads__lead=lead),
            lead.enrolments.all(),
        )
    ]


@pytest.fixture
def lead():
    """In a cadence, whose first step was moved once and is due at eleven."""
    lead = make_planned_lead()
    operations.move_touch(
        touch=next_touch(lead), due=Due(after(hours=1)), by=None, at=after(minutes=10)
    )
    return lead


def test_the_scheduled_touch_is_there_again(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Continue())

    back = undo(touch)

    assert list(lead.touches.scheduled()) == [back]
    assert (back.reverses, back.due_at, back.first_due_at) == (
        touch,
        after(hours=1),
        after(minutes=30),
    )
    assert (back.moves, back.step, back.contact) == (1, touch.step, touch.contact)
    assert back.enrolment == touch.enrolment
    assert (back.outcome, back.key, back.happened_at) == ("", None, None)


def test_the_undone_touch_stays_on_record(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Continue(), note="Wrong line")

    undo(touch)

    touch.refresh_from_db()
    assert (touch.state, touch.outcome, touch.note) == ("logged", "no_answer", "Wrong line")
    assert touch not in Touch.objects.logged()


def test_what_it_scheduled_is_cancelled_as_undone_and_counts_nowhere(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Continue())
    scheduled = next_touch(lead)

    undo(touch)

    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.cancel_reason) == ("cancelled", CancelReason.UNDONE)
    assert scheduled.cancelled_at == after(hours=2)
    assert scheduled not in Touch.objects.standing()


def test_what_it_scheduled_counts_nowhere_also_if_it_was_moved_since(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Continue())
    scheduled = next_touch(lead)
    operations.move_touch(
        touch=scheduled, due=Due(after(days=5)), by=None, at=after(hours=1, minutes=1)
    )

    undo(touch)

    made = Touch.objects.filter(after=touch)
    assert {t.cancel_reason for t in made} == {CancelReason.UNDONE}
    assert made.count() == 2
    assert fresh(scheduled).cancelled_at == after(hours=1, minutes=1)


@pytest.mark.parametrize(
    ("outcome", "then"),
    [
        ("no_answer", Continue()),
        ("talked", TouchOn(Due(after(days=4)))),
        ("not_now", TouchOn(Due(after(days=90)))),
        ("not_interested", Close("not_interested")),
        ("never_call_again", Continue()),
    ],
)
def test_the_kept_state_is_as_it_was(lead, outcome, then):
    before = state_of(lead)

    undo(log(next_touch(lead), at=after(hours=1), outcome=outcome, then=then))

    assert state_of(lead) == before


def test_one_that_nobody_planned_is_reversed_by_a_cancelled_row(lead):
    before = state_of(lead)
    touch = operations.log_unplanned_touch(
        lead=lead,
        contact=person_of(lead),
        channel="call",
        outcome="no_answer",
        key=uuid4(),
        by=lead.owner,
        at=after(hours=1),
    )

    row = undo(touch)

    assert (row.state, row.cancel_reason, row.reverses) == ("cancelled", "undone", touch)
    assert lead.touches.scheduled().count() == 1
    assert state_of(lead) == before


def test_a_closure_is_taken_back_with_what_it_called_off(lead):
    promise = make_touch(lead=lead, due_at=after(days=2))
    touch = log(next_touch(lead), at=after(hours=1), then=Close("no_response", "Firm is gone"))

    undo(touch)

    assert lead.closures.get().taken_back_at == after(hours=2)
    assert lead.enrolments.running().exists()
    back = lead.touches.scheduled().get(reverses=promise)
    assert (back.due_at, fresh(lead).is_open) == (after(days=2), True)


@pytest.mark.parametrize(
    ("corrected", "left"),
    [
        pytest.param(None, Decimal(400), id="as it was before"),
        pytest.param(Decimal(950), Decimal(950), id="a later correction stands"),
    ],
)
def test_what_a_won_lead_was_worth_is_taken_back_with_its_end(lead, corrected, left):
    edit = partial(operations.edit_lead, lead=lead, by=lead.owner, at=after(minutes=20))
    edit(changes={"value": Decimal(400)})
    touch = log(next_touch(lead), at=after(hours=1), then=Close("won", value=Decimal(900)))
    if corrected:
        edit(changes={"value": corrected})

    undo(touch)

    assert fresh(lead).value == left


def test_not_now_is_taken_back_with_the_step_that_it_called_off(lead):
    step = next_touch(lead)
    promise = make_touch(lead=lead, due_at=after(hours=3))

    undo(log(promise, at=after(minutes=30), outcome=Outcome.NOT_NOW))

    again = lead.touches.scheduled().get(enrolment__isnull=False)
    assert (again.reverses, again.due_at) == (step, after(hours=1))


def test_never_again_is_taken_back_on_every_lead():
    lead, other = make_planned_lead(), make_planned_lead()
    add_person(other, person_of(lead))
    add_colleague(lead)
    promise = make_touch(lead=other, contact=person_of(lead), due_at=after(days=2))
    step = next_touch(lead)

    undo(log(step, at=after(hours=1), outcome=Outcome.NEVER_CALL_AGAIN, then=Continue()))

    assert person_of(lead).do_not_contact is False
    assert other.touches.scheduled().get(reverses=promise).due_at == after(days=2)
    assert lead.touches.scheduled().get().contact == person_of(lead)
    assert lead.enrolments.get().contact == person_of(lead)


def test_it_can_be_logged_again_and_undone_again(lead):
    back = undo(log(next_touch(lead), at=after(hours=1), then=Continue()))

    log(back, at=after(hours=3), outcome="talked", then=Continue())
    undo(back, at=after(hours=4))

    assert lead.touches.scheduled().get().reverses == back
    assert fresh(lead).touch_count == 0


def test_the_old_key_still_answers_with_the_undone_touch(lead):
    step, key = next_touch(lead), uuid4()
    touch = log(step, key=key, at=after(hours=1), then=Continue())
    undo(touch)

    assert log(step, key=key, at=after(hours=3), then=Continue()) == touch
    assert fresh(lead).touch_count == 0


def test_may_be_undone_although_the_lead_is_nobodys_since(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Continue())
    operations.release_lead(lead=lead, by=None, at=after(hours=1, minutes=1))

    assert undo(touch).due_at == after(hours=1)


def test_what_the_person_refused_by_that_way_since_is_scheduled_by_another():
    lead = make_planned_lead({"minutes": 30, "channel": "mail", "title": "Mail"})
    touch = log(next_touch(lead), at=after(hours=1))
    operations.edit_contact(
        contact=person_of(lead),
        changes={"no_email": True},
        by=None,
        at=after(hours=1, minutes=1),
        lead=lead,
    )

    assert (touch.channel, undo(touch).channel) == ("mail", "call")
