"""Response time by two clocks: the system's until a rep has it, then each rep's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.tests.factories import MONDAY, after, ask, log, make_touch
from leadfollow.clock import Week
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person
from reports import response_time
from reports.question import Question
from reports.registry import REPORTS

pytestmark = pytest.mark.django_db
LATER = after(days=2)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana")


@pytest.fixture
def ben(ana: User) -> User:
    return make_rep(name="Ben", team=ana.team)


def give(lead: Lead, rep: User, **when: float) -> None:
    operations.assign_lead(lead=lead, rep=rep, by=None, at=after(**when))


def handed_over(ana: User, ben: User) -> Lead:
    """Captured nine hours before it came in; Ana's from 11 on, Ben's from 14, touched at 16."""
    captured = MONDAY - timedelta(hours=9)
    lead = ask(MONDAY, campaign=make_campaign(name="Fair"), captured_at=captured).lead
    give(lead, ana, hours=1)
    give(lead, ben, hours=4)
    log(make_touch(lead=lead, due_at=after(days=1)), at=after(hours=6))
    return lead


def said(answer: Any) -> list[tuple[str, int, float | None, int]]:
    return [(row.who, row.legs, row.median_hours, row.running) for row in answer.rows]


def test_each_wait_has_its_clock(ana: User, ben: User) -> None:
    handed_over(ana, ben)

    answer = response_time.answer(Question(LATER))

    assert said(answer) == [("Fair", 1, 10.0, 0), ("Ana", 1, 3.0, 0), ("Ben", 1, 2.0, 0)]
    assert [row.clock.split(":")[0] for row in answer.rows] == ["System", "Rep", "Rep"]
    assert answer.totals == {
        "inquiries": 1,
        "system_hours": 10.0,
        "system_running": 0,
        "rep_hours": 2.5,
        "rep_running": 0,
    }


def test_what_nobody_touched_yet_is_still_running(ana: User) -> None:
    waiting = make_campaign(name="Web")
    ask(MONDAY, campaign=waiting)
    lead = ask(MONDAY, campaign=waiting, person=make_person()).lead
    give(lead, ana, hours=1)

    answer = response_time.answer(Question(LATER))

    assert said(answer) == [("Web", 2, 1.0, 1), ("Ana", 1, None, 1)]


def test_every_number_opens_its_rows(client: Any, ana: User, ben: User) -> None:
    handed_over(ana, ben)
    ask(after(hours=1), person=make_person(), owner=ana)
    question = Question(LATER, reader=make_manager(of=ana.team))
    legs = REPORTS["response-time"].columns[2].url
    assert legs

    for row in response_time.answer(question).rows:
        chosen = parse_qs(urlsplit(legs(row, question)).query)
        behind = Question(LATER, reader=question.reader, part=chosen["part"][0])
        rows = [
            each
            for each in response_time.answer_legs(behind).rows
            if not row.campaign_code or each.campaign == row.who
        ]
        assert len(rows) == row.legs
        assert {each.who for each in rows} == {row.who}


def test_of_a_week_is_what_was_asked_in_it(ana: User, ben: User) -> None:
    handed_over(ana, ben)

    this, next_one = (Question(LATER, week=Week(2026, number)) for number in (45, 46))

    assert len(response_time.answer(this).rows) == 3
    assert not response_time.answer(next_one).rows


def test_the_page_says_which_clock(client: Any, ana: User, ben: User) -> None:
    handed_over(ana, ben)
    client.force_login(ben)

    page = client.get(reverse("reports:report", args=["response-time"])).content.decode()
    rows = client.get(reverse("reports:report", args=["response-legs"])).content.decode()

    assert "System: captured or received, to assigned" in page
    assert "part=system&amp;campaign=" in page
    assert "Rep: assigned to first touch" in rows
