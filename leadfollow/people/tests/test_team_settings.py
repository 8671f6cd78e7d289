"""What a team lets its reps do, in "My settings" of who leads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from leadfollow.log.models import Entry
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db
SETTINGS = reverse("people:profile")
SAVE = reverse("people:save_section", args=["teams"])


@pytest.fixture
def team() -> Team:
    return make_team(name="North")


@pytest.fixture
def max_(team: Team) -> User:
    return make_manager(of=team)


def ticks(team: Team, *names: str) -> dict[str, str]:
    return {f"{team.pk}-{name}": "on" for name in names}


def shown(client: Any) -> dict[str, str]:
    """What the page that is opened now would tell of itself."""
    sections = client.get(SETTINGS).context["sections"]
    return {"seen": next(one for one in sections if one.slug == "teams").shown}


def allows(team: Team) -> tuple[bool, bool]:
    team.refresh_from_db()
    return team.reps_take_from_inbox, team.reps_see_costs


def test_a_manager_sets_it_for_his_team_and_it_is_logged(client: Any, team: Team, max_: User):
    client.force_login(max_)

    client.post(SAVE, shown(client) | ticks(team, "reps_see_costs"))

    entry = Entry.objects.get(event="team settings changed")
    assert allows(team) == (False, True)
    assert entry.details == {"settings": {"reps_see_costs": True, "reps_take_from_inbox": False}}
    assert (entry.by, entry.record_id) == (max_, team.pk)


def test_what_stays_is_not_logged(client: Any, team: Team, max_: User):
    client.force_login(max_)

    client.post(SAVE, shown(client) | ticks(team, "reps_take_from_inbox"))

    assert allows(team) == (True, False)
    assert not Entry.objects.exists()


def test_other_teams_are_neither_shown_nor_changed(client: Any, team: Team, max_: User):
    other = make_team(name="Zebra")
    client.force_login(max_)

    page = client.get(SETTINGS).content.decode()
    client.post(SAVE, shown(client) | ticks(other, "reps_see_costs"))

    assert "My team" in page
    assert "Zebra" not in page
    assert allows(other) == (True, False)


def test_an_admin_sets_all(client: Any, team: Team):
    other = make_team(name="Zebra")
    client.force_login(make_admin())

    page = client.get(SETTINGS).content.decode()
    client.post(
        SAVE, shown(client) | ticks(team, "reps_see_costs") | ticks(other, "reps_take_from_inbox")
    )

    assert "North" in page
    assert (allows(team), allows(other)) == ((False, True), (True, False))


def test_a_team_made_since_the_page_was_opened_keeps_what_it_has(client: Any, team: Team):
    client.force_login(make_admin())
    opened = shown(client)
    other = make_team(name="Zebra")

    client.post(SAVE, opened | ticks(team, "reps_see_costs"))

    assert allows(team) == (False, True)
    assert allows(other) == (True, False)


def test_what_somebody_else_changed_meanwhile_stays(client: Any, team: Team, max_: User):
    client.force_login(max_)
    opened = shown(client)
    Team.objects.filter(pk=team.pk).update(reps_take_from_inbox=False)

    client.post(SAVE, opened | ticks(team, "reps_take_from_inbox", "reps_see_costs"))

    assert allows(team) == (False, True)


@pytest.mark.parametrize("seen", ["", "no", "[]", "7", "{}", "[" * 100_000])
def test_what_was_not_shown_is_not_changed(client: Any, team: Team, max_: User, seen: str):
    client.force_login(max_)

    client.post(SAVE, {"seen": seen} | ticks(team, "reps_see_costs"))

    assert allows(team) == (True, False)


def test_a_rep_has_no_such_section(client: Any, team: Team):
    client.force_login(make_rep(team=team))

    page = client.get(SETTINGS).content.decode()

    assert 'id="teams"' not in page
    assert client.post(SAVE, ticks(team, "reps_see_costs")).status_code == 404


def test_what_is_ticked_holds(client: Any, team: Team, max_: User):
    rep = make_rep(team=team)
    client.force_login(max_)

    client.post(SAVE, shown(client) | ticks(team, "reps_see_costs"))

    assert User.objects.get(pk=rep.pk).sees_costs
