"""The standing flags by cause, each lead once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.lists.flag_list import PAGE, flag_list
from followups.models import Flag
from followups.sweep import sweep
from followups.tests.factories import make_lead, make_owned_lead, make_touch
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)
TEN_DAYS_AGO = WEDNESDAY - timedelta(days=10)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Petrova")


@pytest.fixture
def scene(ana: User) -> None:
    """Ana has one late and never touched, one late and touched long ago, one without a step."""
    both = make_owned_lead(owner=ana, person=make_person(company="Both"), at=TEN_DAYS_AGO)
    make_touch(lead=both, due_at=WEDNESDAY - timedelta(days=1), at=TEN_DAYS_AGO)
    make_owned_lead(
        owner=ana, person=make_person(company="Bare"), at=WEDNESDAY - timedelta(hours=1)
    )
    make_lead(person=make_person(company="Nobody's"), at=TEN_DAYS_AGO)
    sweep(now=WEDNESDAY)


def shown(user: User, asked: str = "") -> list[tuple[str, str]]:
    rows = flag_list(QueryDict(asked), user=user, now=WEDNESDAY).rows
    return [(row.organisation, row.kind) for row in rows]


def counts(user: User, asked: str = "") -> dict[str, int]:
    listed = flag_list(QueryDict(asked), user=user, now=WEDNESDAY)
    return {count.kind or "all": count.count for count in listed.counts}


def test_each_lead_stands_once_under_its_most_basic_cause(scene: None) -> None:
    assert shown(make_admin()) == [
        ("Nobody's", "nobody's"),
        ("Both", "not touched in time"),
        ("Bare", "no next step"),
    ]


def test_the_other_flags_are_told_beside_it(scene: None, ana: User) -> None:
    both = flag_list(QueryDict(), user=ana, now=WEDNESDAY).rows[0]

    assert both.others == "overdue, no verdict"
    assert both.cause.startswith("First touch was due ")
    assert both.age == "8 days"


def test_the_causes_add_up(scene: None) -> None:
    numbers = counts(make_admin())

    assert numbers.pop("all") == sum(numbers.values()) == 3
    assert Flag.objects.standing().count() == 5


def test_a_rep_sees_his_own_and_a_stranger_none(scene: None, ana: User) -> None:
    assert [name for name, _ in shown(ana)] == ["Both", "Bare"]
    assert shown(make_rep()) == []


def test_filters_by_cause_while_the_counts_stay(scene: None) -> None:
    admin = make_admin()

    assert shown(admin, "kind=missing") == [("Bare", "no next step")]
    assert counts(admin, "kind=missing")["all"] == 3


def test_filters_by_owner_and_team(scene: None, ana: User) -> None:
    admin = make_admin()

    assert counts(admin, f"owner={ana.pk}")["all"] == 2
    assert counts(admin, "owner=none")["all"] == 1
    assert counts(admin, f"team={ana.team_id}")["all"] == 2


def test_a_strangers_team_cannot_be_asked_for(scene: None, ana: User) -> None:
    assert shown(make_manager(), f"owner={ana.pk}") == []


def test_pages_hold_every_flag_once() -> None:
    campaign = make_campaign()
    leads = Lead.objects.bulk_create(
        Lead(organisation=f"Lead {n}", campaign=campaign, received_at=TEN_DAYS_AGO)
        for n in range(PAGE + 3)
    )
    Flag.objects.bulk_create(
        Flag(lead=lead, kind="overdue" if n % 2 else "missing", began_at=TEN_DAYS_AGO)
        for n, lead in enumerate(leads)
    )
    admin = make_admin()
    first = flag_list(QueryDict(), user=admin, now=WEDNESDAY)
    onward = QueryDict(mutable=True)
    onward["after"] = first.next

    second = flag_list(onward, user=admin, now=WEDNESDAY)

    urls = {row.url for row in (*first.rows, *second.rows)}
    assert (len(first.rows), len(second.rows), len(urls)) == (PAGE, 3, PAGE + 3)


def test_many_rows_cost_no_more_queries_than_one(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    team = make_team()
    for number in range(8):
        make_touch(
            lead=make_owned_lead(owner=make_rep(team=team), at=TEN_DAYS_AGO),
            due_at=WEDNESDAY - timedelta(days=number + 1),
            at=TEN_DAYS_AGO,
        )
    sweep(now=WEDNESDAY)
    client.force_login(make_manager(of=team))

    with django_assert_max_num_queries(9):
        page = client.get(reverse("followups:flags"))

    assert page.content.count(b"not touched in time</span></span>") > 1


def test_an_age_is_told_by_the_calendar(client: Any, ana: User, scene: None) -> None:
    client.force_login(ana)

    page = client.get(reverse("followups:flags")).content.decode()

    assert ">Age</th>" in page
