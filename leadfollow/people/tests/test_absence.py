"""Away from day to day, with a colleague who stands in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from leadfollow import clock
from leadfollow.people import operations
from leadfollow.people.models import Absence, User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="Europe/Berlin"))


@pytest.fixture
def ben(ana: User) -> User:
    return make_rep(name="Ben", team=ana.team)


def be_away(user: User, deputy: User | None = None, **days: date) -> Absence:
    days = {"first_on": MONDAY, "last_on": FRIDAY} | days
    return operations.set_absence(user=user, deputy=deputy, by=user, at=NOW, **days)


def test_the_days_are_those_of_the_persons_zone(ana: User, ben: User) -> None:
    absence = be_away(ana, ben)

    assert absence.begins_at == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert absence.ends_at == datetime(2026, 11, 27, 23, tzinfo=UTC)
    assert absence.back_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"first_on": FRIDAY, "last_on": MONDAY}, "The last day cannot be before the first."),
        (
            {"first_on": date(2026, 11, 18), "last_on": date(2026, 11, 19)},
            "These days are over. Give days from today on.",
        ),
    ],
)
def test_days_without_sense_are_refused(ana: User, days: dict[str, date], said: str) -> None:
    with pytest.raises(operations.BadDays) as refusal:
        be_away(ana, **days)

    assert str(refusal.value) == said


def test_one_absence_at_a_time(ana: User) -> None:
    be_away(ana)

    with pytest.raises(operations.BadDays) as refusal:
        be_away(ana, first_on=FRIDAY, last_on=FRIDAY + timedelta(days=7))

    assert str(refusal.value) == (
        "Ana is away from Mon 23 Nov to Fri 27 Nov already. Take that absence away first."
    )
    assert Absence.objects.count() == 1


def test_one_may_follow_at_once_on_another(ana: User) -> None:
    be_away(ana)

    be_away(ana, first_on=date(2026, 11, 28), last_on=date(2026, 11, 29))

    assert Absence.objects.count() == 2


def test_a_deputy_who_is_away_himself_is_refused(ana: User, ben: User) -> None:
    be_away(ben, first_on=FRIDAY)

    with pytest.raises(operations.BadDeputy) as refusal:
        be_away(ana, ben)

    assert str(refusal.value) == "Ben is away on Fri 27 Nov. Choose somebody else."


def test_who_stands_in_does_not_go_away(ana: User, ben: User) -> None:
    be_away(ana, ben)

    with pytest.raises(operations.BadDays) as refusal:
        be_away(ben, first_on=FRIDAY)

    assert str(refusal.value) == (
        "Ben stands in for Ana from Mon 23 Nov to Fri 27 Nov. Find another deputy there first."
    )


@pytest.mark.parametrize("wrong", ["himself", "other team", "gone", "no rep"])
def test_only_a_colleague_stands_in(ana: User, wrong: str) -> None:
    deputies = {
        "himself": lambda: ana,
        "other team": make_rep,
        "gone": lambda: make_rep(team=ana.team, is_active=False),
        "no rep": lambda: make_manager(team=ana.team),
    }

    with pytest.raises(operations.BadDeputy):
        be_away(ana, deputies[wrong]())


def test_back_early(ana: User, ben: User) -> None:
    absence = be_away(ana, ben)
    wednesday = datetime(2026, 11, 25, 8, tzinfo=UTC)

    for _ in range(2):
        operations.end_absence(absence=absence, by=ana, at=wednesday)

    absence.refresh_from_db()
    assert (absence.last_on, absence.ends_at) == (date(2026, 11, 25), wednesday)
    assert not Absence.objects.running(wednesday).exists()


def test_not_gone_at_all(ana: User) -> None:
    operations.end_absence(absence=be_away(ana), by=ana, at=NOW)

    assert not Absence.objects.exists()


def test_who_is_away_is_not_present(ana: User, ben: User) -> None:
    be_away(ana, ben)
    tuesday = NOW + timedelta(days=4)

    assert list(User.objects.present(tuesday)) == [ben]
    assert User.objects.with_absence(tuesday).get(pk=ana.pk).away_until == FRIDAY
    assert User.objects.with_absence(NOW).get(pk=ana.pk).away_until is None


def typed(deputy: User | None = None) -> dict[str, Any]:
    today = clock.now().date()
    return {
        "first_on": today + timedelta(days=1),
        "last_on": today + timedelta(days=3),
        "deputy": deputy.pk if deputy else "",
    }


def test_a_rep_sets_his_own(client: Any, ana: User, ben: User) -> None:
    client.force_login(ana)

    page = client.post("/profile/absence/", typed(ben), follow=True).content.decode()

    assert Absence.objects.get().deputy == ben
    assert "Ben stands in" in page


def test_what_is_refused_stays_typed(client: Any, ana: User, ben: User) -> None:
    client.force_login(ana)
    client.post("/profile/absence/", typed(ben))

    again = client.post("/profile/absence/", typed(ben))

    assert again.status_code == 422
    assert "Ana is away from" in again.content.decode()
    assert f'value="{typed()["first_on"]}"' in again.content.decode()


@pytest.mark.parametrize("make", [lambda team: make_manager(of=team), lambda _: make_admin()])
def test_a_manager_or_admin_sets_and_ends_it(client: Any, ana: User, ben: User, make: Any) -> None:
    client.force_login(make(ana.team))

    client.post(f"/people/{ana.pk}/absence/", typed(ben))
    absence = Absence.objects.get()
    client.post(f"/absences/{absence.pk}/end/")

    assert not Absence.objects.exists()


@pytest.mark.parametrize("make", [make_rep, make_manager])
def test_strangers_are_told_nothing(client: Any, ana: User, make: Any) -> None:
    absence = be_away(ana)
    client.force_login(make())

    assert client.get(f"/people/{ana.pk}/absence/").status_code == 404
    assert client.post(f"/people/{ana.pk}/absence/", typed()).status_code == 404
    assert client.post(f"/absences/{absence.pk}/end/").status_code == 404


def test_only_reps_are_asked_for_absences(client: Any) -> None:
    client.force_login(make_manager())

    assert client.post("/profile/absence/", typed()).status_code == 404
