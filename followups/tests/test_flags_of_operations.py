"""Flags have a life (law 7): whoever ends a breach ends its flag, at the true moment."""

import pytest

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import Flag
from followups.next_step import Close, Due, TouchOn
from followups.state import settle
from followups.sweep import sweep
from followups.tests.factories import (
    add_colleague,
    after,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    person_of,
)
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.django_db

EIGHT_TRIES = range(1, 9)


def lives(lead, kind):
    """From when until when the lead's flags of that kind stood."""
    flags = lead.flags.filter(kind=kind).order_by("began_at")
    return [(flag.began_at, flag.ended_at) for flag in flags]


@pytest.fixture(params=[True, False], ids=["seen by a sweep", "seen by none"])
def seen(request):
    """Sweeps a minute before the act, or not at all: the flag's life is the same."""

    def look(at):
        if request.param:
            sweep(now=at)

    return look


def test_logging_ends_overdue_and_slow_start_when_it_is_recorded(seen):
    lead = make_owned_lead()
    touch = make_touch(lead=lead, due_at=after(days=2))
    seen(after(days=3))

    log(touch, at=after(days=3, hours=1), happened_at=after(days=2))

    assert lives(lead, "overdue") == [(after(days=2), after(days=3, hours=1))]
    assert lives(lead, "slow_start") == [(after(days=1), after(days=3, hours=1))]


def test_moving_ends_overdue(seen):
    touch = make_touch(due_at=after(hours=2))
    seen(after(hours=3))

    operations.move_touch(touch=touch, due=Due(after(days=5)), by=None, at=after(hours=4))

    assert lives(touch.lead, "overdue") == [(after(hours=2), after(hours=4))]


def test_a_promise_ends_missing(seen):
    lead = make_owned_lead()
    seen(after(hours=1))

    make_touch(lead=lead, at=after(hours=2), due_at=after(days=5))

    assert lives(lead, "missing") == [(after(), after(hours=2))]


def test_an_owner_ends_unassigned(seen):
    lead = make_lead()
    seen(after(hours=2))

    operations.assign_lead(lead=lead, rep=make_rep(), by=None, at=after(hours=3))

    assert lives(lead, "unassigned") == [(after(hours=1), after(hours=3))]


def make_exhausted_lead():
    """Tried in vain at one, two ... eight o'clock."""
    lead = make_owned_lead()
    make_touch(lead=lead, due_at=after(minutes=1))
    for hour in EIGHT_TRIES:
        log(lead.touches.scheduled().get(), at=after(hours=hour), note="Back on Monday")
    return lead


def test_going_on_with_somebody_else_ends_exhausted(seen):
    lead = make_exhausted_lead()
    colleague = add_colleague(lead)
    seen(after(hours=9))

    log(
        lead.touches.scheduled().get(),
        at=after(hours=10),
        then=TouchOn(Due(after(days=9)), contact_id=colleague.pk),
    )

    assert lives(lead, "exhausted") == [(after(hours=8), after(hours=10))]


def test_an_answer_ends_exhausted(seen):
    lead = make_exhausted_lead()
    seen(after(hours=9))

    log(lead.touches.scheduled().get(), outcome="talked", at=after(hours=10))

    assert lives(lead, "exhausted") == [(after(hours=8), after(hours=10))]


def test_closing_ends_them_all(seen):
    lead = make_exhausted_lead()
    seen(after(days=2))

    operations.close_lead(lead=lead, disposition="no_response", by=None, at=after(days=3))

    assert lives(lead, "exhausted") == [(after(hours=8), after(days=3))]
    assert lives(lead, "overdue")[-1] == (after(days=1, hours=8), after(days=3))
    assert not lead.flags.standing().exists()


def test_what_is_still_to_come_leaves_no_flag():
    touch = make_touch(due_at=after(hours=2))

    log(touch, at=after(hours=1))

    assert not Flag.objects.of_kind("overdue").exists()


def test_one_breach_after_another_are_two_flags():
    touch = make_touch(due_at=after(hours=2))

    log(touch, at=after(hours=3), then=TouchOn(Due(after(hours=4))))
    log(touch.lead.touches.scheduled().get(), at=after(hours=5))

    assert lives(touch.lead, "overdue") == [
        (after(hours=2), after(hours=3)),
        (after(hours=4), after(hours=5)),
    ]


def test_an_undo_lets_the_same_flag_stand_again(seen):
    touch = make_touch(due_at=after(hours=2))
    seen(after(hours=3))
    log(touch, at=after(hours=4))

    operations.undo_touch(touch=touch, by=touch.lead.owner, at=after(hours=5))

    assert lives(touch.lead, "overdue") == [(after(hours=2), None)]


def test_an_undone_closing_lets_its_flags_stand_again(seen):
    lead = make_planned_lead()
    touch = lead.touches.get()
    seen(after(hours=3))
    log(touch, at=after(hours=4), then=Close("won"))

    operations.undo_touch(touch=touch, by=lead.owner, at=after(hours=5))

    assert lives(lead, "overdue") == [(after(minutes=30), None)]


def test_a_flag_that_stands_again_ends_again():
    touch = make_touch(due_at=after(hours=2))
    log(touch, at=after(hours=4))
    back = operations.undo_touch(touch=touch, by=touch.lead.owner, at=after(hours=5))

    log(back, at=after(hours=6))

    assert lives(touch.lead, "overdue") == [(after(hours=2), after(hours=6))]


def test_an_answer_at_another_lead_ends_exhausted_here(seen):
    lead = make_exhausted_lead()
    other = make_owned_lead(campaign=make_campaign())
    other.people.create(contact=person_of(lead))
    promise = make_touch(
        lead=other, contact=person_of(lead), at=after(hours=9), due_at=after(hours=11)
    )
    seen(after(hours=9))

    log(promise, outcome="talked", at=after(hours=10))

    assert lives(lead, "exhausted") == [(after(hours=8), after(hours=10))]


def test_an_import_brings_no_history_of_flags():
    """Law 5: it writes no ended flags."""
    lead = make_owned_lead()
    lead.touches.create(
        channel="call", due_at=after(days=5), first_due_at=after(days=5), source="import"
    )

    settle([lead.pk], at=after(days=1), keep_flags=False)

    assert not lead.flags.exists()
