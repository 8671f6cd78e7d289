"""My settings: own time zone, days, hours and holidays; what is left empty is the team's."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_rep, make_team

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
MORNING_AND_AFTERNOON = ((time(8), time(12)), (time(13), time(17)))


@pytest.fixture
def ana(client: Any) -> User:
    rep = make_rep(team=make_team(time_zone="Europe/Berlin", holidays_of="DE"))
    client.force_login(rep)
    return rep


def save(client: Any, **typed: Any) -> Any:
    return client.post("/profile/working-time/", typed)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_without_own_settings_the_teams_hold(ana: User) -> None:
    assert fresh(ana).working_time == ana.team.working_time
    assert ana.time_zone == BERLIN


def test_own_settings_hold_where_they_are(client: Any, ana: User) -> None:
    save(
        client,
        own_time_zone="Europe/Lisbon",
        own_working_days=["1", "2", "3"],
        own_hours_0="13:00", own_hours_1="17:00", own_hours_2="08:00", own_hours_3="12:00",
    )  # fmt: skip

    working = fresh(ana).working_time
    assert working.zone == ZoneInfo("Europe/Lisbon")
    assert working.days == {1, 2, 3}
    assert working.blocks == MORNING_AND_AFTERNOON
    assert working.country == "DE"


def test_what_is_set_is_shown_again(client: Any, ana: User) -> None:
    save(client, own_hours_0="08:00", own_hours_1="12:30")

    page = client.get("/profile/").content.decode()

    assert 'name="own_hours_0" value="08:00"' in page
    assert 'name="own_hours_1" value="12:30"' in page


def test_somebody_may_work_on_holidays(client: Any, ana: User) -> None:
    save(client, own_holidays_of="-")

    assert fresh(ana).working_time.is_working_day(date(2026, 12, 25))


def test_what_is_emptied_is_the_teams_again(client: Any, ana: User) -> None:
    save(client, own_time_zone="Europe/Lisbon", own_hours_0="10:00", own_hours_1="14:00")

    save(client, own_time_zone="")

    assert fresh(ana).working_time == ana.team.working_time


def test_the_page_says_what_the_teams_are(client: Any, ana: User) -> None:
    page = client.get("/profile/").content.decode()

    assert "What you leave empty is your team&#x27;s: Mon–Fri, 09:00–18:00." in page
    assert "Your team&#x27;s: Europe/Berlin" in page
    assert "Your team&#x27;s: Germany" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"own_hours_0": "09:00"}, "Say of each block when it begins and when it ends."),
        ({"own_hours_0": "18:00", "own_hours_1": "09:00"}, "Each block must end after it begins."),
        (
            {"own_hours_0": "09:00", "own_hours_1": "12:00",
             "own_hours_2": "11:00", "own_hours_3": "18:00"},
            "Blocks must follow one another without overlapping.",
        ),
        ({"own_hours_0": "nine", "own_hours_1": "18:00"}, "Write times like 09:00."),
        ({"own_time_zone": "Mars/Base"}, "Select a valid choice."),
        ({"own_working_days": ["8"]}, "Select a valid choice."),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_kept_in_the_field(
    client: Any, ana: User, typed: dict[str, Any], said: str
) -> None:
    answer = save(client, **typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert fresh(ana).working_time == ana.team.working_time
    if "own_hours_0" in typed:
        assert f'value="{typed["own_hours_0"]}"' in answer.content.decode()


def test_a_change_is_logged_by_name_and_only_once(client: Any, ana: User) -> None:
    for _ in range(2):
        save(client, own_time_zone="Europe/Lisbon")

    entry = Entry.objects.get(event="settings changed")
    assert (entry.by, entry.details) == (ana, {"settings": ["own_time_zone"]})


def test_saving_changes_only_ones_own(client: Any, ana: User) -> None:
    ben = make_rep(team=ana.team)

    save(client, own_time_zone="Europe/Lisbon")

    assert fresh(ben).own_time_zone is None


def test_who_is_in_no_team_has_the_usual(client: Any) -> None:
    client.force_login(make_admin())

    assert "The usual: UTC" in client.get("/profile/").content.decode()


def test_there_are_no_other_sections(client: Any, ana: User) -> None:
    assert client.post("/profile/nonsense/").status_code == 404
    assert client.get("/profile/working-time/").status_code == 405
