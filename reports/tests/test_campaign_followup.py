"""How well a campaign is followed up: one small show, and the shape of an imported one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.next_step import Close, Due, TouchOn
from followups.tests.factories import make_lead, make_owned_lead, make_touch
from leadfollow.people.tests.factories import make_rep
from leads.models import Inquiry, Lead
from leads.tests.factories import make_person
from reports.campaign_followup import by_day, by_rep, campaign_follow_up, summed
from reports.tests.fair import BERLIN, NOW, hours, make_fair, on, touch

pytestmark = pytest.mark.django_db


def figures_of(campaign, now=NOW):
    [row] = campaign_follow_up([campaign], Inquiry.objects.filter(campaign=campaign), now=now)
    return row


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("captured", 6),
        ("leads", 6),
        ("same_day", 4),  # not the one of 22:30, who got Ana at half past midnight there
        ("unassigned", 1),
        ("touched", 3),
        ("untouched", 3),
        ("in_time", 2),  # Ana's try on Thursday came 34 hours after she got it
        ("followed_up", 2),  # a call ahead; won
        ("not_followed_up", 4),
        ("planned", 1),
        ("planned_since_received", 1),
        ("waiting", 2),
        ("unplanned", 1),
        ("two_way", 2),
        ("won", 1),
        ("assisted", 0),
        ("value", Decimal(3000)),
        ("gain", Decimal(200)),
        ("median_rep_wait", hours(4)),  # 1, 4 and 34.5 hours
        ("median_system_wait", hours(0)),  # four at once, one after 2 hours
        ("median_wait", hours(4)),  # 1, 4 and 36.5 hours
    ],
)
def test_counts_a_show(figure, expected):
    fair = make_fair()

    assert getattr(figures_of(fair.campaign), figure) == expected


def test_cost_per_lead():
    assert round(figures_of(make_fair().campaign).cost_per_lead, 2) == Decimal("166.67")


def test_an_empty_campaign_has_no_medians_and_no_return():
    campaign = make_event()

    row = figures_of(campaign)

    assert (row.captured, row.median_wait, row.gain, row.cost_per_lead) == (0, None, None, None)


def test_without_a_win_the_whole_cost_is_lost():
    campaign = make_event(cost=500)
    make_owned_lead(campaign=campaign)

    assert figures_of(campaign).gain == -100


def test_counts_by_rep():
    fair = make_fair()

    rows = by_rep(Inquiry.objects.filter(campaign=fair.campaign), now=NOW)

    found = [(r.rep, r.captured, r.touched, r.in_time, r.followed_up) for r in rows]
    assert found == [("Ana", 3, 3, 2, 2), ("Ben", 2, 0, 0, 0), ("Nobody", 1, 0, 0, 0)]
    assert [row.median_rep_wait for row in rows] == [hours(4), None, None]


def test_counts_by_day_there():
    fair = make_fair()

    rows = by_day(Inquiry.objects.filter(campaign=fair.campaign), now=NOW)

    assert [(row.day, row.captured, row.same_day) for row in rows] == [
        (date(2026, 11, 3), 2, 1), (date(2026, 11, 4), 2, 2), (date(2026, 11, 5), 2, 1),
    ]  # fmt: skip


def test_a_held_inquiry_is_left_out():
    campaign = make_event()
    lead = make_owned_lead(campaign=campaign)
    lead.inquiries.update(held_at=NOW)

    [row] = campaign_follow_up([campaign], Inquiry.objects.counted(), now=NOW)

    assert row.captured == 0


def test_a_win_belongs_to_the_first_campaign_and_is_assisted_elsewhere():
    first, second = make_event(), make_campaign()
    person = make_person()
    lead = make_owned_lead(campaign=first, person=person)
    for hour in (11, 12):
        operations.receive_inquiry(campaign=first, person=person, by=None, at=on(3, hour))
    operations.receive_inquiry(campaign=second, person=person, by=None, at=on(3, 13))
    operations.close_lead(lead=lead, disposition="won", by=None, at=on(4))
    Lead.objects.filter(pk=lead.pk).update(value=700)

    rows = campaign_follow_up([first, second], Inquiry.objects.all(), now=NOW)

    found = {row.campaign_id: (row.captured, row.leads, row.won, row.value) for row in rows}
    assert found == {first.pk: (3, 1, 1, 700), second.pk: (1, 1, 0, 0)}
    assert {row.campaign_id: row.assisted for row in rows} == {first.pk: 0, second.pk: 1}


def test_of_two_first_inquiries_at_one_moment_one_brings_the_win():
    campaign = make_event()
    lead = make_owned_lead(campaign=campaign)
    twin = lead.inquiries.get()
    twin.pk = None
    twin.save()
    operations.close_lead(lead=lead, disposition="won", by=None, at=on(4))

    assert figures_of(campaign).won == 1


def test_the_worst_followed_up_comes_first_and_the_empty_ones_last():
    good, bad, empty = make_event(name="Good"), make_event(name="Bad"), make_event(name="Empty")
    rep = make_rep()
    make_lead(campaign=bad, owner=rep)
    closed = make_lead(campaign=good, owner=rep)
    touch(closed, at=on(3), then=Close("not_interested"))

    rows = campaign_follow_up([good, bad, empty], Inquiry.objects.all(), now=NOW)

    assert [row.campaign for row in rows] == ["Bad", "Good", "Empty"]
    assert summed(rows)["captured"] == 2


# --- The shape of a file that was imported: tasks planned, some before the membership, none done


@pytest.mark.parametrize(
    ("due_on", "since"),
    [
        pytest.param(date(2023, 12, 31), 0, id="the day before"),
        pytest.param(date(2024, 1, 1), 1, id="that day"),
        pytest.param(date(2024, 1, 2), 1, id="a day later"),
    ],
)
def test_planned_since_received_goes_by_the_day_there(due_on, since):
    """Received late on New Year's Day in Berlin; due on a day, without a time."""
    campaign = make_event(time_zone=BERLIN)
    lead = make_owned_lead(at=datetime(2024, 1, 1, 22, tzinfo=UTC), campaign=campaign)
    operations.schedule_touch(
        lead=lead, contact=None, channel="call", subject="", by=None,
        due=Due.on_day(due_on, BERLIN), at=datetime(2023, 12, 1, tzinfo=UTC),
    )  # fmt: skip

    row = figures_of(campaign, now=datetime(2024, 2, 4, tzinfo=UTC))

    assert (row.planned, row.planned_since_received) == (1, since)
    assert (row.touched, row.followed_up) == (0, 0)


