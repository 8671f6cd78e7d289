"""Days of our own beside the country's public holidays: what they change, and who writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from leadfollow import clock
from leadfollow.clock import NO_OWN_DAYS, OwnDays
from leadfollow.log.models import Entry
from leadfollow.people import operations
from leadfollow.people.holidays import coming, days_ahead
from leadfollow.people.models import (
    Holiday,
    Organisation,
    Team,
    User,
    current,
    standard_working_time,
)
from leadfollow.people.models.organisation import known, own_days_of
from leadfollow.people.operations import DayTaken, NoPublicHoliday
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
BRIDGE = date(2026, 12, 24)  # a Thursday
UNITY = date(2027, 10, 4)
CHRISTMAS = date(2026, 12, 25)  # a Friday
PAGE = reverse("people:holidays")


def add(**fields: Any) -> Holiday:
    said = {"day": BRIDGE, "name": "Christmas Eve", "team": None, "is_worked": False} | fields
    admin = User.objects.filter(is_admin=True).first() or make_admin()
    return operations.add_holiday(**said, by=admin, at=MONDAY)


def typed(**fields: Any) -> dict[str, Any]:
    return {"day": "2026-12-24", "name": "Christmas Eve", "team": "", **fields}


def test_a_day_for_everybody_is_off_for_all_that_works() -> None:
    rep, nobodys = make_rep(), ZoneInfo("Europe/Berlin")

    add()

    for whose in (rep, rep.team, current()):
        assert not whose.working_time.is_working_day(BRIDGE)
    assert not standard_working_time(nobodys).is_working_day(BRIDGE)


def test_a_teams_day_is_its_own() -> None:
    north, south = make_team(), make_team()

    add(team=north)

    assert not north.working_time.is_working_day(BRIDGE)
    assert south.working_time.is_working_day(BRIDGE)
    assert make_rep(team=south).working_time.is_working_day(BRIDGE)


def test_a_worked_public_holiday_is_a_working_day_and_a_team_may_differ() -> None:
    north, south = make_team(holidays_of="DE"), make_team(holidays_of="DE")

    add(day=CHRISTMAS, name="Stock-taking", is_worked=True)
    add(day=CHRISTMAS, name="No stock here", team=south)

    assert north.working_time.is_working_day(CHRISTMAS)
    assert not south.working_time.is_working_day(CHRISTMAS)


def test_who_works_on_public_holidays_has_our_own_days_off() -> None:
    rep = make_rep(team=make_team(holidays_of="DE"), own_holidays_of="-")

    add()

    assert rep.working_time.is_working_day(CHRISTMAS)
    assert not rep.working_time.is_working_day(BRIDGE)


def test_a_retired_one_holds_no_more_until_it_is_brought_back() -> None:
    team, admin = make_team(), make_admin()
    holiday = add()

    operations.retire_holiday(holiday=holiday, by=admin, at=MONDAY)
    retired = team.working_time.is_working_day(BRIDGE)
    operations.bring_back_holiday(holiday=holiday, by=admin, at=MONDAY)

    assert retired
    assert not team.working_time.is_working_day(BRIDGE)


def test_a_second_one_on_the_day_is_refused_also_when_brought_back() -> None:
    old, admin = add(), make_admin()

    with pytest.raises(DayTaken, match="is “Christmas Eve” already"):
        add(name="Bridge")
    operations.retire_holiday(holiday=old, by=admin, at=MONDAY)
    add(name="Bridge")

    with pytest.raises(DayTaken, match="is “Bridge” already"):
        operations.bring_back_holiday(holiday=old, by=admin, at=MONDAY)


def test_to_work_on_what_is_no_public_holiday_is_refused() -> None:
    with pytest.raises(NoPublicHoliday, match="no public holiday here"):
        add(is_worked=True)


def test_the_same_again_changes_nothing() -> None:
    holiday, admin = add(), make_admin()
    said = {"day": BRIDGE, "name": "Christmas Eve", "team": None, "is_worked": False}
    told = Entry.objects.count()

    operations.edit_holiday(holiday=holiday, **said, by=admin, at=MONDAY)
    operations.bring_back_holiday(holiday=holiday, by=admin, at=MONDAY)

    assert Entry.objects.count() == told


def test_where_nobody_wrote_one_nothing_is_asked(django_assert_num_queries: Any) -> None:
    teams = [make_team() for _ in range(3)]

    with known(), django_assert_num_queries(1):  # the organisation
        assert [team.working_time.own for team in teams] == [NO_OWN_DAYS] * 3


def test_they_are_asked_for_once_however_many_work(django_assert_num_queries: Any) -> None:
    teams = [make_team() for _ in range(3)]
    add(), add(day=UNITY, team=teams[0])

    with known(), django_assert_num_queries(2):
        assert [len(team.working_time.own.off) for team in teams] == [2, 1, 1]


def test_a_page_that_needs_no_working_time_asks_for_none(
    client: Any, django_assert_num_queries: Any
) -> None:
    add()
    client.force_login(make_admin())
    client.get(reverse("people:teams"))

    with django_assert_num_queries(4):  # session, person, teams, their managers
        client.get(reverse("people:teams"))


def test_what_is_changed_in_a_request_holds_in_it() -> None:
    with known():
        team = make_team()
        before = team.working_time.own

        add()

        assert (before, team.working_time.own) == (NO_OWN_DAYS, OwnDays(frozenset({BRIDGE})))


def test_an_admin_writes_one_on_the_page_and_everybody_reads_it(client: Any) -> None:
    Organisation.objects.create(country="DE")
    client.force_login(make_admin())

    year = clock.now().year
    client.post(reverse("people:add_holiday"), typed(day=f"{year}-12-24"))
    client.force_login(make_rep())
    page = client.get(PAGE).content.decode()

    assert page.index("Christmas Eve") < page.index("Christmas Day")
    assert "Public holiday, Germany" in page
    assert "Our own, everybody" in page
    assert reverse("people:edit_holiday", args=[Holiday.objects.get().pk]) not in page


def test_a_manager_writes_for_his_teams_alone(client: Any) -> None:
    mine, other = make_team(name="North"), make_team(name="South")
    everybodys = add()
    client.force_login(make_manager(of=mine))
    new = reverse("people:add_holiday")

    answers = [client.post(new, typed(team=team.pk)).status_code for team in (mine, other)]
    everybody = client.post(new, typed())
    edited = client.post(reverse("people:retire_holiday", args=[everybodys.pk]))

    assert (answers, everybody.status_code, edited.status_code) == ([302, 422], 422, 404)
    assert [holiday.team for holiday in Holiday.objects.order_by("pk")] == [None, mine]


def test_a_rep_writes_none(client: Any) -> None:
    client.force_login(make_rep())

    assert client.post(reverse("people:add_holiday"), typed()).status_code == 404
    assert "Add it" not in client.get(PAGE).content.decode()


def test_what_was_typed_is_given_back(client: Any) -> None:
    client.force_login(make_admin())

    answer = client.post(reverse("people:add_holiday"), typed(is_worked="on"))

    assert answer.status_code == 422
    assert "no public holiday here" in answer.content.decode()
    assert 'value="Christmas Eve"' in answer.content.decode()


def test_one_is_changed_retired_and_brought_back_by_hand(client: Any) -> None:
    holiday = add()
    client.force_login(make_admin())
    page = {name: reverse(f"people:{name}_holiday", args=[holiday.pk])
            for name in ("edit", "retire", "bring_back")}  # fmt: skip

    client.post(page["edit"], typed(name="Eve"))
    retired = client.post(page["retire"], follow=True).content.decode()
    client.post(page["bring_back"])

    holiday.refresh_from_db()
    assert (holiday.name, holiday.retired_at) == ("Eve", None)
    assert "Bring back" in retired


def test_what_is_coming_stands_before_what_is_over() -> None:
    admin, new_year = make_admin(), date(2026, 1, 1)
    Organisation.objects.create(country="DE")
    add(day=new_year, name="Long night")
    add()

    rows, over = coming(days_ahead(admin, now=MONDAY), BRIDGE)

    assert rows[0].name == "Christmas Eve"
    assert rows == sorted(rows, key=lambda row: row.day)
    assert [row.name for row in over if row.day == new_year] == ["New Year's Day", "Long night"]


def test_as_many_queries_with_many_days(
    client: Any, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    client.force_login(make_admin())
    add()
    client.get(PAGE)
    with django_assert_max_num_queries(8) as counted:
        client.get(PAGE)

    for day in range(1, 20):
        add(day=date(2026, 12, day), team=make_team())

    with django_assert_num_queries(len(counted)):
        client.get(PAGE)


def test_own_days_of_who_has_no_team_are_everybodys() -> None:
    add()

    assert own_days_of() == OwnDays(off=frozenset({BRIDGE}))
    assert own_days_of(Team(name="not yet saved").pk) == own_days_of()
