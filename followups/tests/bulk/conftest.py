"""Three planned leads of one rep, whose manager changes them together."""

from __future__ import annotations

import pytest

from followups.tests.factories import make_planned_lead
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def manager(team: Team) -> User:
    return make_manager(of=team)


@pytest.fixture
def ana(team: Team) -> User:
    return make_rep(team=team)


@pytest.fixture
def leads(ana: User) -> list[Lead]:
    return [make_planned_lead(owner=ana) for _ in range(3)]
