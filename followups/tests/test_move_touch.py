"""A touch is moved (law 6): the debt stays in sight."""

from zoneinfo import ZoneInfo

import pytest

from followups import operations
from followups.models import CancelReason
from followups.next_step import Close, Due
from followups.tests.factories import (
    after,
    fresh,
    log,
    make_planned_lead,
    make_touch,
    next_touch,
)

pytestmark = pytest.mark.django_db


def move(touch, due, at=None):
    return operations.move_touch(touch=touch, due=due, by=touch.lead.owner, at=at or after(hours=1))


def test_the_touch_is_cancelled_as_moved_and_keeps_its_due_date():
    touch = make_touch(due_at=after(days=1))

    successor = move(touch, Due(after(days=2)))

    touch.refresh_from_db()
    assert (touch.state, touch.cancel_reason) == ("cancelled", CancelReason.MOVED)
    assert (touch.due_at, touch.cancelled_at) == (after(days=1), after(hours=1))
    assert (touch.cancelled_by, touch.successor) == (touch.lead.owner, successor)


def test_the_successor_carries_the_first_due_date_and_the_count_of_moves():
    touch = make_touch(due_at=after(days=1))

    second = move(touch, Due(after(days=2)))
    third = move(second, Due(after(days=9)), at=after(days=3))

    assert (second.due_at, second.first_due_at, second.moves) == (after(days=2), after(days=1), 1)
    assert (third.due_at, third.first_due_at, third.moves) == (after(days=9), after(days=1), 2)
    assert fresh(touch.lead).next_due_at == after(days=9)


def test_the_successor_is_the_same_step_with_the_same_person():
    touch = next_touch(make_planned_lead())

    successor = move(touch, Due(after(days=2)))

    for name in ("lead", "contact", "enrolment", "step", "channel", "subject"):
        assert getattr(successor, name) == getattr(touch, name)


def test_it_may_be_moved_to_a_day():
    berlin = ZoneInfo("Europe/Berlin")

    successor = move(make_touch(), Due.on_day(after(days=1).date(), berlin))

    assert (successor.due_on, successor.due_zone) == (after(days=1).date(), berlin)
    assert successor.due_at == after(days=1, hours=13)


def test_it_may_be_moved_nearer():
    assert move(make_touch(due_at=after(days=9)), Due(after(days=1))).due_at == after(days=1)


def test_refuses_the_past():
    touch = make_touch()

    with pytest.raises(operations.BadDate):
        move(touch, Due(after(hours=1)), at=after(hours=1))

    assert fresh(touch).is_scheduled


def logged(touch):
    log(touch, at=after(minutes=30))


def moved(touch):
    move(touch, Due(after(days=2)), at=after(minutes=30))


def closed(touch):
    log(touch, at=after(minutes=30), then=Close("won"))


@pytest.mark.parametrize("before", [logged, moved, closed])
def test_refuses_what_is_not_scheduled_any_more(before):
    touch = make_touch()
    before(touch)
    rows = touch.lead.touches.count()

    with pytest.raises(operations.NotScheduled, match="meanwhile"):
        move(touch, Due(after(days=3)))

    assert touch.lead.touches.count() == rows
