"""Leads go round among the reps of the receiving team."""

import pytest

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.tests.factories import MONDAY, after, fresh, make_lead
from leadfollow.people.tests.factories import make_rep, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def receive(team, *moments):
    campaign = make_campaign(team=team)
    return [make_lead(campaign=campaign, at=at).owner for at in moments]


def test_each_gets_one_in_turn(team):
    ana, ben, cleo = (make_rep(team=team) for _ in range(3))

    owners = receive(team, *(after(hours=n) for n in range(6)))

    assert owners == [ana, ben, cleo, ana, ben, cleo]


def test_the_turn_holds_among_leads_of_one_moment(team):
    ana, ben = make_rep(team=team), make_rep(team=team)

    assert receive(team, *[MONDAY] * 6) == [ana, ben] * 3


def test_the_turn_holds_where_an_older_one_comes_in_later(team):
    ana, ben = make_rep(team=team), make_rep(team=team)

    assert receive(team, after(hours=1), after(hours=2), MONDAY, MONDAY) == [ana, ben, ana, ben]


def test_somebody_new_is_next(team):
    ana = make_rep(team=team)
    receive(team, MONDAY)
    ben = make_rep(team=team)

    assert receive(team, after(hours=1), after(hours=2)) == [ben, ana]


def test_others_are_passed_over(team):
    make_rep(team=team, is_active=False)
    make_rep()
    make_user(team=team, is_manager=True)
    ana = make_rep(team=team)

    assert receive(team, MONDAY, after(hours=1)) == [ana, ana]


def test_a_lead_given_by_hand_is_nobodys_turn(team):
    ana, ben = make_rep(team=team), make_rep(team=team)
    operations.assign_lead(lead=make_lead(), rep=ana, by=None, at=MONDAY)

    assert receive(team, after(hours=1), after(hours=2)) == [ana, ben]


@pytest.mark.parametrize("with_team", [True, False], ids=["no rep in the team", "no team"])
def test_the_lead_waits_where_there_is_nobody(team, with_team):
    lead = make_lead(campaign=make_campaign(team=team if with_team else None))

    given = operations.distribute_lead(lead=lead, at=after(minutes=1))

    assert given is None
    assert (fresh(lead).owner, fresh(lead).assign_by) == (None, after(hours=1))


def test_a_closed_lead_takes_nobodys_turn(team):
    lead = make_lead(campaign=make_campaign(team=team))
    operations.close_lead(lead=lead, disposition="duplicate", by=None, at=MONDAY)
    ana = make_rep(team=team)

    with pytest.raises(operations.LeadIsClosed):
        operations.distribute_lead(lead=lead, at=after(hours=1))

    assert fresh(ana).last_given_at is None
