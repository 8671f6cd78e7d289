"""The weekly wake-up batch: each rep's longest-silent leads come back to the queue (D8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.models import Bucket, WakeUp, WakeUpBatch
from followups.numbers import SHIPPED
from followups.operations import is_time_to_wake, wake_silent_leads
from followups.queue.work import Show, queue_page, week_of, work_of
from followups.tests.factories import make_owned_lead, make_touch, next_touch, person_of
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


def silent(ana: User, *, days: int = 60, at: datetime = MONDAY) -> Lead:
    return make_owned_lead(owner=ana, at=at - timedelta(days=days))


def woken(rep: User) -> set[int]:
    return set(WakeUp.objects.filter(batch__rep=rep).values_list("lead", flat=True))


def test_the_longest_silent_leads_get_a_promise_for_the_day(ana):
    lead = silent(ana)

    wake_silent_leads(rep=ana, at=MONDAY)

    touch = next_touch(lead)
    assert (touch.due_on, touch.contact) == (MONDAY.date(), person_of(lead))
    assert touch.subject == "Wake up: ask how it stands now"
    assert not [v for finding in audit().values() for v in finding.violations]


def test_no_more_than_the_weeks_number_and_the_longest_first(ana):
    leads = [silent(ana, days=40 + n) for n in range(SHIPPED.wake_ups_a_week + 2)]

    made = wake_silent_leads(rep=ana, at=MONDAY)

    assert made == SHIPPED.wake_ups_a_week
    assert woken(ana) == {lead.pk for lead in leads[2:]}


def test_a_second_run_of_the_week_changes_nothing(ana):
    lead = silent(ana)
    wake_silent_leads(rep=ana, at=MONDAY)
    silent(ana)

    again = wake_silent_leads(rep=ana, at=MONDAY + timedelta(hours=5))

    assert (again, woken(ana), lead.touches.count()) == (0, {lead.pk}, 1)


def test_what_a_killed_run_left_out_is_made_by_the_next(ana):
    for _ in range(3):
        silent(ana)
    wake_silent_leads(rep=ana, at=MONDAY)
    WakeUpBatch.objects.update(done_at=None)
    late = silent(ana)

    wake_silent_leads(rep=ana, at=MONDAY + timedelta(minutes=15))

    assert late.pk in woken(ana)
    assert len(woken(ana)) == 4


def test_who_must_not_be_contacted_is_left_alone(ana):
    lead = silent(ana)
    Contact.objects.filter(leads__lead=lead).update(do_not_contact=True)

    wake_silent_leads(rep=ana, at=MONDAY)

    assert not woken(ana)
    assert not lead.touches.exists()


def test_a_lead_that_waits_for_its_day_is_not_silent(ana):
    lead = silent(ana)
    day = (MONDAY + timedelta(days=30)).date()
    operations.send_to_bucket(
        lead=lead, bucket=Bucket.objects.all()[0], wake_on=day, by=ana, at=MONDAY
    )

    wake_silent_leads(rep=ana, at=MONDAY)

    assert not woken(ana)


def test_an_overdue_step_gets_no_second_one_and_the_queue_says_why(ana):
    lead = silent(ana)
    make_touch(lead=lead, due_at=MONDAY - timedelta(days=50), at=MONDAY - timedelta(days=55))

    wake_silent_leads(rep=ana, at=MONDAY)

    (row,) = queue_page(ana, Show.OVERDUE, now=MONDAY + timedelta(hours=1)).rows
    assert (woken(ana), lead.touches.count()) == ({lead.pk}, 1)
    assert row.reason == "woken: silent for 60 days"


@pytest.mark.parametrize(
    ("hours", "is_time"),
    [(-2, False), (-1, True), (17, True), (40, True), (41, False), (90, False)],
)
def test_it_is_time_from_monday_at_six_until_tuesday_is_over(ana, hours, is_time):
    assert is_time_to_wake(ana, now=MONDAY + timedelta(hours=hours)) is is_time


def test_the_queue_links_to_exactly_the_woken_leads(client: Any, ana):
    now = clock.now()
    silent(ana, at=now)
    silent(ana, at=now)
    make_owned_lead(owner=ana, at=now)
    wake_silent_leads(rep=ana, at=now)
    client.force_login(ana)

    page = client.get(reverse("followups:queue")).content.decode()

    week, number = week_of(ana, now=now), work_of(ana, now=now).woken
    asked = {"woken": week, "owner": ana.pk}
    listed = client.get(reverse("followups:leads"), asked).context["list"].filter.leads
    assert f"?woken={week}&amp;owner={ana.pk}" in page
    assert (number, {lead.pk for lead in listed}) == (2, woken(ana))
