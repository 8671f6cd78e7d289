"""A lead that was not accepted in time, taken back at once on real connections: it goes on once."""

import pytest

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.audit import audit
from followups.distribution.trying import pass_on_unaccepted
from followups.operations.refusal import MovedOn
from followups.tests.factories import after, fresh, log, make_cadence, make_lead, next_touch
from followups.tests.rules import make_rule
from followups.tests.test_races import at_once
from leadfollow.people.tests.factories import make_rep, make_team

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATE = {"minutes": 31}


@pytest.fixture
def lead():
    """With the first of four, by a rule that leaves half an hour to accept it."""
    team = make_team()
    for _ in range(4):
        make_rep(team=team)
    make_rule(team=team, accept_within=30)
    return make_lead(campaign=make_campaign(segment=make_cadence().segment), at=after())


def went_on_once(lead):
    first, second = lead.assignments.all()
    laws = [name for name, found in audit().items() if found.violations]
    return (first.ended_at == second.began_at, second.ended_at, laws) == (True, None, [])


def test_of_many_that_take_one_late_lead_back_one_does(lead):
    given = lead.assignments.get()

    passed = at_once(
        *[lambda: operations.take_back_late(given=given, at=after(**LATE))] * 3,
        *[lambda: bool(pass_on_unaccepted(now=after(**LATE)))] * 3,
    )

    assert sorted(passed) == [False] * 5 + [True]
    assert went_on_once(lead)


def test_taken_back_while_its_rep_gives_it_back_it_goes_on_once(lead):
    given, seen = lead.assignments.get(), fresh(lead)

    _, back = at_once(
        lambda: operations.take_back_late(given=given, at=after(**LATE)),
        lambda: operations.give_back(lead=seen, reason="not_ours", by=seen.owner, at=after(**LATE)),
    )

    assert went_on_once(lead)
    returned_for = lead.assignments.first().returned_for
    assert returned_for == ("late" if isinstance(back, MovedOn) else "not_ours")


def test_of_a_touch_and_the_end_of_the_time_one_is_first(lead):
    given, touch, rep = lead.assignments.get(), next_touch(lead), fresh(lead).owner

    late, _ = at_once(
        lambda: operations.take_back_late(given=given, at=after(**LATE)),
        lambda: log(touch, at=after(**LATE), by=rep),
    )

    assert lead.assignments.count() == (2 if late else 1)
    assert [name for name, found in audit().items() if found.violations] == []
