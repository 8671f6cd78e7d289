"""What one said of one's own touch is set right; the original stays (law 4)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from followups import operations
from followups.models import Channel, Correction, Outcome, Touch
from followups.next_step import Close, Continue, Due
from followups.tests.factories import (
    add_colleague,
    after,
    fresh,
    log,
    make_owned_lead,
    make_planned_lead,
    next_touch,
    person_of,
)
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.django_db


@pytest.fixture
def touch():
    """A call in vain, logged in the morning; the cadence went on."""
    lead = make_planned_lead()
    return log(next_touch(lead), at=after(hours=1), then=Continue(), note="Rang twice")


def correct(touch, *, by=None, at=None, **said):
    now = {name: getattr(touch, name) for name in ("outcome", "note", "channel", "contact")}
    return operations.correct_touch(
        touch=touch, by=by or touch.logged_by, at=at or after(hours=2), **now | said
    )


def test_the_note_is_corrected_and_the_original_kept(touch):
    correct(touch, note="Rang once")
    correct(touch, note="Rang thrice", at=after(hours=3))

    assert fresh(touch).note == "Rang thrice"
    kept = touch.corrections.values_list("note", "corrected_by", "corrected_at")
    assert list(kept) == [
        ("Rang twice", touch.logged_by_id, after(hours=2)),
        ("Rang once", touch.logged_by_id, after(hours=3)),
    ]


def test_key_moments_and_next_step_stay(touch):
    before = next_touch(touch.lead)

    correct(touch, outcome=Outcome.LEFT_MESSAGE, channel=Channel.OTHER)

    now = fresh(touch)
    assert (now.outcome, now.channel) == ("left_message", "other")
    for name in ("key", "content_hash", "happened_at", "logged_at", "is_late"):
        assert getattr(now, name) == getattr(touch, name)
    assert list(touch.lead.touches.scheduled()) == [before]


def test_the_counters_follow_the_person_and_the_outcome(touch):
    lead, karla = touch.lead, touch.contact
    jens = add_colleague(lead)

    correct(touch, contact=jens)

    tried = dict(lead.people.values_list("contact", "attempts"))
    assert tried == {karla.pk: 0, jens.pk: 1}

    correct(touch, contact=jens, outcome=Outcome.BOUNCED)

    assert set(lead.people.values_list("attempts", flat=True)) == {0}
    assert fresh(lead).last_outcome == "bounced"


def test_the_same_content_again_changes_nothing(touch):
    correct(touch, note="Rang once")
    correct(fresh(touch))

    assert touch.corrections.count() == 1


def test_the_note_can_be_corrected_at_any_time(touch):
    operations.close_lead(lead=touch.lead, disposition="no_response", by=None, at=after(days=50))

    correct(touch, note="Rang once", at=after(days=90))

    assert fresh(touch).note == "Rang once"


@pytest.mark.parametrize(
    "said", [{"outcome": Outcome.LEFT_MESSAGE}, {"channel": Channel.MAIL}, {"contact": None}]
)
def test_what_counters_go_by_stands_after_a_day(touch, said):
    with pytest.raises(operations.NotUndoable, match="24 hours"):
        correct(touch, at=after(days=2), **said)

    assert not Correction.objects.exists()


@pytest.mark.parametrize("outcome", ["talked", "not_now", "not_interested", "wrong_person"])
def test_refuses_an_outcome_after_which_something_else_comes_next(touch, outcome):
    with pytest.raises(operations.AsksForAnotherStep, match="undo, and log again"):
        correct(touch, outcome=outcome)

    assert fresh(touch).outcome == "no_answer"


def test_refuses_another_person_where_the_first_was_barred():
    lead = make_owned_lead()
    jens = add_colleague(lead)
    touch = operations.schedule_touch(
        lead=lead,
        contact=person_of(lead),
        channel="call",
        due=Due(after(hours=1)),
        by=lead.owner,
        at=after(),
    )
    touch = log(touch, at=after(hours=1), outcome=Outcome.NEVER_CALL_AGAIN)

    with pytest.raises(operations.AsksForAnotherStep, match="ended the contact"):
        correct(touch, contact=jens)


def test_refuses_what_was_undone(touch):
    operations.undo_touch(touch=touch, by=touch.logged_by, at=after(hours=2))

    with pytest.raises(operations.NotCorrectable, match="undone"):
        correct(touch, note="Rang once", at=after(hours=3))


def test_refuses_a_colleagues_touch_and_one_not_made(touch):
    with pytest.raises(operations.NotCorrectable, match="who logged"):
        correct(touch, by=make_rep(), note="Rang once")
    with pytest.raises(operations.NotCorrectable, match="logged here"):
        correct(next_touch(touch.lead), by=touch.logged_by, note="Rang once")


def test_refuses_somebody_who_does_not_stand_there(touch):
    stranger = person_of(make_owned_lead())

    with pytest.raises(operations.NotAtLead):
        correct(touch, contact=stranger)


def test_an_undo_plans_what_was_planned_not_what_a_correction_said(touch):
    jens = add_colleague(touch.lead)
    corrected = correct(touch, contact=jens, channel=Channel.OTHER)

    back = operations.undo_touch(touch=corrected, by=touch.logged_by, at=after(hours=3))

    assert (back.contact, back.channel) == (touch.contact, touch.channel)


def test_a_closing_touch_keeps_its_outcome():
    lead = make_planned_lead()
    touch = log(next_touch(lead), at=after(hours=1), then=Close("no_response", "Firm is gone"))

    correct(touch, outcome=Outcome.LEFT_MESSAGE)

    assert not fresh(lead).is_open


# --- A rush


def rush(lead, count, *, seconds):
    for n in range(count):
        operations.log_unplanned_touch(
            lead=lead,
            contact=person_of(lead),
            channel="call",
            outcome="no_answer",
            key=uuid4(),
            by=lead.owner,
            at=after(hours=1, seconds=n * seconds),
        )


@pytest.mark.parametrize(
    ("count", "seconds", "marked"), [(10, 1, 0), (11, 6, 11), (11, 7, 0), (12, 1, 12)]
)
def test_more_than_ten_within_a_minute_are_bulk(count, seconds, marked):
    rush(make_planned_lead(), count, seconds=seconds)

    assert Touch.objects.filter(is_bulk=True).count() == marked


def test_an_import_is_never_bulk(touch):
    with pytest.raises(IntegrityError), transaction.atomic():
        Touch.objects.filter(pk=touch.pk).update(is_bulk=True, source="import")


def test_two_people_are_no_rush():
    for lead in (make_planned_lead(), make_planned_lead()):
        rush(lead, 6, seconds=1)

    assert not Touch.objects.filter(is_bulk=True).exists()
