"""Managers who ask reps into their own teams, where the organisation lets them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from leadfollow import clock
from leadfollow.people import operations
from leadfollow.people.models import Invitation, Organisation, Team, User
from leadfollow.people.operations.inviting import NotHisToAsk
from leadfollow.people.tests.factories import make_admin, make_manager, make_team

pytestmark = pytest.mark.django_db
INVITE, PEOPLE = reverse("people:invite"), reverse("followups:people")


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def max_(team: Team) -> User:
    Organisation.objects.create(managers_invite=True)
    return make_manager(of=team)


def typed(team: Team, *roles: str) -> dict[str, Any]:
    return {"email": "ben@example.com", "roles": roles or ["is_rep"], "team": team.pk}


def asked(by: User, **more: Any) -> Invitation:
    return operations.invite(
        email="ben@example.com", asked={"is_rep": True, **more}, by=by, at=clock.now()
    )


def test_he_invites_a_rep_into_his_team(client: Any, team: Team, max_: User) -> None:
    client.force_login(max_)

    client.post(INVITE, typed(team))

    made = Invitation.objects.get()
    assert (made.by, made.team, made.may_come) == (max_, team, True)
    assert "ben@example.com" in client.get(PEOPLE).content.decode()


@pytest.mark.parametrize("role", ["is_manager", "is_event_manager", "is_admin"])
def test_nobody_but_reps(client: Any, team: Team, max_: User, role: str) -> None:
    client.force_login(max_)

    answer = client.post(INVITE, typed(team, "is_rep", role))

    assert answer.status_code == 422
    with pytest.raises(NotHisToAsk):
        asked(max_, team=team, **{role: True})
    assert not Invitation.objects.exists()


def test_into_no_team_of_others(client: Any, max_: User) -> None:
    client.force_login(max_)

    answer = client.post(INVITE, typed(other := make_team()))

    assert answer.status_code == 422
    with pytest.raises(NotHisToAsk):
        asked(max_, team=other)


def test_what_is_not_his_is_absent(client: Any, max_: User) -> None:
    theirs = asked(make_admin(), team=make_team())
    client.force_login(max_)

    for name in ("invitation", "resend_invitation", "revoke_invitation"):
        address = reverse(f"people:{name}", args=[theirs.pk])
        answer = client.get(address) if name == "invitation" else client.post(address)
        assert answer.status_code == 404
    assert "ben@example.com" not in client.get(PEOPLE).content.decode()


def test_switched_off_he_invites_nobody_and_his_links_are_dead(
    client: Any, team: Team, max_: User
) -> None:
    made = asked(max_, team=team)
    Organisation.objects.update(managers_invite=False)
    client.force_login(max_)

    assert client.get(INVITE).status_code == 404
    assert not Invitation.objects.get(pk=made.pk).may_come
    assert INVITE not in client.get(PEOPLE).content.decode()


def test_who_leads_the_team_no_more_lets_nobody_in(team: Team, max_: User) -> None:
    made = asked(max_, team=team)

    team.managers.clear()

    assert not Invitation.objects.get(pk=made.pk).may_come


def test_the_list_asks_the_same_however_many_there_are(
    client: Any, team: Team, max_: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(make_admin())
    asked(max_, team=team)
    with django_assert_max_num_queries(99) as one:
        client.get(PEOPLE)
    for number in range(4):
        operations.invite(
            email=f"rep{number}@example.com", asked={"is_rep": True, "team": team},
            by=max_, at=clock.now(),
        )  # fmt: skip

    with django_assert_max_num_queries(len(one)):
        client.get(PEOPLE)
