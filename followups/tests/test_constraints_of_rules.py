"""What may never be false of the rules of distribution."""

import pytest

from followups.models import DistributionRule
from followups.tests.factories import after
from leadfollow.people.tests.factories import make_rep
from leadfollow.tests.constraints import refuses

pytestmark = pytest.mark.django_db


def distribution_rule_one_a_position():
    for _ in range(2):
        DistributionRule.objects.create(position=1)


def distribution_rule_way_known():
    DistributionRule.objects.create(position=1, way="by dice")


def distribution_rule_leaves_time():
    DistributionRule.objects.create(position=1, accept_within=0)


def turn_one_a_person():
    rule, rep = DistributionRule.objects.create(position=1), make_rep()
    for _ in range(2):
        rule.turns.create(user=rep, at=after())


BREAKERS = [
    distribution_rule_one_a_position,
    distribution_rule_way_known,
    distribution_rule_leaves_time,
    turn_one_a_person,
]


@pytest.mark.parametrize("break_it", BREAKERS, ids=lambda act: act.__name__)
def test_the_database_refuses(break_it):
    refuses(break_it.__name__, break_it)


def test_a_retired_rule_leaves_its_position():
    DistributionRule.objects.create(position=1, retired_at=after())

    assert DistributionRule.objects.create(position=1).pk