def test_of_several_planned_touches_one_since_receipt_is_enough():
    campaign = make_event()
    lead = make_owned_lead(at=on(5), campaign=campaign)
    make_touch(lead=lead, due_at=on(2))
    make_touch(lead=lead, due_at=on(9), at=on(5))

    assert figures_of(campaign).planned_since_received == 1


def test_what_is_touched_is_not_planned():
    campaign = make_event()
    lead = make_owned_lead(at=on(3), campaign=campaign)
    touch(lead, at=on(4), then=TouchOn(Due(on(20))))

    assert figures_of(campaign).planned == 0


def test_followed_up_ends_when_the_next_step_is_overdue():
    campaign = make_event()
    lead = make_owned_lead(at=on(3), campaign=campaign)
    touch(lead, at=on(4), then=TouchOn(Due(on(20))))

    before = figures_of(campaign, now=on(20) - timedelta(seconds=1))
    at_once = figures_of(campaign, now=on(20))

    assert (before.followed_up, at_once.followed_up) == (1, 0)


def test_one_query_whatever_the_number(django_assert_num_queries):
    fair = make_fair()
    make_owned_lead(campaign=make_event())

    with django_assert_num_queries(2):
        rows = campaign_follow_up(Campaign.objects.all(), Inquiry.objects.counted(), now=NOW)

    assert sum(row.captured for row in rows) == 7
    assert fair.campaign.name in [row.campaign for row in rows]
