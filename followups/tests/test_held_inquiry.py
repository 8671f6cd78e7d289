"""Somebody asks who must not be contacted (law 13): held, until a manager releases it."""

import pytest

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.tests.factories import (
    KARLA,
    MONDAY,
    add_colleague,
    after,
    ask,
    fresh,
    make_owned_lead,
    make_planned_lead,
    person_of,
)
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Inquiry
from leads.tests.factories import make_contact

pytestmark = pytest.mark.django_db

TUESDAY = after(days=1)


def barred_asks(at=MONDAY, **more):
    make_contact(email=KARLA.email, do_not_contact=True)
    return ask(at, **more)


def test_a_first_inquiry_is_held_on_a_closed_lead():
    inquiry = barred_asks(campaign=make_campaign(team=make_rep().team))

    assert inquiry.held_at == MONDAY
    assert (inquiry.assigned_at, inquiry.respond_by, inquiry.assign_by) == (None, None, None)
    assert (inquiry.lead.status, inquiry.lead.disposition) == ("closed", "do_not_contact")
    assert not Inquiry.objects.counted().exists()


def test_a_closed_lead_is_not_reopened():
    lead = make_owned_lead(person=KARLA)
    operations.bar_contact(contact=person_of(lead), by=None, at=after(hours=1))

    inquiry = ask(after(days=1))

    assert (inquiry.lead, fresh(lead).is_open) == (lead, False)
    assert inquiry.held_at == after(days=1)


def test_an_open_lead_of_his_colleagues_gets_no_promise():
    lead = make_planned_lead(person=KARLA)
    add_colleague(lead)
    operations.bar_contact(contact=person_of(lead), by=None, at=after(minutes=1))

    ask(after(minutes=2))

    assert lead.touches.scheduled().count() == 1
    assert fresh(lead).is_open


@pytest.fixture
def held():
    rep = make_rep()
    make_contact(email=KARLA.email, do_not_contact=True)
    return ask(MONDAY, campaign=make_campaign(team=rep.team))


def release(inquiry, at=TUESDAY):
    return operations.release_inquiry(inquiry=inquiry, by=make_manager(), at=at)


def test_a_release_lets_the_person_be_contacted_and_the_lead_be_worked(held):
    inquiry = release(held)

    assert inquiry.contact.do_not_contact is False
    assert inquiry.lead.is_open
    assert inquiry.lead.owner is not None


def test_a_release_starts_the_clocks(held):
    inquiry = release(held)

    assert inquiry.released_at == inquiry.assigned_at == after(days=1)
    assert inquiry.respond_by == inquiry.lead.respond_by == after(days=2)
    assert inquiry.closed_at is None


def test_a_release_happens_once(held):
    release(held)

    with pytest.raises(operations.NotHeld, match="released before"):
        release(held, at=after(days=2))

    assert fresh(held).released_at == after(days=1)


def test_a_release_gives_a_lead_without_a_team_an_hour_to_find_an_owner():
    make_contact(email=KARLA.email, do_not_contact=True)

    inquiry = release(ask(MONDAY))

    assert inquiry.lead.assign_by == after(days=1, hours=1)
