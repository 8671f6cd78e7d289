"""Verdicts given of those due, per rep, and the leads behind each number."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.tests.factories import make_event
from followups import operations
from followups.operations import Met
from followups.tests.factories import MONDAY, make_owned_lead
from followups.verdicts import ACCEPTED, Judgement
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import BANT, Lead, Rejection, Says
from leads.models.closure import Closure
from reports import verdicts
from reports.question import Question

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=10)
TEST = Judgement(Says.REJECTED, Rejection.TEST)


def give(lead: Lead, verdict: Judgement = ACCEPTED) -> None:
    operations.give_verdict(lead=lead, verdict=verdict, by=lead.owner, at=MONDAY)  # type: ignore[arg-type]


@pytest.fixture
def ana() -> User:
    """Six leads: one accepted, one rejected, one qualified, two still owing, one of today."""
    ana = make_rep(name="Ana")
    leads = [make_owned_lead(owner=ana) for _ in range(5)]
    make_owned_lead(owner=ana, at=LATER - timedelta(hours=1))
    give(leads[0])
    give(leads[1], TEST)
    heard = dict.fromkeys(BANT, Met(is_met=True, evidence="Heard"))
    operations.tick_criteria(lead=leads[2], ticks=heard, by=ana, at=MONDAY)
    operations.convert_lead(lead=leads[2], by=ana, at=MONDAY)
    return ana


def asked(**about: Any) -> list[Any]:
    return list(verdicts.answer(Question(LATER, **about)).rows)


def test_given_of_those_due(ana: User) -> None:
    [row] = asked()

    assert (row.rep, row.due, row.given, row.missing, row.percent) == ("Ana", 5, 3, 2, 60.0)
    assert (row.accepted, row.rejected, row.qualified, row.overridden) == (1, 1, 1, 0)


def reject_of(rep: User, source: Campaign, times: int) -> None:
    for minute in range(times):
        lead = make_owned_lead(owner=rep, campaign=source)
        at = MONDAY + timedelta(minutes=minute)
        operations.give_verdict(lead=lead, verdict=TEST, by=rep, at=at)


def test_rejections_in_a_row_of_one_source_are_told(ana: User) -> None:
    fair, site = make_event(name="Fair"), make_event(name="Site")
    reject_of(ana, fair, 3)
    reject_of(ana, site, 2)

    [row] = asked()
    reject_of(ana, fair, 1)
    [worse] = asked()

    assert (row.in_a_row, row.source, row.source_code) == (3, "● notice: Fair", fair.code)
    assert (worse.in_a_row, worse.source) == (4, "▲ alarm: Fair")


def test_one_that_is_accepted_ends_them(ana: User) -> None:
    fair = make_event(name="Fair")
    reject_of(ana, fair, 4)
    lead = make_owned_lead(owner=ana, campaign=fair)
    later = MONDAY + timedelta(hours=1)
    operations.give_verdict(lead=lead, verdict=ACCEPTED, by=ana, at=later)

    [row] = asked()

    assert (row.in_a_row, row.source) == (1, "")


def test_an_override_is_counted(ana: User) -> None:
    lead = make_owned_lead(owner=ana)
    operations.convert_lead(lead=lead, by=make_manager(), at=MONDAY, override="Paid already")

    [row] = asked()

    assert (row.qualified, row.overridden) == (2, 1)


def test_a_verdict_taken_back_is_missing_again(ana: User) -> None:
    lead = Lead.objects.filter(verdicts__says="accepted").get()
    operations.undo_verdict(verdict=lead.verdicts.get(), by=ana, at=MONDAY)

    assert asked()[0].missing == 3


def test_nobody_owes_one_on_an_imported_end(ana: User) -> None:
    lead = make_owned_lead(owner=ana)
    operations.close_lead(lead=lead, disposition="won", by=None, at=MONDAY)
    Closure.objects.update(imported=True)

    assert asked()[0].due == 5


def test_the_least_complete_comes_first(ana: User) -> None:
    ben = make_rep(name="Ben")
    make_owned_lead(owner=ben)

    assert [row.rep for row in asked()] == ["Ben", "Ana"]


def test_everybody_sees_his_own(ana: User) -> None:
    make_owned_lead(owner=make_rep(name="Ben"))

    assert [row.rep for row in asked(reader=ana)] == ["Ana"]
    assert [row.rep for row in asked(reader=make_manager(of=ana.team))] == ["Ana"]


@pytest.mark.parametrize("part", ["", *verdicts.PARTS])
def test_each_number_opens_so_many_leads(ana: User, part: str) -> None:
    [row] = asked()

    opened = verdicts.answer_leads(Question(LATER, rep=ana, part=part))

    assert opened.totals["leads"] == len(opened.rows) == getattr(row, part or "due")


def test_a_lead_says_what_was_made_of_it(ana: User) -> None:
    rows = verdicts.answer_leads(Question(LATER)).rows

    assert [row.verdict for row in rows][:2] == ["Missing", "Missing"]
    assert {row.verdict for row in rows[2:]} == {"Accepted", "Rejected: test or spam", "Qualified"}
    assert rows[0].due == MONDAY + timedelta(days=7)
    assert (rows[2].by, rows[2].version) == ("Ana", 1)


def test_the_command_prints_the_same(ana: User, capsys: Any) -> None:
    call_command("report", "verdicts", "--at", LATER.isoformat(), "--json")

    printed = json.loads(capsys.readouterr().out)

    assert printed["rows"][0]["percent"] == 60.0
    assert printed["totals"]["due"] == 5


def test_queries_do_not_grow_with_leads(ana: User, client: Client) -> None:
    client.force_login(ana)
    url = reverse("reports:report", args=["verdict-leads"])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(5):
        give(make_owned_lead(owner=ana))

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)
