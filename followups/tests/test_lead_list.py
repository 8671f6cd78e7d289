"""The lead list: who sees what, each filter, the order, the pages, and its cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.lists.lead_list import PAGE, lead_list
from followups.models import Outcome
from followups.next_step import Close
from followups.sweep import sweep
from followups.tests.factories import log, make_lead, make_owned_lead, make_touch
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)


def before(**age: float) -> datetime:
    return WEDNESDAY - timedelta(**age)


def names(user: User, asked: str = "", *, now: datetime = WEDNESDAY) -> list[str]:
    rows = lead_list(QueryDict(asked), user=user, now=now).rows
    return [row.organisation for row in rows]


def called(name: str, **fields: Any) -> Any:
    """An owned lead of that company, received ten days ago."""
    person = make_person(company=name)
    return make_owned_lead(**{"person": person, "at": before(days=10)} | fields)


def make_rows(count: int, owner: User | None = None) -> None:
    """Leads received at one moment, every third without a next step."""
    campaign = make_campaign()
    Lead.objects.bulk_create(
        Lead(
            organisation=f"Lead {number:02}",
            campaign=campaign,
            owner=owner,
            received_at=before(days=3),
            next_due_at=before(days=-number) if number % 3 else None,
            next_is="promise" if number % 3 else "",
        )
        for number in range(count)
    )


@pytest.fixture
def admin() -> User:
    return make_admin()


def test_a_rep_sees_his_own_leads_and_no_others() -> None:
    ana = make_rep()
    called("Mine", owner=ana)
    called("Colleague's", owner=make_rep(team=ana.team))

    assert names(ana) == ["Mine"]


def test_a_manager_sees_the_team_and_what_waits_for_it() -> None:
    team = make_team()
    manager = make_manager(of=team)
    called("With a rep", owner=make_rep(team=team))
    waiting = make_campaign(team=team)
    make_lead(person=make_person(company="Waiting"), campaign=waiting, at=before(days=10))
    called("Stranger's")

    assert sorted(names(manager)) == ["Waiting", "With a rep"]


def test_an_event_manager_sees_his_campaigns_leads() -> None:
    eva = make_event_manager()
    called("Met there", campaign=make_event(owner=eva))
    called("Elsewhere")

    assert names(eva) == ["Met there"]


def test_the_page_of_a_stranger_is_empty(client: Any) -> None:
    called("Hafen AG")
    client.force_login(make_rep())

    page = client.get(reverse("followups:leads"))

    assert page.status_code == 200
    assert b"Hafen AG" not in page.content


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("next=overdue", ["Late"]),
        ("next=today", ["Tonight"]),
        ("next=later", ["Next week"]),
        ("next=none", ["Bare"]),
        ("next=scheduled", ["Late", "Next week", "Tonight"]),
    ],
)
def test_filters_by_next_step(admin: User, asked: str, found: list[str]) -> None:
    make_touch(lead=called("Late"), due_at=before(hours=1), at=before(days=2))
    make_touch(lead=called("Tonight"), due_at=before(hours=-3), at=before(days=2))
    make_touch(lead=called("Next week"), due_at=before(days=-7), at=before(days=2))
    called("Bare")

    assert sorted(names(admin, asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=open", ["New", "Worked"]),
        ("state=new", ["New"]),
        ("state=working", ["Worked"]),
        ("state=closed", ["Lost", "Won"]),
        ("state=won", ["Won"]),
        ("state=no_response", ["Lost"]),
    ],
)
def test_filters_by_state(admin: User, asked: str, found: list[str]) -> None:
    called("New")
    log(make_touch(lead=called("Worked"), at=before(days=2)), at=before(days=1))
    for name, disposition in (("Won", "won"), ("Lost", "no_response")):
        operations.close_lead(
            lead=called(name), disposition=disposition, by=None, at=before(days=1)
        )

    assert sorted(names(admin, asked)) == found


def test_filters_by_owner_and_by_nobody(admin: User) -> None:
    ana = make_rep()
    called("Ana's", owner=ana)
    called("Ben's")
    make_lead(person=make_person(company="Nobody's"), at=before(days=1))

    assert names(admin, f"owner={ana.pk}") == ["Ana's"]
    assert names(admin, "owner=none") == ["Nobody's"]


def test_filters_by_team_with_what_waits_for_it(admin: User) -> None:
    team = make_team()
    called("Theirs", owner=make_rep(team=team))
    campaign = make_campaign(team=make_team())
    make_lead(person=make_person(company="Other's"), campaign=campaign, at=before(days=1))

    assert names(admin, f"team={team.pk}") == ["Theirs"]


def test_filters_by_campaign_whichever_inquiry_came_through_it(admin: User) -> None:
    fair, person = make_campaign(), make_person(company="Asked twice")
    make_owned_lead(person=person, at=before(days=9))
    make_lead(person=person, campaign=fair, at=before(days=3))
    called("Asked once")

    assert names(admin, f"campaign={fair.pk}") == ["Asked twice"]
    assert names(admin, f"campaign={fair.pk}&inquiry=touched") == []
    assert names(admin, f"campaign={fair.pk}&inquiry=untouched") == ["Asked twice"]


def test_filters_by_segment(admin: User) -> None:
    campaign = make_campaign()
    called("In it", campaign=campaign)
    called("Not in it")

    assert names(admin, f"segment={campaign.segment_id}") == ["In it"]


def test_filters_by_standing_flag(admin: User) -> None:
    make_touch(lead=called("Late"), due_at=before(hours=1), at=before(days=2))
    called("Bare")
    sweep(now=WEDNESDAY)

    assert names(admin, "flag=overdue") == ["Late"]
    assert names(admin, "flag=missing") == ["Bare"]


def test_filters_by_the_outcome_of_the_last_touch_alone(admin: User) -> None:
    lead = called("Reached at last")
    log(make_touch(lead=lead, at=before(days=5)), at=before(days=4))
    second = lead.touches.scheduled().get()
    log(second, at=before(days=2), outcome=Outcome.TALKED)

    assert names(admin, "outcome=talked") == ["Reached at last"]
    assert names(admin, "outcome=no_answer") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("touched=never", ["Never"]),
        ("touched=since-7", ["Lately"]),
        ("touched=silent-30", ["Long ago"]),
        ("touched=silent-5", ["Long ago", "Never"]),
    ],
)
def test_filters_by_last_touch(admin: User, asked: str, found: list[str]) -> None:
    called("Never")
    for name, days in (("Lately", 2), ("Long ago", 40)):
        lead = called(name, at=before(days=50))
        touch = make_touch(lead=lead, due_at=before(days=days), at=before(days=49))
        log(touch, at=before(days=days))

    assert sorted(names(admin, asked)) == found


def test_filters_by_days_of_receipt_both_included(admin: User) -> None:
    for name, days in (("First", 3), ("Second", 2), ("Third", 1)):
        called(name, at=before(days=days))

    assert names(admin, "received_from=2026-11-16&received_to=2026-11-16") == ["Second"]


@pytest.mark.parametrize("asked", ["owner=999999", "next=huh", "received_from=soon", "touched=x"])
def test_what_makes_no_sense_lists_nothing_and_says_so(client: Any, asked: str) -> None:
    called("Hafen AG")
    client.force_login(make_admin())

    page = client.get(f"{reverse('followups:leads')}?{asked}").content.decode()

    assert "Hafen AG" not in page
    assert "cannot be chosen here" in page


def test_a_rep_may_ask_for_himself_and_for_no_colleague() -> None:
    ana = make_rep()
    ben = make_rep(team=ana.team)
    called("Mine", owner=ana)
    called("Ben's", owner=ben)

    assert names(ana, f"owner={ana.pk}") == ["Mine"]
    assert names(ana, f"owner={ben.pk}") == []


def test_another_teams_rep_cannot_be_asked_for() -> None:
    manager, stranger = make_manager(), make_rep()
    called("Stranger's", owner=stranger)

    assert names(manager, f"owner={stranger.pk}") == []


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ["Gamma", "alpha", "Beta"]),
        ("sort=received", ["Beta", "alpha", "Gamma"]),
        ("sort=organisation", ["alpha", "Beta", "Gamma"]),
        ("sort=-organisation", ["Gamma", "Beta", "alpha"]),
        ("sort=next", ["Gamma", "alpha", "Beta"]),
        ("sort=-next", ["alpha", "Gamma", "Beta"]),
        ("sort=touched", ["Gamma", "alpha", "Beta"]),
        ("sort=-touched", ["alpha", "Gamma", "Beta"]),
        ("sort=nonsense", ["Gamma", "alpha", "Beta"]),
    ],
)
def test_sorts_and_puts_what_has_no_value_last(admin: User, asked: str, order: list[str]) -> None:
    called("Beta", at=before(days=9))
    for name, received, touched in (("alpha", 8, 1), ("Gamma", 7, 3)):
        lead = called(name, at=before(days=received))
        log(make_touch(lead=lead, at=before(days=6)), at=before(days=touched))

    assert names(admin, asked) == order


@pytest.mark.parametrize("sort", ["received", "-received", "next", "-next", "organisation"])
def test_pages_hold_every_lead_once(admin: User, sort: str) -> None:
    make_rows(PAGE + 7)
    first = lead_list(QueryDict(f"sort={sort}"), user=admin, now=WEDNESDAY)
    params = QueryDict(mutable=True)
    params.update({"sort": sort, "after": first.next})

    second = lead_list(params, user=admin, now=WEDNESDAY)

    ids = [row.lead_id for row in (*first.rows, *second.rows)]
    assert (len(first.rows), len(second.rows), second.next) == (PAGE, 7, "")
    assert len(set(ids)) == len(ids)
    assert first.total == second.total == "57 leads"


def test_a_broken_cursor_begins_at_the_start(admin: User) -> None:
    called("Hafen AG")

    assert names(admin, "after=nonsense") == ["Hafen AG"]


def test_a_row_says_where_the_lead_stands(admin: User) -> None:
    lead = called("Hafen AG", person=make_person(company="Hafen AG", name="Ida Moe"))
    log(make_touch(lead=lead, at=before(days=3)), at=before(days=2))

    [row] = lead_list(QueryDict(), user=admin, now=WEDNESDAY).rows

    assert (row.organisation, row.person, row.step) == ("Hafen AG", "Ida Moe", "Call Ida Moe")
    assert (row.state, row.text) == ("overdue", "1 working day late")
    assert row.touched == "No answer, 2 days ago"


def test_a_closed_lead_says_how_it_ended(admin: User) -> None:
    lead = called("Hafen AG")
    log(make_touch(lead=lead, at=before(days=3)), at=before(days=2), then=Close("won"))

    [row] = lead_list(QueryDict(), user=admin, now=WEDNESDAY).rows

    assert (row.state, row.text) == ("done", "Won")


def test_filters_survive_sorting_and_paging(client: Any) -> None:
    ana = make_rep()
    make_rows(PAGE + 1, owner=ana)
    client.force_login(ana)

    page = client.get(f"{reverse('followups:leads')}?state=new&sort=received").content.decode()

    assert "?state=new&amp;sort=-received" in page
    assert "?state=new&amp;sort=received&amp;after=" in page
    assert 'href="?sort=received"' in page  # the chip takes its filter away


def test_blank_fields_leave_the_address(client: Any) -> None:
    client.force_login(make_rep())

    answer = client.get(f"{reverse('followups:leads')}?q=&next=overdue&state=")

    assert answer.headers["Location"] == f"{reverse('followups:leads')}?next=overdue"


def test_htmx_gets_the_table_and_a_tidy_address(client: Any) -> None:
    client.force_login(make_rep())

    answer = client.get(
        f"{reverse('followups:leads')}?q=&next=overdue", headers={"HX-Request": "true"}
    )

    assert answer.content.lstrip().startswith(b'<section id="lead-list"')
    assert answer.headers["HX-Push-Url"] == f"{reverse('followups:leads')}?next=overdue"


def test_empty_and_filtered_empty_differ(client: Any) -> None:
    client.force_login(make_rep())

    everything = client.get(reverse("followups:leads")).content.decode()
    filtered = client.get(f"{reverse('followups:leads')}?next=overdue").content.decode()

    assert "No leads in your reach yet" in everything
    assert "No lead fits these filters" in filtered


def test_many_rows_cost_no_more_queries_than_one(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    team = make_team()
    client.force_login(make_manager(of=team))
    for number in range(12):
        lead = called(f"Lead {number}", owner=make_rep(team=team))
        log(make_touch(lead=lead, at=before(days=5)), at=before(days=4))

    with django_assert_max_num_queries(13):
        client.get(f"{reverse('followups:leads')}?next=overdue&sort=next")


@pytest.mark.parametrize(
    "asked",
    ["received_from=0001-01-01", "received_to=9999-12-31", "campaign=1&day=9999-12-31"],
)
def test_a_day_beyond_reason_lists_nothing_and_says_so(client, asked):
    client.force_login(make_rep(time_zone="Asia/Tokyo"))

    response = client.get(reverse("followups:leads"), QueryDict(asked).dict())

    assert response.status_code == 200
    assert response.context["list"].rows == []
