"""A move is taken back: the touch is due again when it was, and was never moved."""

from datetime import timedelta

import pytest
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.models import CancelReason
from followups.next_step import Continue, Due
from followups.tests.factories import (
    after,
    fresh,
    log,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
)
from followups.timeline import timeline_of
from leadfollow import clock
from leadfollow.people.tests.factories import make_manager, make_rep

pytestmark = pytest.mark.django_db


def move(touch, due_at=None, at=None):
    due, at = Due(due_at or after(days=2)), at or after(hours=1)
    operations.move_touch(touch=touch, due=due, by=touch.lead.owner, at=at)
    return fresh(touch)


def undo(touch, at=None):
    return operations.undo_move(touch=touch, by=touch.lead.owner, at=at or after(hours=2))


def test_it_is_the_same_touch_again():
    touch = next_touch(make_planned_lead())

    back = undo(move(touch))

    for name in ("contact", "enrolment", "step", "channel", "subject", "due_at", "first_due_at"):
        assert getattr(back, name) == getattr(touch, name)
    assert (back.reverses, back.moves) == (touch, 0)
    assert fresh(touch.lead).next_due_at == touch.due_at


def test_the_moves_before_it_still_count():
    second = operations.move_touch(
        touch=make_touch(), due=Due(after(days=2)), by=None, at=after(hours=1)
    )

    back = undo(move(second, due_at=after(days=3)))

    assert (back.due_at, back.moves) == (after(days=2), 1)


def test_the_successor_counts_nowhere():
    touch = move(make_touch())

    undo(touch)

    assert fresh(touch.successor).cancel_reason == CancelReason.UNDONE
    assert touch.lead.touches.standing().get().reverses == touch


def test_what_was_overdue_is_overdue_again():
    touch = move(make_touch(due_at=after(hours=1)), at=after(hours=5))

    assert undo(touch, at=after(hours=6)).due_at == after(hours=1)


def test_no_law_is_broken():
    undo(move(next_touch(make_planned_lead())))

    assert [law for law, finding in audit().items() if finding.violations] == []


def test_the_log_before_it_can_still_be_undone():
    lead = make_planned_lead()
    logged = log(next_touch(lead), at=after(minutes=40), then=Continue())
    undo(move(next_touch(lead)))

    operations.undo_touch(touch=logged, by=lead.owner, at=after(hours=3))

    assert lead.touches.scheduled().get().reverses == logged


def test_the_timeline_says_so():
    touch = move(make_touch())
    undo(touch)

    owner = touch.lead.owner
    days = timeline_of(touch.lead, [], reader=owner, may_work=True, now=after(days=1))

    marks = [item.marks for day in days for item in day.items if item.kind == "moved"]
    assert marks == [["undone"]]


def logged(touch):
    log(touch.successor, at=after(hours=1, minutes=1))


def moved_again(touch):
    move(touch.successor, due_at=after(days=3), at=after(hours=1, minutes=1))


def handed_over(touch):
    rep = make_rep(team=touch.lead.owner.team)
    operations.assign_lead(lead=touch.lead, rep=rep, by=None, at=after(hours=1, minutes=1))


def released(touch):
    operations.release_lead(lead=touch.lead, by=None, at=after(hours=1, minutes=1))


def closed(touch):
    at = after(hours=1, minutes=1)
    operations.close_lead(lead=touch.lead, disposition="won", by=None, at=at)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (logged, "logged since"),
        (moved_again, "moved again since"),
        (handed_over, "handed over since"),
        (released, "handed over since"),
        (closed, "called off since"),
        (undo, "undone before"),
    ],
)
def test_refuses_where_something_happened_since(since, words):
    touch = move(make_touch())
    since(touch)
    rows = touch.lead.touches.count()

    with pytest.raises(operations.NotUndoable, match=words):
        undo(touch)

    assert touch.lead.touches.count() == rows


def test_refuses_what_was_never_moved():
    with pytest.raises(operations.NotUndoable, match="Only a touch that was moved"):
        undo(make_touch())


def test_may_be_undone_for_a_day():
    touch = move(make_touch())

    with pytest.raises(operations.NotUndoable, match="for 24 hours"):
        undo(touch, at=after(hours=25, seconds=1))

    assert undo(touch, at=after(hours=25)).is_scheduled


@pytest.fixture
def ana():
    return make_rep(name="Ana")


@pytest.fixture
def due(ana):
    lead = make_owned_lead(owner=ana, at=clock.now() - timedelta(days=3))
    return make_touch(lead=lead, at=lead.received_at, due_at=clock.now() - timedelta(hours=1))


def send(client, name, touch, **fields):
    return client.post(reverse(f"followups:{name}", args=[touch.pk]), fields, follow=True)


def test_the_queue_offers_it_and_says_what_it_did(client, ana, due):
    client.force_login(ana)

    offer = send(client, "move_touch", due, when="2050-07-01T09:00").content.decode()
    answer = send(client, "undo_move", due).content.decode()

    assert reverse("followups:undo_move", args=[due.pk]) in offer
    assert f"Undone: the move at {due.lead}. It is due when it was." in answer
    assert next_touch(due.lead).due_at == due.due_at


def test_a_refusal_is_a_sentence(client, ana, due):
    client.force_login(ana)
    send(client, "move_touch", due, when="2050-07-01T09:00")
    send(client, "undo_move", due)

    assert "This move was undone before." in send(client, "undo_move", due).content.decode()


def test_only_the_one_who_moved_it_may_undo_it(client, ana, due):
    client.force_login(make_manager(of=ana.team))
    send(client, "move_touch", due, when="2050-07-01T09:00")
    client.force_login(ana)

    assert send(client, "undo_move", due).status_code == 404
