"""Leads that one person found qualified and another one rejected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from followups import operations
from followups.tests.factories import MONDAY, make_owned_lead
from followups.verdicts import Judgement
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead, Rejection, Says
from reports import disagreements
from reports.question import Question

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
LATER = MONDAY + timedelta(days=9)
TEST = Judgement(Says.REJECTED, Rejection.TEST, "It says test")


@pytest.fixture
def mara() -> User:
    return make_manager(of=make_team(), name="Mara")


@pytest.fixture
def lead(mara: User) -> Lead:
    return make_owned_lead(owner=make_rep(name="Ana", team=mara.teams_led.get()))


def qualify(lead: Lead, by: User) -> None:
    operations.convert_lead(lead=lead, by=by, at=MONDAY, override="Paid already")


def reject(lead: Lead, by: User) -> Any:
    return operations.give_verdict(lead=lead, verdict=TEST, by=by, at=TUESDAY)


def found() -> list[Any]:
    return list(disagreements.answer(Question(LATER)).rows)


def test_two_people_who_differ_are_listed_with_days_and_reasons(lead: Lead, mara: User) -> None:
    qualify(lead, mara)
    reject(lead, lead.owner)

    [row] = found()

    assert (row.lead, row.rep, row.stands) == (str(lead), "Ana", "Rejected")
    assert (row.qualified_by, row.qualified) == ("Mara", MONDAY)
    assert row.by_what == "version 1, in spite of what lacks: Paid already"
    assert (row.rejected_by, row.rejected) == ("Ana", TUESDAY)
    assert row.reason == "Test or spam: It says test"


def test_who_changes_his_own_mind_disagrees_with_nobody(lead: Lead, mara: User) -> None:
    qualify(lead, mara)
    reject(lead, mara)

    assert found() == []


def test_a_verdict_taken_back_is_none(lead: Lead, mara: User) -> None:
    qualify(lead, mara)
    given = reject(lead, lead.owner)
    operations.undo_verdict(verdict=given, by=lead.owner, at=TUESDAY)

    assert found() == []


def test_what_was_said_before_the_lead_was_reopened_is_another_story(
    lead: Lead, mara: User
) -> None:
    qualify(lead, mara)
    operations.close_lead(lead=lead, disposition="won", by=lead.owner, at=MONDAY)
    operations.reopen_lead(lead=lead, by=mara, at=TUESDAY)
    reject(lead, lead.owner)

    assert found() == []


def test_a_manager_sees_his_teams_and_a_stranger_nothing(
    client: Any, lead: Lead, mara: User
) -> None:
    qualify(lead, mara)
    reject(lead, lead.owner)
    address = reverse("reports:report", args=["disagreements"])
    pages = []
    for reader in (mara, make_manager()):
        client.force_login(reader)
        pages.append(str(lead) in client.get(address).content.decode())

    assert pages == [True, False]


def test_many_cost_no_more_queries_than_one(
    lead: Lead, mara: User, django_assert_num_queries: Any
) -> None:
    for each in (lead, make_owned_lead(owner=lead.owner), make_owned_lead(owner=lead.owner)):
        qualify(each, mara)
        reject(each, lead.owner)

    with django_assert_num_queries(3):
        assert len(found()) == 3
