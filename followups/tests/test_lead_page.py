"""A lead's page: what comes next, who is there, what happened, and its ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import Cadence, Channel, Step
from followups.next_step import Due
from followups.sweep import sweep
from followups.tests.factories import fresh, log, make_owned_lead, make_touch, person_of
from followups.timeline import timeline_of
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_manager, make_rep
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana")


@pytest.fixture
def lead(ana: User) -> Lead:
    eve = make_event_manager(name="Eve")
    return make_owned_lead(
        owner=ana,
        at=clock.now() - 3 * DAY,
        person=make_person(company="Hafen AG"),
        campaign=make_campaign(owner=eve, name="Fair Basel"),
        request="the price list",
    )


@pytest.fixture
def as_ana(client: Any, ana: User) -> Any:
    client.force_login(ana)
    return client


def address(name: str, *args: int) -> str:
    return reverse(f"followups:{name}", args=args)


def page_of(client: Any, lead: Lead) -> str:
    return client.get(address("lead", lead.pk)).content.decode()


def local(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def told(lead: Lead, reader: User, *, now: datetime) -> list[str]:
    days = timeline_of(lead, lead.inquiries.all(), reader=reader, may_work=True, now=now)
    return [
        " | ".join([item.what, *(mark.word for mark in item.honesty), *item.marks])
        for day in days
        for item in day.items
    ]


def test_shows_the_next_step_its_people_and_facts(as_ana, lead):
    make_touch(lead=lead, due_at=clock.now() + DAY)

    page = page_of(as_ana, lead)

    reached = "0 of 4 people reached, 1 known"
    for words in ("Hafen AG", "Call Asker", "Fair Basel", "the price list", reached):
        assert words in page


def test_a_stranger_finds_nothing(client, lead):
    client.force_login(make_rep())

    assert client.get(address("lead", lead.pk)).status_code == 404


def test_asks_the_same_number_of_times_whatever_happened(as_ana, ana, lead):
    touch = make_touch(lead=lead, due_at=clock.now() - DAY)
    log(touch, at=clock.now() - DAY + HOUR)
    page_of(as_ana, lead)
    with CaptureQueriesContext(connection) as few:
        page_of(as_ana, lead)
    for n in range(5):
        log(lead.touches.scheduled().earliest("due_at"), at=clock.now() - HOUR + n * HOUR / 9)
        operations.add_person(lead=lead, person=make_person(), by=ana, at=clock.now())

    with CaptureQueriesContext(connection) as many:
        page_of(as_ana, lead)

    assert len(many) <= len(few) <= 29


@pytest.mark.parametrize("who", ["event manager", "admin"])
def test_some_only_read(client, lead, who):
    make_touch(lead=lead, due_at=clock.now() + DAY)
    client.force_login(lead.campaign.owner if who == "event manager" else make_admin())

    page = page_of(client, lead)

    assert "Hafen AG" in page
    assert (address("close_lead", lead.pk) in page) is (who == "admin")
    assert "/log/" not in page


@pytest.fixture
def as_admin(client):
    client.force_login(make_admin())
    return client


def test_an_admin_closes_and_reopens(as_admin, lead):
    as_admin.post(address("close_lead", lead.pk), {"disposition": "duplicate"})
    assert lead.closures.standing().exists()

    as_admin.post(address("reopen_lead", lead.pk))

    assert not lead.closures.standing().exists()


def test_an_event_manager_bars_whom_he_met(client, lead):
    client.force_login(lead.campaign.owner)

    client.post(reverse("followups:bar_contact", args=[lead.pk, person_of(lead).pk]))

    assert person_of(lead).do_not_contact


@pytest.mark.parametrize("name", ["close_lead", "reopen_lead", "schedule_touch", "begin_cadence"])
def test_who_only_reads_cannot_act(client, lead, name):
    client.force_login(lead.campaign.owner)

    assert client.post(address(name, lead.pk)).status_code == 404
    assert client.get(address(name, lead.pk)).status_code == 405


def test_closes_with_a_reason(as_ana, lead):
    signed = {"disposition": "won", "reason": "Signed", "value_unknown": "on"}
    as_ana.post(address("close_lead", lead.pk), signed)

    closure = lead.closures.get()
    assert (closure.disposition, closure.reason) == ("won", "Signed")
    assert "Closed: won, on " in page_of(as_ana, lead)
    assert closure.won_on == clock.today(lead.owner.time_zone, closure.closed_at)
    assert closure.value is None


def test_a_lead_that_is_won_tells_its_value(as_ana, lead):
    as_ana.post(address("close_lead", lead.pk), {"disposition": "won", "value": "1250.50"})

    assert fresh(lead).value == Decimal("1250.50")
    assert "1,250" in page_of(as_ana, lead)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Say what it is worth, or tick “Value not known yet”."),
        ({"value": "9", "won_at": "tomorrow 10:00"}, "tomorrow 10:00"),
        ({"value": "9", "won_at": "blah"}, "blah"),
    ],
)
def test_a_win_is_asked_for_its_value_and_its_day(as_ana, lead, typed, said):
    won = {"disposition": "won"} | typed
    answer = as_ana.post(address("close_lead", lead.pk), won)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert fresh(lead).is_open


def test_a_win_keeps_the_day_that_was_typed(as_ana, lead):
    won = {"disposition": "won", "value": "9", "won_at": "yesterday"}
    as_ana.post(address("close_lead", lead.pk), won)

    closure = lead.closures.get()
    today = clock.today(lead.owner.time_zone, closure.closed_at)
    assert closure.won_on == today - timedelta(days=1)


@pytest.mark.parametrize(
    ("disposition", "value"), [("no_response", "1250"), ("won", "-1"), ("won", "a lot")]
)
def test_a_value_that_makes_no_sense_closes_nothing(as_ana, lead, disposition, value):
    typed = {"disposition": disposition, "value": value, "reason": "Signed"}

    answer = as_ana.post(address("close_lead", lead.pk), typed)

    assert answer.status_code == 422
    assert "Signed" in answer.content.decode()
    assert fresh(lead).value is None
    assert fresh(lead).is_open


def test_a_value_that_stood_before_hinders_no_end(as_ana, lead):
    operations.edit_lead(lead=lead, changes={"value": Decimal(90)}, by=None, at=clock.now())

    as_ana.post(
        address("close_lead", lead.pk),
        {"disposition": "no_response", "early": "Cannot be reached", "value": "90.00"},
    )

    assert (fresh(lead).disposition, fresh(lead).value) == ("no_response", Decimal(90))


def test_closing_what_is_closed_says_so(as_ana, lead):
    for _ in range(2):
        won = {"disposition": "won", "value": "10"}
        answer = as_ana.post(address("close_lead", lead.pk), won, follow=True)

    assert "is closed already" in answer.content.decode()


def test_a_reason_that_is_none_keeps_the_text(as_ana, lead):
    answer = as_ana.post(address("close_lead", lead.pk), {"disposition": "x", "reason": "Signed"})

    assert answer.status_code == 422
    assert "Signed" in answer.content.decode()


def test_the_manager_reopens_and_the_rep_does_not(client, ana, lead):
    operations.close_lead(lead=lead, disposition="won", by=ana, at=clock.now())
    client.force_login(ana)
    assert client.post(address("reopen_lead", lead.pk)).status_code == 404

    client.force_login(make_manager(of=ana.team))
    client.post(address("reopen_lead", lead.pk))

    lead.refresh_from_db()
    assert lead.is_open


def test_promises_a_touch(as_ana, lead):
    when = (clock.now() + 2 * DAY).replace(second=0, microsecond=0)
    promise = {
        "channel": "mail",
        "contact": person_of(lead).pk,
        "subject": "Send the offer",
        "due_at": local(when),
    }

    as_ana.post(address("schedule_touch", lead.pk), promise)

    touch = lead.touches.scheduled().get()
    assert (touch.due_at, touch.channel, touch.subject) == (when, Channel.MAIL, "Send the offer")


@pytest.mark.parametrize("when", ["2001-01-01T09:00", "soon", ""])
def test_a_promise_without_a_good_date_is_refused(as_ana, lead, when):
    promise = {"channel": "call", "subject": "A long story", "due_at": when}

    answer = as_ana.post(address("schedule_touch", lead.pk), promise)

    assert answer.status_code in (409, 422)
    assert "A long story" in answer.content.decode()
    assert not lead.touches.scheduled().exists()


def test_begins_the_cadence(as_ana, lead):
    cadence = Cadence.objects.create(segment=lead.campaign.segment, name="Sprint", slug="sprint")
    Step.objects.create(cadence=cadence, position=1, channel=Channel.CALL, title="Call")

    as_ana.post(address("begin_cadence", lead.pk))

    assert lead.touches.scheduled().get().enrolment.cadence == cadence


def test_without_a_cadence_it_says_what_to_do(as_ana, lead):
    answer = as_ana.post(address("begin_cadence", lead.pk), follow=True)

    assert "plan a touch by hand" in answer.content.decode()


def test_never_contact(as_ana, lead):
    contact = person_of(lead)

    as_ana.post(address("bar_contact", lead.pk, contact.pk))

    contact.refresh_from_db()
    assert contact.do_not_contact
    assert "do not contact" in page_of(as_ana, lead)


def test_a_contact_of_another_lead_cannot_be_barred_here(as_ana, lead):
    other = person_of(make_owned_lead())

    assert as_ana.post(address("bar_contact", lead.pk, other.pk)).status_code == 404


def test_logging_from_here_comes_back_here(as_ana, lead):
    touch = make_touch(lead=lead, due_at=clock.now() + DAY)
    form = as_ana.get(address("log_touch", touch.pk) + "?page=lead").context["form"]

    answer = as_ana.post(
        address("log_touch", touch.pk) + "?page=lead",
        {"key": form["key"].value(), "at_once": "no_answer"},
    )

    assert answer.url == address("lead", lead.pk)
    assert "No answer at Hafen AG." in page_of(as_ana, lead)


def test_the_timeline_tells_the_story_newest_first(ana, lead):
    start = lead.received_at
    touch = make_touch(lead=lead, due_at=start + HOUR, at=start)
    moved = operations.move_touch(touch=touch, due=Due(start + 2 * HOUR), by=ana, at=start)
    sweep(now=start + 3 * HOUR)
    log(moved, at=start + 4 * HOUR, note="Voice mail")

    told_now = told(lead, ana, now=start + 4 * HOUR)

    whom = str(person_of(lead))
    assert told_now[0] == f"Call {whom}: no answer"
    assert told_now[1].startswith("Flag: Overdue | ended")
    assert any(line.startswith(f"Call {whom}: moved from") for line in told_now)
    assert f"{whom} asked for the price list · Fair Basel" in told_now
    assert "Given to Ana" in told_now


def test_the_timeline_marks_what_was_logged_late_and_undone(ana, lead):
    at = datetime(2026, 11, 13, 10, tzinfo=UTC)
    lead = make_owned_lead(owner=ana, at=at - 9 * DAY)
    touch = make_touch(lead=lead, due_at=at, at=at - 9 * DAY)
    logged = log(touch, at=at, happened_at=at - 5 * DAY)
    operations.undo_touch(touch=logged, by=ana, at=at + HOUR)

    line = next(line for line in told(lead, ana, now=at + HOUR) if "no answer" in line)

    assert "| undone" in line
    assert "late: entered Fri 13 Nov 2026" in line


def test_only_ones_own_fresh_logs_can_be_undone(ana, lead):
    now = clock.now()
    log(make_touch(lead=lead, due_at=now, at=now - DAY), at=now - HOUR)
    ben = make_rep()

    mine = timeline_of(lead, [], reader=ana, may_work=True, now=now)
    later = timeline_of(lead, [], reader=ana, may_work=True, now=now + 2 * DAY)
    his = timeline_of(lead, [], reader=ben, may_work=True, now=now)

    assert [any(i.undo for day in days for i in day.items) for days in (mine, later, his)] == [
        True,
        False,
        False,
    ]


def test_tells_a_hand_over_and_both_clocks(as_ana, ana, lead):
    operations.assign_lead(lead=lead, rep=make_rep(name="Ben"), by=ana, at=clock.now())

    assert "Handed over to Ben" in told(lead, ana, now=clock.now())
    operations.assign_lead(lead=lead, rep=ana, by=ana, at=clock.now())
    page = page_of(as_ana, lead)
    assert "Received to assigned" in page
    assert "not touched yet" in page


@pytest.fixture
def closed(ana, lead):
    operations.close_lead(
        lead=lead,
        disposition="no_response",
        reason="Firm is gone",
        by=ana,
        at=clock.now() - 2 * DAY,
    )
    return lead


def told_of_the_return(lead, reader):
    days = timeline_of(lead, [], reader=reader, may_work=True, now=clock.now())
    return [(i.what, i.who) for day in days for i in day.items if i.what.startswith("Reopened")]


def test_the_history_says_who_reopened_it(ana, closed):
    mia = make_manager(of=ana.team, name="Mia")
    operations.reopen_lead(lead=closed, by=mia, at=clock.now() - DAY)

    assert told_of_the_return(closed, ana) == [("Reopened", "Mia")]


def test_the_history_says_that_a_new_inquiry_reopened_it(ana, closed):
    operations.receive_inquiry(
        campaign=closed.campaign, person=make_person(), by=None, at=clock.now() - DAY, lead=closed
    )

    assert told_of_the_return(closed, ana) == [("Reopened by a new inquiry", "")]
