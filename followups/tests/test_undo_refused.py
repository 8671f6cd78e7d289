"""When a logged touch cannot be taken back: something stands on it since."""

import pytest

from followups import operations
from followups.models import Outcome, Source, Touch
from followups.next_step import Close, Continue, Due, TouchOn
from followups.tests.factories import (
    add_colleague,
    after,
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


@pytest.fixture
def lead():
    """In a cadence, whose first step was moved once and is due at eleven."""
    lead = make_planned_lead()
    operations.move_touch(
        touch=next_touch(lead), due=Due(after(hours=1)), by=None, at=after(minutes=10)
    )
    return lead


def refused(touch, words, at=None):
    with pytest.raises(operations.NotUndoable, match=words):
        undo(touch, at=at)
    assert not Touch.objects.filter(reverses=touch, reversed_by=None, state="logged").exists()


def test_refuses_a_second_undo(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Continue())
    undo(touch)

    refused(touch, "undone before")

    assert lead.touches.scheduled().count() == 1


def test_may_be_undone_for_a_day(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Continue())

    refused(touch, "for 24 hours", at=after(hours=25, seconds=1))

    assert undo(touch, at=after(hours=25)).is_scheduled


def test_refuses_what_was_not_logged_here(lead):
    refused(next_touch(lead), "Only a touch that was logged here")
    touch = log(next_touch(lead), at=after(hours=1))
    Touch.objects.filter(pk=touch.pk).update(source=Source.IMPORT)
    refused(touch, "Only a touch that was logged here")


def test_refuses_where_a_later_touch_stands_on_it(lead):
    first = log(next_touch(lead), at=after(hours=1), then=Continue())
    second = log(next_touch(lead), at=after(hours=1, minutes=5), then=Continue())

    refused(first, "Undo that one first")

    undo(second)
    assert undo(first).due_at == after(hours=1)


def test_refuses_where_the_lead_was_closed_since(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Continue())
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(hours=1, minutes=1))

    refused(touch, "closed since")


def test_refuses_where_the_lead_was_reopened_since(lead):
    touch = log(next_touch(lead), at=after(hours=1), then=Close("won"))
    operations.reopen_lead(lead=lead, by=None, at=after(hours=1, minutes=1))

    refused(touch, "reopened since")


def test_refuses_where_the_lead_is_in_another_cadence_since(lead):
    touch = log(next_touch(lead), at=after(hours=1), outcome=Outcome.NOT_NOW)
    operations.begin_cadence(lead=lead, by=None, at=after(hours=1, minutes=1))

    refused(touch, "another cadence since")


def test_refuses_where_the_person_must_not_be_contacted_any_more(lead):
    karla = person_of(lead)
    add_colleague(lead)
    touch = log(next_touch(lead), at=after(hours=1), then=Continue())
    operations.bar_contact(contact=karla, by=None, at=after(hours=1, minutes=1))

    refused(touch, f"{karla} must not be contacted any more")

    assert not lead.touches.scheduled().filter(contact=karla).exists()


@pytest.mark.parametrize("then", [Continue(), TouchOn(Due(after(days=1)))])
def test_refuses_where_the_lead_has_left_the_cadence_since(lead, then):
    touch = log(next_touch(lead), at=after(hours=1), then=then)
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(hours=1, minutes=1))
    operations.reopen_lead(lead=lead, by=None, at=after(hours=1, minutes=2))

    refused(touch, "left that cadence since")


def test_refuses_where_another_of_the_persons_leads_was_closed_since():
    lead, other = make_planned_lead(), make_planned_lead()
    add_person(other, person_of(lead))
    make_touch(lead=other, contact=person_of(lead), due_at=after(days=2))
    touch = log(
        next_touch(lead), at=after(hours=1), outcome=Outcome.NEVER_CALL_AGAIN, then=Continue()
    )
    operations.close_lead(lead=other, disposition="won", by=None, at=after(hours=1, minutes=1))

    refused(touch, "closed since")
