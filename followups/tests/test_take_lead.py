"""A rep takes a lead from the inbox."""

import pytest

from followups import operations
from followups.tests.factories import after, fresh, make_lead
from leadfollow.people.tests.factories import make_rep, make_user

pytestmark = pytest.mark.django_db


def test_it_is_the_reps_from_then_on():
    lead, rep = make_lead(), make_rep()

    given = operations.take_lead(lead=lead, by=rep, at=after(minutes=5))

    assert fresh(lead).owner == rep
    assert (given.given_by, given.began_at) == (rep, after(minutes=5))


def test_the_slower_of_two_is_told_who_took_it():
    lead, ana = make_lead(), make_rep(name="Ana Lind")
    operations.take_lead(lead=lead, by=ana, at=after(minutes=5))

    with pytest.raises(operations.LeadTaken, match="^Ana Lind took Company .* before you.$"):
        operations.take_lead(lead=lead, by=make_rep(), at=after(minutes=6))

    assert fresh(lead).owner == ana


def test_taking_it_twice_is_taking_it_once():
    lead, rep = make_lead(), make_rep()

    for minutes in (5, 6):
        operations.take_lead(lead=lead, by=rep, at=after(minutes=minutes))

    assert lead.assignments.get().began_at == after(minutes=5)


def test_somebody_who_is_no_rep_takes_none():
    lead = make_lead()

    with pytest.raises(operations.NotAssignable):
        operations.take_lead(lead=lead, by=make_user(), at=after(minutes=5))

    assert fresh(lead).owner is None
