"""Do not contact (law 13): one person, on every lead, through every door."""

import pytest

from followups import operations
from followups.models import CancelReason, Touch
from followups.tests.factories import (
    add_colleague,
    after,
    fresh,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow.log.models import Entry
from leads.intake import add_person

pytestmark = pytest.mark.django_db


def bar(contact, at=None):
    operations.bar_contact(contact=contact, by=None, at=at or after(minutes=10))


def test_his_promises_are_cancelled_on_every_lead():
    here, there = make_owned_lead(), make_owned_lead()
    karla = person_of(here)
    add_person(there, karla)
    add_colleague(here)
    touches = [make_touch(lead=lead, contact=karla, due_at=after(days=1)) for lead in (here, there)]

    bar(karla)

    assert person_of(here).do_not_contact
    for touch in touches:
        assert fresh(touch).cancel_reason == CancelReason.DO_NOT_CONTACT
    assert fresh(here).unplanned_since == fresh(there).unplanned_since == after(minutes=10)


def test_a_cadences_step_is_made_again_for_a_colleague_with_the_same_due_moment():
    lead = make_planned_lead()
    step, colleague = next_touch(lead), add_colleague(lead)

    bar(person_of(lead))

    again = lead.touches.scheduled().get()
    assert (again.contact, again.step, again.due_at) == (colleague, step.step, step.due_at)
    assert lead.enrolments.running().get().contact == colleague


def test_the_step_reaches_the_colleague_by_a_way_that_he_allows():
    lead = make_planned_lead({"minutes": 30, "channel": "mail", "title": "Mail"})
    add_colleague(lead, no_email=True)

    bar(person_of(lead))

    assert next_touch(lead).channel == "call"


def test_what_is_planned_with_colleagues_stays():
    lead = make_owned_lead()
    touch = make_touch(lead=lead, contact=add_colleague(lead))

    bar(person_of(lead))

    assert fresh(touch).is_scheduled


def test_a_lead_where_nobody_else_may_be_contacted_is_closed():
    lead = make_planned_lead()
    add_colleague(lead, do_not_contact=True)
    person = person_of(lead)

    bar(person)

    lead.refresh_from_db()
    assert (lead.status, lead.disposition) == ("closed", "do_not_contact")
    assert str(person) in lead.closures.get().reason
    assert not Touch.objects.scheduled().exists()


def test_a_closed_lead_keeps_its_disposition():
    lead = make_owned_lead()
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(minutes=5))

    bar(person_of(lead))

    assert lead.closures.get().disposition == "won"


def test_nothing_happens_the_second_time():
    lead = make_planned_lead()
    bar(person_of(lead))
    entries = Entry.objects.count()

    bar(person_of(lead), at=after(hours=1))

    assert Entry.objects.count() == entries
    assert lead.closures.get().closed_at == after(minutes=10)
