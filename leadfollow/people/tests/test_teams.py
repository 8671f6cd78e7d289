"""Teams, as an admin makes and changes them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from leadfollow.log.models import Entry
from leadfollow.people.models import Team
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db
TEAMS, NEW = reverse("people:teams"), reverse("people:new_team")
FORM = {
    "name": "North",
    "time_zone": "Europe/Berlin",
    "holidays_of": "DE",
    "working_days": ["1", "2", "4"],
    "opens_at": "08:30",
    "closes_at": "17:00",
}


def edit(team: Team) -> str:
    return reverse("people:team", args=[team.pk])


def test_an_admin_makes_a_team(client: Any) -> None:
    client.force_login(make_admin())
    max_ = make_manager()

    answer = client.post(NEW, FORM | {"managers": [max_.pk]})

    north = Team.objects.get(name="North")
    assert answer["Location"] == TEAMS
    assert (north.slug, north.working_days, str(north.time_zone)) == (
        "north",
        "124",
        "Europe/Berlin",
    )
    assert list(north.managers.all()) == [max_]
    assert Entry.objects.get(event="team created").details["name"] == "North"


def test_a_name_is_changed_and_the_address_stays(client: Any) -> None:
    client.force_login(make_admin())
    team = make_team(name="North", slug="north")

    client.post(edit(team), FORM | {"name": "Nordic", "reps_see_costs": "on"})

    team.refresh_from_db()
    assert (team.name, team.slug, team.reps_see_costs) == ("Nordic", "north", True)
    assert Entry.objects.get(event="team settings changed").details["settings"]["name"] == "Nordic"


def test_saved_as_it_was_nothing_is_written(client: Any) -> None:
    client.force_login(make_admin())
    client.post(NEW, FORM)

    client.post(edit(Team.objects.get()), FORM)

    assert not Entry.objects.exclude(event="team created").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "south"}, "already"),
        ({"name": ""}, "Give the team a name"),
        ({"closes_at": "08:00"}, "ends after it begins"),
        ({"working_days": []}, "at least one day"),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_kept(client: Any, wrong: Any, said: str) -> None:
    make_team(name="South")
    client.force_login(make_admin())

    answer = client.post(NEW, FORM | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="08:30"' in answer.content.decode()
    assert Team.objects.count() == 1


def test_two_teams_that_are_spelled_alike_have_addresses_of_their_own(client: Any) -> None:
    client.force_login(make_admin())

    for name in ("North", "North!", "北"):
        client.post(NEW, FORM | {"name": name})

    assert set(Team.objects.values_list("slug", flat=True)) == {"north", "north-2", "team"}


@pytest.mark.parametrize("make", [make_rep, make_manager])
def test_everybody_reads_and_only_admins_write(client: Any, make: Any) -> None:
    team = make_team(name="North")
    client.force_login(make())

    page = client.get(TEAMS).content.decode()

    assert "<b>North</b>" in page
    assert NEW not in page
    assert {client.get(NEW).status_code, client.post(edit(team), FORM).status_code} == {404}


def test_the_number_of_queries_does_not_grow(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(make_admin())
    make_manager(of=make_team())
    with django_assert_max_num_queries(100) as few:
        client.get(TEAMS)
    for _ in range(4):
        make_manager(of=make_rep().team)

    with django_assert_max_num_queries(len(few)):
        client.get(TEAMS)
