"""The queue: whose leads, in which order, and numbers that equal their rows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followups import operations
from followups.next_step import Due, TouchOn
from followups.queue.work import Show, beyond, counts_of, cursor_of, leads_in, queue_page
from followups.situation import situation_of
from followups.tests.factories import log, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_manager, make_rep
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def due(rep: User, due_at: datetime, organisation: str = "") -> Any:
    person = make_person(company=organisation) if organisation else make_person()
    lead = make_owned_lead(owner=rep, at=NOW - 9 * DAY, person=person)
    return make_touch(lead=lead, due_at=due_at, at=NOW - 9 * DAY)


def address(name: str = "queue", *args: int, **query: object) -> str:
    more = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"followups:{name}", args=args) + (f"?{more}" if more else "")


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana")


def test_each_number_equals_its_rows(ana):
    for due_at in (NOW - DAY, NOW, NOW + HOUR, NOW + DAY, NOW + 2 * DAY, NOW + 5 * DAY):
        due(ana, due_at)
    make_owned_lead(owner=ana, at=NOW - 9 * DAY)
    make_touch(due_at=NOW)  # another rep's

    counts = counts_of(ana, now=NOW)

    assert (counts.overdue, counts.today, counts.none, counts.week) == (2, 1, 1, 6)
    assert counts.due == counts.overdue + counts.today + counts.none
    for show in Show:
        assert getattr(counts, show.name.lower()) == leads_in(ana, show, now=NOW).count()


def test_the_oldest_debt_comes_first(ana):
    for name, due_at in (("New", NOW), ("Old", NOW - DAY), ("Later", NOW + DAY)):
        due(ana, due_at, name)

    page = queue_page(ana, Show.DUE, now=NOW)

    assert [row.who.split(" · ")[0] for row in page.rows] == ["Old", "New"]
    assert [row.state for row in page.rows] == ["overdue", "overdue"]


def test_a_row_is_brief_and_says_elsewhere_that_days_late_are_working_days(client, ana):
    due(ana, clock.now() - 60 * DAY)
    client.force_login(ana)

    page = client.get(address()).content.decode()

    [told] = re.findall(r'data-row title="(\d+) working days late"', page)
    assert f"<span>{told} days</span>" in page
    assert "days late are working days" in page


@pytest.mark.parametrize("show", [Show.DUE, Show.WEEK])
def test_every_row_is_behind_the_one_before(ana, show):
    for due_at in (NOW, NOW, NOW - DAY, NOW - HOUR):
        due(ana, due_at)
    make_owned_lead(owner=ana, at=NOW - 9 * DAY)

    leads = list(leads_in(ana, show, now=NOW))

    for place, lead in enumerate(leads):
        assert list(beyond(leads_in(ana, show, now=NOW), cursor_of(lead))) == leads[place + 1 :]


def test_a_cursor_that_is_none_begins_at_the_start(ana):
    due(ana, NOW)

    assert beyond(leads_in(ana, Show.DUE, now=NOW), "due-2026-99-99-x").count() == 1


def test_says_verb_attempt_and_campaign(ana):
    touch = due(ana, NOW - DAY)
    log(touch, at=NOW - 3 * HOUR)
    now = NOW + 2 * DAY

    row = queue_page(ana, Show.DUE, now=now).rows[0]

    assert row.what == f"Call, attempt 2 · {touch.lead.campaign}"
    assert (row.state, row.due) == ("overdue", "1 day")


def test_a_further_inquiry_makes_no_first_touch_of_the_next_one(ana):
    touch = due(ana, NOW - DAY)
    first = queue_page(ana, Show.DUE, now=NOW).rows[0].what
    log(touch, at=NOW, then=TouchOn(Due(NOW + HOUR)))
    lead, person, later = touch.lead, make_person(company="Hafen AG"), NOW + HOUR / 2

    operations.receive_inquiry(campaign=lead.campaign, person=person, lead=lead, by=None, at=later)

    row = queue_page(ana, Show.TODAY, now=NOW).rows[0]
    panel = situation_of(lead.pk, now=NOW).counters
    assert first.startswith("Call, first touch")
    assert (row.what.split(" · ")[0], panel.split(" of ")[0]) == ("Call, attempt 2", "attempt 2")


def test_a_rep_sees_his_own_leads_and_nobody_elses(client, ana):
    due(ana, clock.now() - HOUR, "Mine")
    due(make_rep(team=ana.team), clock.now() - HOUR, "Theirs")
    client.force_login(ana)

    page = client.get(address()).content.decode()

    assert "Mine" in page
    assert "Theirs" not in page


def test_asks_the_same_number_of_times_whatever_the_rows(client, ana):
    client.force_login(ana)
    due(ana, clock.now() - HOUR)
    client.get(address())
    with CaptureQueriesContext(connection) as few:
        client.get(address())
    for _ in range(6):
        due(ana, clock.now() - HOUR)

    with CaptureQueriesContext(connection) as many:
        client.get(address())

    assert len(many) == len(few)
    assert len(many) <= 17


def test_a_manager_reads_the_queue_of_one_of_his_reps(client, ana):
    touch = due(ana, clock.now() - HOUR, "Mine")
    client.force_login(make_manager(of=ana.team))

    page = client.get(address(rep=ana.pk)).content.decode()

    assert "Mine" in page
    assert address("log_touch", touch.pk) not in page


def test_an_admin_reads_any_queue(client, ana):
    client.force_login(make_admin())

    assert client.get(address(rep=ana.pk)).status_code == 200


def test_a_manager_without_a_choice_is_asked_whose(client, ana):
    client.force_login(make_manager(of=ana.team))

    assert address(rep=ana.pk) in client.get(address()).content.decode()


@pytest.mark.parametrize("who", [make_manager, make_rep, make_event_manager])
def test_a_queue_out_of_reach_is_not_there(client, ana, who):
    client.force_login(who())

    assert client.get(address(rep=ana.pk)).status_code == 404


def test_a_lead_of_somebody_else_does_not_open(client, ana):
    theirs = due(make_rep(), NOW)
    client.force_login(ana)

    assert client.get(address(lead=theirs.lead_id)).status_code == 404


@pytest.mark.parametrize("show", ["", "overdue", "none", "later", "nonsense"])
def test_an_empty_part_says_so(client, ana, show):
    client.force_login(ana)

    answer = client.get(address(show=show))

    assert answer.status_code == 200
    assert "No open leads" in answer.content.decode()


def test_a_lead_without_a_next_step_offers_a_plan(client, ana):
    lead = make_owned_lead(owner=ana)
    client.force_login(ana)

    page = client.get(address(show="none")).content.decode()

    assert str(lead) in page
    assert address("schedule_touch", lead.pk) in page


@pytest.mark.parametrize("order", ["fair", "due"])
def test_the_list_ends_with_what_has_no_next_step(client, ana, order):
    ana.queue_order = order
    ana.save()
    new, old = (make_owned_lead(owner=ana, at=clock.now() - days * DAY) for days in (2, 9))
    touch = due(ana, clock.now() - HOUR)
    client.force_login(ana)

    answer = client.get(address())

    rows, text = answer.context["page"].rows, answer.content.decode()
    assert [row.lead_id for row in rows] == [touch.lead_id, old.pk, new.pk]
    assert [row.state for row in rows] == ["overdue", "none", "none"]
    assert "<span data-shown>3</span> of <span data-of>3</span>" in text
    assert text.count("No next step · ") == 2


@pytest.mark.parametrize("order", ["fair", "due"])
def test_asks_once_more_at_most_where_some_have_no_next_step(client, ana, order):
    ana.queue_order = order
    ana.save()
    client.force_login(ana)
    due(ana, clock.now() - HOUR)
    for _ in range(6):
        make_owned_lead(owner=ana, at=clock.now() - DAY)
    client.get(address())

    with CaptureQueriesContext(connection) as queries:
        client.get(address())

    assert len(queries) <= 18


def test_an_empty_part_leads_back_to_what_is_due(client, ana):
    due(ana, clock.now() - HOUR)
    client.force_login(ana)

    page = client.get(address(show="none")).content.decode()

    assert "None without a next step" in page
    assert "Show all 1" in page


def test_nothing_due_says_what_comes_in_the_next_days(client, ana):
    for days in (2, 3, 20):
        due(ana, clock.now() + days * DAY)
    client.force_login(ana)

    page = client.get(address()).content.decode()

    assert "2 in the next 7 days, 3 later in all." in page
