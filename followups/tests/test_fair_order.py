"""The fair order of the queue: who comes first, and that nobody sinks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.tests.factories import make_campaign, make_segment
from followups.models import Outcome
from followups.next_step import Due, TouchOn
from followups.queue import work as queue
from followups.queue.fair import OLDEST_CURSOR, Slot, Spot
from followups.queue.work import Show, counts_of, queue_page
from followups.tests.factories import log, make_cadence, make_owned_lead, make_touch, next_touch
from leadfollow.people.models import QueueOrder, User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead, NextIs

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana")


@pytest.fixture
def leads(ana: User) -> Leads:
    return Leads(ana)


class Leads:
    """Leads of a rep, each with a next step of one sort, called by a name."""

    def __init__(self, rep: User) -> None:
        self.rep = rep
        self.segment = make_segment(first_touch_amount=24)
        make_cadence({"minutes": 0, "channel": "call"}, segment=self.segment)
        self.campaign = make_campaign(segment=self.segment)

    def call(self, name: str, lead: Lead) -> Lead:
        Lead.objects.filter(pk=lead.pk).update(organisation=name)
        return lead

    def promised(self, name: str, due_at: datetime) -> Lead:
        lead = make_owned_lead(owner=self.rep, at=NOW - 9 * DAY)
        make_touch(lead=lead, due_at=due_at, at=NOW - 9 * DAY)
        return self.call(name, lead)

    def first(self, name: str, assigned_at: datetime) -> Lead:
        """A first touch, due at once; its limit is 24 h later."""
        lead = make_owned_lead(owner=self.rep, at=assigned_at, campaign=self.campaign)
        return self.call(name, lead)

    def unplanned(self, name: str, since: datetime) -> Lead:
        return self.call(name, make_owned_lead(owner=self.rep, at=since))

    def again(self, name: str, due_at: datetime) -> Lead:
        """Tried once in vain, and due for the second attempt."""
        lead = self.first(name, due_at - 9 * DAY)
        step = TouchOn(Due(due_at))
        log(next_touch(lead), at=due_at - 2 * DAY, then=step, by=self.rep)
        return lead


def names(rep: User, show: Show = Show.DUE, *, after: str = "", now: datetime = NOW) -> list[str]:
    rows = queue_page(rep, show, after=after, now=now).rows
    by_id = dict(Lead.objects.values_list("pk", "organisation"))
    return [by_id[row.lead_id] for row in rows]


def test_knows_what_each_next_step_is(leads):
    sorts = {
        leads.promised("p", NOW): NextIs.PROMISE,
        leads.first("f", NOW - HOUR): NextIs.FIRST,
        leads.again("a", NOW - HOUR): NextIs.AGAIN,
    }

    assert {Lead.objects.get(pk=lead.pk).next_is for lead in sorts} == set(sorts.values())


def test_what_was_agreed_with_somebody_who_answered_is_a_promise(ana, leads):
    lead = leads.first("f", NOW - HOUR)
    call_back = TouchOn(Due(NOW + 4 * HOUR))

    log(next_touch(lead), at=NOW, outcome=Outcome.TALKED, then=call_back, by=ana)

    assert Lead.objects.get(pk=lead.pk).next_is == NextIs.PROMISE


def test_a_promise_whose_moment_has_come_is_first(ana, leads):
    leads.again("old debt", NOW - 5 * DAY)
    leads.promised("promise", NOW + timedelta(minutes=10))

    assert names(ana) == ["promise", "old debt"]


def test_a_promise_for_later_waits(ana, leads):
    leads.promised("promise", NOW + 4 * HOUR)
    leads.again("debt", NOW - HOUR)

    assert names(ana) == ["debt", "promise"]


def test_a_first_touch_whose_time_is_nearly_up_goes_before_what_is_due(ana, leads):
    leads.first("quarter left", NOW - 20 * HOUR)
    leads.first("over", NOW - 30 * HOUR)
    leads.first("fresh", NOW - HOUR)

    assert names(ana) == ["quarter left", "over", "fresh"]


def test_two_of_five_rows_are_attempts_after_one_in_vain(ana, leads):
    for hours in range(8):
        leads.first(f"fresh {hours}", NOW - (8 - hours) * HOUR)
    for hours in range(3):
        leads.again(f"debt {hours}", NOW - timedelta(minutes=30 - hours))

    assert [name[:5] for name in names(ana)[:5]] == ["fresh", "fresh", "debt ", "fresh", "debt "]
    assert [name for name in names(ana) if name[:4] == "debt"] == ["debt 0", "debt 1", "debt 2"]


def test_an_attempt_a_working_day_late_waits_for_no_turn(ana, leads):
    leads.first("quarter left", NOW - 20 * HOUR)
    leads.again("late", NOW - 2 * DAY)

    assert names(ana) == ["late", "quarter left"]


def test_the_order_stays_while_rows_leave_from_the_top(ana, leads):
    for hours in range(6):
        leads.first(f"fresh {hours}", NOW - (8 - hours) * HOUR)
        leads.again(f"debt {hours}", NOW - timedelta(minutes=30 - hours))
    line = names(ana)
    for _ in range(7):
        lead = Lead.objects.get(pk=queue_page(ana, Show.DUE, now=NOW).rows[0].lead_id)
        log(next_touch(lead), at=NOW, then=TouchOn(Due(NOW + 3 * DAY)), by=ana)

        assert names(ana) == line[1:]

        line = line[1:]


@pytest.mark.parametrize("order", QueueOrder.values)
@pytest.mark.parametrize("show", [Show.DUE, Show.OVERDUE, Show.TODAY])
def test_pages_hold_every_row_once(ana, leads, show, order, monkeypatch):
    ana.queue_order = order
    monkeypatch.setattr(queue, "ROWS", 4)
    for hours in range(-3, 6):
        leads.first(f"fresh {hours}", NOW - (8 - hours) * HOUR)
        leads.again(f"debt {hours}", NOW + hours * HOUR)
        leads.promised(f"promise {hours}", NOW + hours * HOUR)
        leads.unplanned(f"none {hours}", NOW - hours * HOUR)
    whole, after = [], ""
    while True:
        page = queue_page(ana, show, after=after, now=NOW)
        whole += page.rows
        after = page.next
        if not after:
            break

    ids = [row.lead_id for row in whole]
    assert len(ids) == len(set(ids)) == getattr(counts_of(ana, now=NOW), show.name.lower())
    unplanned = [row.state == "none" for row in whole]
    assert unplanned == sorted(unplanned)  # the last ones
    assert sum(unplanned) == (9 if show == Show.DUE else 0)


def test_a_page_goes_on_where_the_last_one_ended(ana, leads, monkeypatch):
    for hours in range(6):
        leads.first(f"fresh {hours}", NOW - (8 - hours) * HOUR)
        leads.again(f"debt {hours}", NOW - timedelta(minutes=30 - hours))
    line = names(ana)
    monkeypatch.setattr(queue, "ROWS", 5)
    first = queue_page(ana, Show.DUE, now=NOW)

    assert names(ana, after=first.next, now=NOW + HOUR) == line[5:10]


@pytest.mark.parametrize("text", ["", "x", "!!!", "2026-99!0!!!!", "2026-11-04T10:00:00!x!!!!"])
def test_a_place_that_makes_no_sense_is_the_beginning(text):
    assert Spot.of(text, now=NOW) == Spot(NOW)


def test_an_old_place_is_the_beginning():
    spot = str(Spot(NOW, 50, {Slot.DUE: "x"}))
    later = NOW + OLDEST_CURSOR + HOUR

    assert Spot.of(spot, now=later) == Spot(later)


def test_says_why_each_row_stands_where_it_does(ana, leads):
    leads.promised("promise", NOW - HOUR)
    leads.first("first", NOW - 21 * HOUR)
    leads.again("again", NOW - 2 * DAY)

    reasons = [row.reason for row in queue_page(ana, Show.DUE, now=NOW).rows]

    assert reasons == ["promise 09:00", "oldest debt", "first touch, 3 h left"]


def test_plain_due_order_is_a_choice_that_is_kept(client, ana, leads):
    leads.again("debt", NOW - 3 * HOUR)
    leads.promised("promise", NOW - HOUR)
    client.force_login(ana)

    client.post(reverse("followups:order_queue"), {"order": QueueOrder.DUE})

    ana.refresh_from_db()
    assert ana.queue_order == QueueOrder.DUE
    assert names(ana) == ["debt", "promise"]


def test_an_order_that_is_none_changes_nothing(client, ana):
    client.force_login(ana)

    assert client.post(reverse("followups:order_queue"), {"order": "x"}).status_code == 302

    ana.refresh_from_db()
    assert ana.queue_order == QueueOrder.FAIR


def test_only_the_rep_himself_chooses_his_order(client, ana):
    client.force_login(make_manager(of=ana.team))

    page = client.get(f"{reverse('followups:queue')}?rep={ana.pk}").content.decode()

    assert reverse("followups:order_queue") not in page


def test_asks_the_same_number_of_times_whatever_the_rows(ana, leads):
    def asked() -> Any:
        with CaptureQueriesContext(connection) as queries:
            queue_page(ana, Show.DUE, now=NOW)
        return len(queries)

    few = asked()
    for hours in range(8):
        leads.first(f"fresh {hours}", NOW - hours * HOUR)
        leads.again(f"debt {hours}", NOW - hours * HOUR)
        leads.promised(f"promise {hours}", NOW - hours * HOUR)

    assert asked() == few + 1  # the touches of the leads that there are
