"""Somebody asks for the first time."""

import pytest

from campaigns.tests.factories import make_campaign
from followups.tests.factories import (
    MONDAY,
    after,
    ask,
    make_planned_lead,
    next_touch,
    person_of,
)
from leadfollow.log.models import Entry
from leadfollow.people.tests.factories import make_rep, make_team
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_new_lead_is_made_of_who_asked_and_for_what():
    inquiry = ask(MONDAY, request="price list", message="Please call", referred_by="Mr Fox")

    assert (inquiry.request, inquiry.message) == ("price list", "Please call")
    assert inquiry.referred_by == "Mr Fox"
    assert inquiry.lead.organisation == "Brandt GmbH"
    assert inquiry.lead.received_at == MONDAY
    assert person_of(inquiry.lead) == inquiry.contact
    assert inquiry.contact.email == "karla@example.com"


def test_a_new_lead_goes_to_the_rep_whose_turn_it_is():
    rep = make_rep()

    inquiry = ask(MONDAY, campaign=make_campaign(team=rep.team))

    assert inquiry.lead.owner == rep
    assert inquiry.assigned_at == MONDAY


def test_a_new_lead_goes_to_the_rep_who_is_named():
    make_rep(team=(team := make_team()))
    ben = make_rep(team=team)

    assert ask(MONDAY, campaign=make_campaign(team=team), owner=ben).lead.owner == ben


def test_a_new_lead_begins_its_cadence():
    lead = make_planned_lead()

    assert next_touch(lead).due_at == after(minutes=30)
    assert lead.enrolments.get().contact == person_of(lead)


def test_a_new_lead_waits_for_an_owner_within_a_working_hour_where_there_is_no_team():
    inquiry = ask(MONDAY)

    assert inquiry.assigned_at is None
    assert (inquiry.lead.owner, inquiry.lead.assign_by) == (None, after(hours=1))


def test_a_new_lead_may_have_been_received_before_it_came_in():
    inquiry = ask(after(hours=2), received_at=MONDAY)

    assert (inquiry.received_at, inquiry.lead.received_at) == (MONDAY, MONDAY)
    assert inquiry.lead.assign_by == after(hours=1)


def test_a_new_lead_of_somebody_who_cannot_be_told_apart_is_a_new_person():
    nobody = make_person(name="K. Brandt", email="n/a", phone="", company="")

    assert ask(MONDAY, person=nobody).lead != ask(MONDAY, person=nobody).lead


def test_a_new_lead_is_written_into_the_log():
    inquiry = ask(MONDAY)

    entry = Entry.objects.get(event="inquiry received")
    assert (entry.record_id, entry.lead_id, entry.at) == (inquiry.pk, inquiry.lead_id, MONDAY)
