"""A deputy works what comes due while a colleague is away; the leads stay where they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from campaigns.tests.factories import make_campaign
from followups.queue.work import Show, counts_of, leads_in, queue_page
from followups.tests.factories import fresh, log, make_lead, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people import operations
from leadfollow.people.models import Absence, User
from leadfollow.people.models.organisation import from_column, known
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Assignment, Lead

pytestmark = pytest.mark.django_db

NOW = clock.now()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team())


@pytest.fixture
def ben(ana: User) -> User:
    return make_rep(name="Ben", team=ana.team)


def be_away(user: User, deputy: User | None = None, days: int = 3) -> Any:
    today = clock.today(user.time_zone, NOW)
    return operations.set_absence(
        user=user, deputy=deputy, first_on=today, last_on=today + days * DAY, by=user, at=NOW
    )


def due(owner: User, at: datetime) -> Lead:
    lead = make_owned_lead(owner=owner, at=NOW - 9 * DAY)
    make_touch(lead=lead, due_at=at, at=NOW - 8 * DAY)
    return fresh(lead)


def test_what_is_due_meanwhile_is_on_the_deputys_queue(ana: User, ben: User) -> None:
    overdue, soon, late = due(ana, NOW - HOUR), due(ana, NOW + 2 * DAY), due(ana, NOW + 30 * DAY)
    unplanned, mine = make_owned_lead(owner=ana, at=NOW - DAY), due(ben, NOW - DAY)

    be_away(ana, ben)
    ben.stand_in_at(NOW)

    assert set(leads_in(ben, Show.DUE, now=NOW)) == {overdue, mine, unplanned}
    assert list(leads_in(ben, Show.NONE, now=NOW)) == [unplanned]
    assert soon in leads_in(ben, Show.LATER, now=NOW)
    assert late not in leads_in(ben, Show.LATER, now=NOW)
    for show in Show:
        counted = getattr(counts_of(ben, now=NOW), show.name.lower())
        assert counted == leads_in(ben, show, now=NOW).count()


def test_the_row_says_for_whom(ana: User, ben: User) -> None:
    due(ana, NOW - HOUR)
    due(ben, NOW)
    absence = be_away(ana, ben)
    ben.stand_in_at(NOW)

    [first, second] = queue_page(ben, Show.DUE, now=NOW).rows

    assert first.stands_in.startswith("for Ana, back ")
    assert first.stands_in.endswith(f"{absence.back_on.day} {absence.back_on:%b}")
    assert second.stands_in == ""


def test_the_leads_stay_the_absents(ana: User, ben: User) -> None:
    lead = due(ana, NOW - HOUR)

    be_away(ana, ben)

    assert fresh(lead).owner == ana
    assert Assignment.objects.filter(lead=lead).count() == 1
    assert lead in leads_in(ana, Show.DUE, now=NOW)


def test_the_deputy_logs_and_the_owner_keeps_the_debt(client: Any, ana: User, ben: User) -> None:
    lead = due(ana, NOW - HOUR)
    be_away(ana, ben)
    client.force_login(ben)

    page = client.get(f"/queue/?lead={lead.pk}")
    opened = client.get(f"/leads/{lead.pk}/")
    touch = lead.touches.scheduled().get()
    panel = client.get(f"/touches/{touch.pk}/log/")

    assert (page.status_code, opened.status_code, panel.status_code) == (200, 200, 200)
    assert log(touch, at=NOW, by=ben).logged_by == ben
    assert fresh(lead).owner == ana


def test_a_stranger_and_a_deputy_of_another_time_see_nothing(
    client: Any, ana: User, ben: User
) -> None:
    lead, absence = due(ana, NOW - HOUR), be_away(ana, ben)
    Absence.objects.filter(pk=absence.pk).update(begins_at=NOW - 9 * DAY, ends_at=NOW - 2 * DAY)

    for rep in (ben, make_rep(team=ana.team)):
        client.force_login(rep)
        assert client.get(f"/leads/{lead.pk}/").status_code == 404
        assert client.get(f"/queue/?lead={lead.pk}").status_code == 404
    ben.stand_in_at(clock.now())
    assert not leads_in(ben, Show.DUE, now=clock.now())


def test_new_leads_go_round_who_is_away(ana: User, ben: User) -> None:
    cleo = make_rep(name="Cleo", team=ana.team)
    campaign = make_campaign(team=ana.team)
    be_away(ana, ben)

    owners = [make_lead(campaign=campaign, at=NOW + n * HOUR).owner for n in range(4)]

    assert owners == [ben, cleo, ben, cleo]


def test_on_return_he_is_in_turn_again(ana: User, ben: User) -> None:
    campaign = make_campaign(team=ana.team)
    be_away(ana, ben, days=1)
    make_lead(campaign=campaign, at=NOW)

    owners = [make_lead(campaign=campaign, at=NOW + n * DAY).owner for n in (4, 5)]

    assert owners == [ana, ben]


def test_where_all_are_away_the_lead_waits_in_the_inbox(ana: User) -> None:
    be_away(ana)

    lead = make_lead(campaign=make_campaign(team=ana.team), at=NOW)

    assert lead.owner is None
    assert lead.assign_by is not None


def test_the_manager_sees_who_is_away(client: Any, ana: User, ben: User) -> None:
    lead = make_owned_lead(owner=ben)
    be_away(ana, ben)
    client.force_login(make_manager(of=ana.team))

    for address in ("/queue/", f"/queue/?rep={ana.pk}", f"/leads/{lead.pk}/"):
        assert "away until" in client.get(address).content.decode()


def test_queries_do_not_grow_with_the_absents_leads(
    ana: User, ben: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        due(ana, NOW - HOUR)
    be_away(ana, ben)
    ben.stand_in_at(NOW)

    with known(from_column(None)), django_assert_max_num_queries(7):
        assert len(queue_page(ben, Show.DUE, now=NOW).rows) == 5
