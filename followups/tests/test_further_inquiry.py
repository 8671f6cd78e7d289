"""Somebody asks again (law 14): it is news, and a promise unless something is due by then."""

import pytest

from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.models import Channel
from followups.tests.factories import (
    KARLA,
    MONDAY,
    add_colleague,
    after,
    ask,
    fresh,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Contact, Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


def close(lead, at):
    operations.close_lead(lead=lead, disposition="no_response", by=None, at=at)


def test_a_further_inquiry_is_a_second_inquiry_of_the_same_lead():
    lead = make_owned_lead(person=KARLA)

    inquiry = ask(after(days=1))

    assert inquiry.lead == lead
    assert Contact.objects.count() == Lead.objects.count() == 1
    assert lead.inquiries.count() == 2
    assert fresh(lead).received_at == MONDAY


def test_a_further_inquiry_is_promised_an_answer_at_its_own_limit():
    lead = make_owned_lead(person=KARLA)
    within_two_hours = make_segment(first_touch_amount=120, first_touch_unit="working_minutes")

    ask(after(days=1), campaign=make_campaign(segment=within_two_hours), request="brochure")

    promise = next_touch(lead)
    assert promise.due_at == after(days=1, hours=2)
    assert promise.subject == "Asked again: brochure"
    assert (promise.contact, promise.enrolment) == (person_of(lead), None)


@pytest.mark.parametrize(
    ("due", "promises"),
    [
        pytest.param(after(days=2), 1, id="something is due just then"),
        pytest.param(after(days=2, seconds=1), 2, id="something is due a second later"),
    ],
)
def test_a_further_inquiry_makes_no_promise_where_something_is_due_by_then(due, promises):
    lead = make_owned_lead(person=KARLA)
    make_touch(lead=lead, due_at=due)

    ask(after(days=1))  # its limit is 24 hours later

    assert lead.touches.scheduled().count() == promises


def test_a_further_inquiry_leaves_owner_and_cadence_as_they_are():
    lead = make_planned_lead(person=KARLA)
    make_rep(team=(other := make_team()))

    ask(after(hours=1), campaign=make_campaign(team=other))

    assert fresh(lead).owner == lead.owner
    assert lead.assignments.count() == lead.enrolments.count() == 1


def test_a_further_inquiry_finds_an_owner_for_a_lead_that_waits_for_one():
    rep = make_rep()
    lead = make_lead(person=KARLA, campaign=make_campaign(team=make_team()))
    lead.campaign.team.members.add(rep)

    ask(after(hours=3))

    assert fresh(lead).owner == rep


@pytest.mark.parametrize(
    ("person", "channel"),
    [
        ({"phone": "+49 30 1234567"}, Channel.CALL),
        ({"email": "x@example.com"}, Channel.MAIL),
        ({"email": "x@example.com", "phone": "+49 30 1234567", "no_phone": True}, Channel.MAIL),
        ({"email": "x@example.com", "no_email": True}, Channel.OTHER),
    ],
    ids=["number", "address alone", "wants no calls", "wants no mail, has no number"],
)
def test_a_further_inquiry_is_answered_by_the_way_that_reaches_him(person, channel):
    lead = make_owned_lead()
    wishes = {k: person.pop(k) for k in list(person) if k.startswith("no_")}
    known = add_colleague(lead, **{"email": "", "phone": "", **person}, **wishes)
    same = make_person(name=known.name, **{"email": "", "phone": "", **person})

    ask(after(hours=1), person=same)

    assert next_touch(lead).channel == channel


def test_a_further_inquiry_may_be_of_another_person_at_a_lead_that_is_named():
    lead = make_owned_lead(person=KARLA)

    inquiry = ask(after(hours=1), person=make_person(name="Otto"), lead=lead)

    assert inquiry.lead == lead
    assert [p.contact.name for p in lead.people.all()] == ["Karla Brandt", "Otto"]


def test_after_the_end_the_lead_is_reopened_with_its_old_owner():
    lead = make_planned_lead(person=KARLA)
    close(lead, after(hours=1))

    inquiry = ask(after(days=7))

    lead.refresh_from_db()
    assert (lead.is_open, lead.disposition, lead.owner) == (True, "", inquiry.lead.owner)
    assert lead.closures.get().reopened_at == after(days=7)
    assert lead.enrolments.running().get().began_at == after(days=7)
    assert inquiry.assigned_at == after(days=7)
    assert inquiry.closed_at is None


def test_after_the_end_it_is_distributed_where_the_old_owner_is_gone():
    team = make_team()
    ana, ben = make_rep(team=team), make_rep(team=team)
    lead = make_owned_lead(person=KARLA, owner=ana, campaign=make_campaign(team=team))
    close(lead, after(hours=1))
    ana.is_active = False
    ana.save()

    ask(after(days=7))

    assert fresh(lead).owner == ben
    assert [a.rep for a in lead.assignments.all()] == [ana, ben]
    assert lead.assignments.first().ended_at == after(days=7)


def test_after_the_end_it_waits_where_nobody_can_have_it():
    lead = make_lead(person=KARLA)
    close(lead, after(hours=1))

    ask(after(days=7))

    assert (fresh(lead).owner, fresh(lead).assign_by) == (None, after(days=7, hours=1))
