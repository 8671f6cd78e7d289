"""Into a bucket from the log panel and from the lead's page, and out again."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from followups import operations
from followups.buckets.form import letters_for
from followups.models import Bucket, Cadence, Enrolment, Touch
from followups.queue.work import Show, queue_page
from followups.tests.factories import add_colleague, make_planned_lead, next_touch, person_of
from leadfollow import clock
from leadfollow.clock import months_on
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


@pytest.fixture
def lead(ana: User) -> Lead:
    return make_planned_lead(owner=ana, at=clock.now())


@pytest.fixture
def as_ana(client: Any, ana: User) -> Any:
    client.force_login(ana)
    return client


@pytest.fixture
def price() -> Bucket:
    return Bucket.objects.get(slug="price")


def after(ana: User, months: int) -> date:
    """The working day on which so many months are over."""
    return ana.working_time.add_working_days(months_on(clock.now().date(), months), 0)


def log(client: Any, lead: Lead, **typed: str) -> Any:
    said = {"key": str(uuid4()), "outcome": "not_now"} | typed
    return client.post(reverse("followups:log_touch", args=[next_touch(lead).pk]), said)


def to_bucket(client: Any, lead: Lead, **typed: str) -> Any:
    address = reverse("followups:send_to_bucket", args=[lead.pk])
    return client.post(f"{address}?page=lead", typed, follow=True)


def rests(lead: Lead) -> Enrolment:
    return lead.enrolments.in_buckets().get()


def test_not_now_and_a_bucket_is_all_that_has_to_be_said(as_ana, ana, lead, price):
    log(as_ana, lead, bucket=str(price.pk))

    assert rests(lead).bucket == price
    assert rests(lead).wake_on == after(ana, price.months)


@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_it_wakes_after_the_months_that_were_pressed(as_ana, ana, lead, price, months):
    log(as_ana, lead, bucket=str(price.pk), wake=str(months))

    assert rests(lead).wake_on == after(ana, months)


def test_a_typed_day_goes_before_the_months_and_the_trigger_is_kept(as_ana, ana, lead, price):
    day = after(ana, 5)

    log(as_ana, lead, bucket=str(price.pk), wake="1", wake_on=str(day), trigger="the budget is out")

    assert (rests(lead).wake_on, rests(lead).trigger) == (day, "the budget is out")


def test_not_now_without_a_bucket_asks_why_and_comes_back_by_date(as_ana, lead):
    answers = [log(as_ana, lead), log(as_ana, lead, note="In summer")]

    assert [answer.status_code for answer in answers] == [422, 302]
    assert not lead.enrolments.in_buckets().exists()


def test_a_bucket_ticked_beside_another_answer_is_not_meant(as_ana, lead, price):
    log(as_ana, lead, at_once="no_answer", bucket=str(price.pk))

    assert not lead.enrolments.in_buckets().exists()


@pytest.mark.parametrize("typed", [{"bucket": "999"}, {"wake_on": "soon"}, {"wake": "7"}])
def test_nonsense_is_refused_and_what_was_typed_stays(as_ana, lead, price, typed):
    said = {"bucket": str(price.pk), "trigger": "the fair is over"} | typed

    answer = log(as_ana, lead, **said)

    assert answer.status_code == 422
    assert "the fair is over" in answer.content.decode()


def test_more_than_a_year_ahead_needs_a_manager(as_ana, ana, lead, price):
    answer = log(as_ana, lead, bucket=str(price.pk), wake_on=str(after(ana, 13)))

    assert answer.status_code == 409
    assert "needs your manager" in answer.content.decode()


def test_the_panel_offers_each_bucket_with_its_letter_and_day(as_ana, lead, price):
    Bucket.objects.filter(slug="timing").update(is_active=False)

    page = as_ana.get(reverse("followups:log_touch", args=[next_touch(lead).pk])).content.decode()

    assert 'data-key="p"' in page
    assert "Timing <small>" not in page


def test_letters_are_told_apart():
    names = ["Competitor", "Price", "Timing", "No budget", "Wrong person", "Custom", "Ozon", "ü"]

    assert list(letters_for(names)) == ["c", "p", "t", "b", "w", "m", "z", ""]


def test_the_leads_page_puts_it_into_a_bucket_and_says_so(as_ana, ana, lead, price):
    answer = to_bucket(as_ana, lead, bucket=str(price.pk), wake="6", trigger="their contract ends")

    page = answer.content.decode()
    assert rests(lead).wake_on == after(ana, 6)
    assert "until their contract ends" in page
    assert "Wake it now" in page


def test_without_a_bucket_it_asks_why(as_ana, lead):
    answer = to_bucket(as_ana, lead)

    assert answer.status_code == 422
    assert "Choose why it has to wait." in answer.content.decode()


def test_it_is_taken_back_as_if_it_had_never_been(as_ana, lead, price):
    due_at = next_touch(lead).due_at
    to_bucket(as_ana, lead, bucket=str(price.pk))

    as_ana.post(reverse("followups:undo_rest", args=[lead.pk]))

    assert [touch.due_at for touch in lead.touches.scheduled()] == [due_at]
    assert lead.enrolments.running().get().bucket is None


def test_it_is_taken_back_only_once(as_ana, lead, price):
    to_bucket(as_ana, lead, bucket=str(price.pk))

    answers = [
        as_ana.post(reverse("followups:undo_rest", args=[lead.pk]), follow=True) for _ in range(2)
    ]

    assert "waits in no bucket any more" in answers[1].content.decode()


def test_it_does_not_go_back_to_somebody_who_is_barred_since(as_ana, ana, lead, price):
    barred = person_of(lead)
    add_colleague(lead)
    to_bucket(as_ana, lead, bucket=str(price.pk))
    operations.bar_contact(contact=barred, by=ana, at=clock.now())

    answer = as_ana.post(reverse("followups:undo_rest", args=[lead.pk]), follow=True)

    assert f"{barred} must not be contacted any more." in answer.content.decode()
    assert lead.enrolments.running().get().bucket == price
    assert not lead.touches.scheduled().filter(contact=barred).exists()


def test_only_who_let_it_wait_takes_it_back(as_ana, ana, lead, price):
    manager = make_manager(of=ana.team)
    how = {"lead": lead, "bucket": price, "wake_on": after(ana, 3), "at": clock.now()}
    operations.send_to_bucket(by=manager, trigger="budget", **how)

    with pytest.raises(operations.NotUndoable, match="Only whoever did it may undo it"):
        operations.undo_rest(lead=lead, by=ana, at=clock.now())

    assert as_ana.post(reverse("followups:undo_rest", args=[lead.pk])).status_code == 404
    assert rests(lead).bucket == price


def test_it_is_woken_from_its_page(as_ana, lead, price):
    to_bucket(as_ana, lead, bucket=str(price.pk))

    as_ana.post(f"{reverse('followups:wake_lead', args=[lead.pk])}?page=lead")

    assert lead.enrolments.running().get().bucket is None
    assert lead.touches.scheduled().count() == 1


@pytest.mark.parametrize("name", ["send_to_bucket", "undo_rest", "wake_lead"])
def test_a_lead_out_of_reach_is_not_there(client, lead, name):
    client.force_login(make_rep())

    assert client.post(reverse(f"followups:{name}", args=[lead.pk])).status_code == 404


def test_the_queue_says_where_it_waited_and_counts_no_attempt(as_ana, lead, ana, price):
    wakes = after(ana, 1)
    log(as_ana, lead, outcome="no_answer")
    operations.send_to_bucket(lead=lead, bucket=price, wake_on=wakes, by=ana, at=clock.now())
    monday = datetime.combine(wakes, time(23, 59), tzinfo=clock.UTC) + clock.ONE_DAY * 3

    (row,) = queue_page(ana, Show.DUE, now=monday).rows

    assert row.reason == "waited in Price"
    assert "attempt" not in row.what


def test_an_answer_is_proposed_to_wake_it(as_ana, lead, price):
    Cadence.objects.filter(segment=lead.campaign.segment).update(name="Our sprint")
    to_bucket(as_ana, lead, bucket=str(price.pk))
    touch = Touch.objects.get(pk=next_touch(lead).pk)

    page = as_ana.get(reverse("followups:log_touch", args=[touch.pk])).content.decode()

    assert "Begin “Our sprint”" in page
    assert "no attempt" in page
