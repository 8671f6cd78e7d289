"""Steps of cadences made as planned, replaced and skipped, per rep, and the steps behind them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followups import operations
from followups.models import Branch, Cadence
from followups.next_step import Continue, Due, TouchOn
from followups.tests.factories import after, log, make_planned_lead, next_touch
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from reports import conformity
from reports.question import Question

pytestmark = pytest.mark.django_db
NOW = after(days=2)


def work(ana: User) -> None:
    """One lead: the first step skipped, the second replaced and made, the third made."""
    lead, said = make_planned_lead(owner=ana), {"by": ana, "at": after(minutes=5)}
    operations.skip_step(touch=next_touch(lead), reason="Holiday", **said)
    said |= {"channel": "letter", "subject": "Write", "reason": "Paper"}
    stand_in = operations.replace_step(touch=next_touch(lead), **said)
    log(stand_in, at=after(hours=1), by=ana, then=Continue(), outcome="sent")
    log(next_touch(lead), at=after(hours=2), by=ana)


@pytest.fixture
def ana() -> User:
    ana = make_rep(name="Ana")
    work(ana)
    return ana


def asked(**about: Any) -> list[Any]:
    return list(conformity.answer(Question(NOW, **about)).rows)


def test_steps_are_counted_by_what_became_of_them(ana):
    [row] = asked()

    assert (row.rep, row.steps, row.planned, row.replaced, row.skipped) == ("Ana", 3, 1, 1, 1)
    assert row.percent == 33.3


def test_what_was_undone_counts_nowhere(ana):
    lead = make_planned_lead(owner=ana)
    step = next_touch(lead)
    operations.skip_step(touch=step, reason="Oh", by=ana, at=after(minutes=5))
    operations.undo_stepping(touch=step, by=ana, at=after(minutes=6))

    assert asked()[0].steps == 3


def test_a_stand_in_that_was_moved_is_still_one(ana):
    lead = make_planned_lead(owner=ana)
    said = {"by": ana, "at": after(minutes=5)}
    stand_in = operations.replace_step(
        touch=next_touch(lead), channel="letter", subject="Write", reason="Paper", **said
    )
    operations.move_touch(touch=stand_in, due=Due(after(hours=3)), **said)

    log(next_touch(lead), at=after(hours=2), by=ana, outcome="sent")

    assert asked()[0].replaced == 2


@pytest.mark.parametrize("part", ["", *conformity.PARTS])
def test_each_number_opens_so_many_steps(ana, part):
    [row] = asked()

    opened = conformity.answer_steps(Question(NOW, rep=ana, part=part))

    assert opened.totals["steps"] == len(opened.rows) == getattr(row, part or "steps")


def test_a_step_says_why(ana):
    rows = conformity.answer_steps(Question(NOW)).rows

    assert {(row.fate, row.reason) for row in rows} == {
        ("As planned", ""), ("Replaced", "Paper"), ("Skipped", "Holiday"),
    }  # fmt: skip


def test_everybody_sees_his_own(ana):
    work(make_rep(name="Ben"))

    assert [row.rep for row in asked(reader=ana)] == ["Ana"]
    assert [row.rep for row in asked(reader=make_manager(of=ana.team))] == ["Ana"]


@pytest.mark.parametrize("name", ["conformity", "steps"])
def test_queries_do_not_grow_with_steps(ana, name, client: Client):
    client.force_login(ana)
    url = reverse("reports:report", args=[name]) + "?week=2026-W45"
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    for _ in range(3):
        work(ana)

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)


def test_neither_a_branch_nor_what_comes_after_the_plan_is_a_deviation():
    ana = make_rep(name="Ana")
    lead, said = make_planned_lead(owner=ana), {"by": ana, "then": Continue()}
    first = Cadence.objects.get(enrolments__lead=lead).steps.all()[0]
    Branch.objects.create(step=first, outcome="left_message", ahead=2)
    log(next_touch(lead), at=after(minutes=5), outcome="left_message", **said)
    log(next_touch(lead), at=after(hours=1), **said)
    then = TouchOn(Due(after(hours=3)))
    operations.go_on_after(touch=next_touch(lead), then=then, by=ana, at=after(hours=2))
    log(next_touch(lead), at=after(hours=3), by=ana, then=TouchOn(Due(after(hours=5))))
    log(next_touch(lead), at=after(hours=5), **said)

    [row] = asked()

    assert (row.steps, row.planned, row.percent) == (2, 2, 100.0)
