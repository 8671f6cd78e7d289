"""A team that nobody needs any longer goes, and leaves nobody and nothing behind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.copying import copy_campaign
from campaigns.operations import bring_back_campaign, retire_campaign
from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.audit.surroundings import nobody_left_behind
from followups.tests.factories import MONDAY, make_owned_lead
from leadfollow.log.models import Entry
from leadfollow.people import operations as people
from leadfollow.people.models import Invitation, Team, User
from leadfollow.people.operations import NoTeam
from leadfollow.people.operations.teams import bring_back_team
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return make_admin()


@pytest.fixture
def north() -> Team:
    return make_team(name="North")


@pytest.fixture
def south() -> Team:
    return make_team(name="South")


def fresh(row: Any) -> Any:
    return type(row)._default_manager.get(pk=row.pk)


def retire(team: Team, to: Team | None, by: User) -> None:
    operations.retire_team(team=team, to=to, by=by, at=MONDAY)


def invited(team: Team, by: User) -> Invitation:
    asked = {"is_rep": True, "team": team}
    return people.invite(email="new@example.com", asked=asked, by=by, at=MONDAY)


def address(name: str, team: Team) -> str:
    return reverse(f"followups:{name}", args=[team.pk])


def test_everybody_and_everything_in_use_goes_along(north: Team, south: Team, ada: User) -> None:
    rep, gone = make_rep(team=north), make_rep(team=north, is_active=False)
    lead = make_owned_lead(owner=rep)
    campaign, new = make_campaign(team=north), invited(north, ada)
    old = make_campaign(team=north, retired_at=MONDAY)

    retire(north, south, ada)

    assert [fresh(one).team for one in (rep, campaign, new)] == [south] * 3
    assert [fresh(one).team for one in (gone, old)] == [north] * 2
    assert fresh(lead).owner == rep
    assert fresh(north).retired_at == MONDAY
    assert Entry.objects.get(event="team retired").details["receiver"] == south.pk
    assert nobody_left_behind().violations == []


@pytest.mark.parametrize("left", ["person", "invitation", "campaign"])
def test_refused_while_anything_is_left(north: Team, ada: User, left: str) -> None:
    {
        "person": lambda: make_rep(team=north),
        "invitation": lambda: invited(north, ada),
        "campaign": lambda: make_campaign(team=north),
    }[left]()

    with pytest.raises(operations.NeedsReceiver):
        retire(north, None, ada)

    assert fresh(north).retired_at is None


def test_no_team_takes_it_that_is_itself_or_retired(north: Team, south: Team, ada: User) -> None:
    retire(south, None, ada)

    for to in (north, south):
        with pytest.raises(operations.NeedsReceiver):
            retire(north, to, ada)


def test_twice_changes_nothing(north: Team, ada: User) -> None:
    for _ in range(2):
        retire(north, None, ada)

    assert Entry.objects.filter(event="team retired").count() == 1


def test_nobody_comes_into_it(north: Team, south: Team, ada: User) -> None:
    rep, gone = make_rep(team=south), make_rep(team=north, is_active=False)
    retire(north, None, ada)

    with pytest.raises(NoTeam):
        people.change_person(user=rep, changes={"team": north}, by=ada, at=MONDAY)
    with pytest.raises(NoTeam):
        people.switch_on(user=gone, by=ada, at=MONDAY)

    assert (fresh(rep).team, fresh(gone).is_active) == (south, False)


def test_the_audit_sees_who_works_in_it_all_the_same(north: Team, ada: User) -> None:
    retire(north, None, ada)
    make_rep(team=north)

    assert "works in a team that is retired" in str(nobody_left_behind().violations)


def test_it_is_brought_back_once(north: Team, ada: User) -> None:
    retire(north, None, ada)

    for _ in range(2):
        bring_back_team(team=north, by=ada, at=MONDAY)

    assert fresh(north).retired_at is None
    assert Entry.objects.filter(event="team brought back").count() == 1


def test_the_page_names_what_is_left_and_asks_who_takes_it(
    client: Client, north: Team, south: Team, ada: User
) -> None:
    make_owned_lead(owner=make_rep(team=north))
    client.force_login(ada)
    shown = client.get(address("retire_team", north)).content.decode()
    refused = client.post(address("retire_team", north))

    client.post(address("retire_team", north), {"to": south.pk})

    assert "1 person" in shown
    assert "with 1 open lead" in shown
    assert f"{south} (nobody leads it)" in shown
    assert refused.status_code == 422
    assert "Choose the team that takes it." in refused.content.decode()
    assert fresh(north).retired_at


def test_the_only_team_has_no_receiver(client: Client, north: Team, ada: User) -> None:
    make_rep(team=north)
    client.force_login(ada)

    page = client.get(address("retire_team", north)).content.decode()

    assert "make one first" in page
    assert "Retire the team" not in page


def test_the_list_tells_it_and_brings_it_back(client: Client, north: Team, ada: User) -> None:
    retire(north, None, ada)
    client.force_login(ada)
    listed = client.get(reverse("people:teams")).content.decode()

    client.post(address("bring_back_team", north))

    assert "Bring back" in listed
    assert fresh(north).retired_at is None


def test_it_is_offered_nowhere(client: Client, north: Team, south: Team, ada: User) -> None:
    rep = make_rep(team=south)
    retire(north, None, ada)
    client.force_login(ada)

    for page in (
        reverse("people:invite"),
        reverse("followups:person", args=[rep.pk]),
        reverse("campaigns:new"),
    ):
        offered = client.get(page).context["form"].fields["team"].queryset
        assert list(offered) == [south]


@pytest.mark.parametrize("make", [make_rep, make_manager])
def test_only_admins_retire(client: Client, north: Team, make: Any) -> None:
    client.force_login(make())

    answers = [client.get(address("retire_team", north)),
               client.post(address("bring_back_team", north))]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("way", ["bring_back", "copy"])
def test_an_event_of_its_time_comes_back_without_it(north: Team, ada: User, way: str) -> None:
    fair = make_event(team=north, owner=ada)
    if way == "bring_back":
        retire_campaign(campaign=fair, by=ada, at=MONDAY)
        retire(north, None, ada)
        again = bring_back_campaign(campaign=fair, by=ada, at=MONDAY)
    else:
        Team.objects.filter(pk=north.pk).update(retired_at=MONDAY)
        fair.team.refresh_from_db()
        again = copy_campaign(
            campaign=fair, name="Next", starts_on=date(2027, 5, 4), by=ada, at=MONDAY
        )

    assert again.team is None


def test_the_audit_sees_a_campaign_whose_team_is_retired(north: Team) -> None:
    make_campaign(team=north)
    Team.objects.filter(pk=north.pk).update(retired_at=MONDAY)

    assert "its team is retired" in str(nobody_left_behind().violations)
