"""Distribution at once, on real connections: as even as one after another, and caps hold."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import DistributionRule, NextTry
from followups.tests.factories import after, make_lead
from followups.tests.rules import make_rule, send_away
from followups.tests.test_races import at_once
from leadfollow.people.tests.factories import make_rep, make_team

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@contextmanager
def pause_rules() -> Iterator[None]:
    """Leads that come in meanwhile wait in the inbox."""
    DistributionRule.objects.update(retired_at=after())
    yield
    DistributionRule.objects.update(retired_at=None)


def distribute_at_once(count: int) -> Counter[int | None]:
    """So many leads of one campaign; how many each rep got."""
    campaign = make_campaign()
    with pause_rules():
        leads = [make_lead(campaign=campaign) for _ in range(count)]
    given = at_once(
        *[
            lambda lead=lead: operations.distribute_lead(lead=lead, at=after(hours=1))
            for lead in leads
        ]
    )
    return Counter(one and one.rep_id for one in given)


@pytest.mark.parametrize(("way", "each"), [("round_robin", 10), ("least_loaded", 3)])
def test_leads_at_once_are_spread_evenly_among_who_is_there(way, each):
    team = make_team()
    there = [make_rep(team=team) for _ in range(5)]
    send_away(make_rep(team=team), after(days=-1), days=3)
    make_rule(team=team, way=way)

    assert distribute_at_once(5 * each) == {rep.pk: each for rep in there}


def test_caps_hold_also_at_once_and_across_rules():
    capped, other = make_rep(daily_cap=2), make_rep(open_cap=3)
    make_rule(reps=[capped])
    make_rule(reps=[other, capped])

    assert distribute_at_once(10) == {capped.pk: 2, other.pk: 3, None: 5}
    assert NextTry.objects.count() == 5
