"""A lead waits in a bucket until a day, and an answer brings it back to work (D16, D17)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from followups import operations
from followups.audit import audit
from followups.models import Bucket, Cadence, CancelReason, Channel, Outcome, Touch
from followups.next_step import Close, Continue, Due, Nurture, TouchOn
from followups.tests.factories import (
    after,
    fresh,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow.people.tests.factories import make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db

WAKES = date(2027, 5, 3)  # a Monday; the leads come on Monday 2 November 2026
AT_NINE = datetime(2027, 5, 3, 9, tzinfo=UTC)


def bucket(slug: str = "price") -> Bucket:
    return Bucket.objects.get(slug=slug)


def nurture(slug: str = "price", wake_on: date = WAKES, trigger: str = "") -> Nurture:
    return Nurture(bucket(slug).pk, wake_on, trigger)


def rest(touch: Touch, *, then: Nurture | None = None, **more: object) -> Touch:
    """Not now: into a bucket, forty minutes after the lead came."""
    said = {"at": after(minutes=40), "outcome": Outcome.NOT_NOW, "then": then or nurture()}
    return log(touch, **(said | more))


@pytest.fixture
def lead():
    return make_planned_lead(owner=make_rep(team=make_team(time_zone="UTC")))


@pytest.fixture
def resting(lead):
    rest(next_touch(lead))
    return lead


def whole(*_: object) -> bool:
    return not [v for finding in audit().values() for v in finding.violations]


def test_not_now_puts_the_lead_into_the_bucket_until_it_wakes(lead):
    sprint = lead.enrolments.get()

    rest(next_touch(lead), then=nurture(trigger="when their contract ends"))

    sprint.refresh_from_db()
    waits = lead.enrolments.running().get()
    assert (sprint.end_reason, waits.bucket.slug, waits.wake_on) == ("not_now", "price", WAKES)
    assert waits.trigger == "when their contract ends"
    assert fresh(lead).status == "nurturing"


def test_the_first_touch_of_its_rhythm_is_due_at_nine_when_it_wakes(resting):
    (touch,) = resting.touches.scheduled()

    assert (touch.due_at, touch.step.position) == (AT_NINE, 1)
    assert touch.contact == person_of(resting)
    assert fresh(resting).next_due_at == AT_NINE


def test_a_lead_that_wakes_on_a_sunday_is_due_on_monday(lead):
    rest(next_touch(lead), then=nurture(wake_on=WAKES - timedelta(days=1)))

    assert next_touch(lead).due_at == AT_NINE


def test_the_rhythm_goes_on_and_is_no_attempt(resting):
    log(next_touch(resting), at=AT_NINE, outcome=Outcome.LEFT_MESSAGE, then=Continue())

    following = next_touch(resting)
    assert following.step.position == 2
    assert following.due_at.date() == WAKES + timedelta(days=60)
    assert resting.people.get().attempts == 0
    assert fresh(resting).status == "nurturing"


def test_only_a_try_beside_the_rhythm_is_an_attempt(resting):
    sprint = make_planned_lead()
    log(next_touch(resting), at=AT_NINE, outcome=Outcome.NO_ANSWER, then=Continue())
    log(next_touch(sprint), at=after(hours=1), outcome=Outcome.NO_ANSWER, then=Continue())
    log(next_touch(sprint), at=after(days=1), outcome=Outcome.BOUNCED, then=Continue())

    told = [touch.lead for touch in Touch.objects.not_reversed() if touch.is_attempt]

    assert told == [sprint]


def test_a_touch_beside_the_rhythm_is_an_attempt(resting):
    call = make_touch(lead=resting, due_at=after(days=2))

    log(call, at=after(days=2), outcome=Outcome.NO_ANSWER, then=Continue())

    assert resting.people.get().attempts == 1


@pytest.mark.parametrize("outcome", [Outcome.TALKED, Outcome.REPLIED, Outcome.MEETING_BOOKED])
def test_an_answer_brings_the_lead_back_to_its_cadence(resting, outcome):
    log(next_touch(resting), at=AT_NINE, outcome=outcome, then=Continue())

    rested = resting.enrolments.get(bucket__isnull=False)
    runs = resting.enrolments.running().get()
    assert rested.end_reason == "awake"
    assert runs.cadence.segment == resting.campaign.segment
    assert fresh(resting).status == "working"
    assert whole()


def test_after_an_answer_a_date_that_was_agreed_stands_alone(resting):
    thursday = AT_NINE + timedelta(days=3)

    log(next_touch(resting), at=AT_NINE, outcome=Outcome.TALKED, then=TouchOn(Due(thursday)))

    assert not resting.enrolments.running().exists()
    assert [t.due_at for t in resting.touches.scheduled()] == [thursday]
    assert fresh(resting).status == "working"


def test_an_answer_that_nobody_waited_for_wakes_the_lead(resting):
    operations.log_unplanned_touch(
        lead=resting,
        contact=person_of(resting),
        channel=Channel.MAIL,
        direction="inbound",
        outcome=Outcome.REPLIED,
        key=uuid4(),
        by=resting.owner,
        at=after(days=5),
    )

    assert resting.touches.get(due_at=AT_NINE).cancel_reason == CancelReason.REPLACED
    assert resting.enrolments.running().get().bucket is None
    assert whole()


def moved(lead, **time_later) -> Touch:
    due = Due(AT_NINE + timedelta(**time_later))
    return operations.move_touch(
        touch=next_touch(lead), due=due, by=lead.owner, at=after(hours=1), why="They asked for it"
    )


def wakes(lead) -> date:
    return lead.enrolments.running().get().wake_on


def test_it_wakes_on_the_day_to_which_its_touch_is_moved(client, resting):
    moved(resting, days=2)

    assert wakes(resting) == WAKES + timedelta(days=2)
    assert whole()
    client.force_login(resting.owner)
    page = client.get(f"/leads/{resting.pk}/").content.decode()
    assert "wakes Wed 5 May 2027" in page


def test_and_again_as_before_once_that_is_undone(resting):
    first = next_touch(resting)
    moved(resting, days=2)

    operations.undo_move(touch=fresh(first), by=resting.owner, at=after(hours=2))

    assert wakes(resting) == WAKES
    assert whole()


def test_a_later_touch_of_its_rhythm_moves_alone(client, resting):
    log(next_touch(resting), at=AT_NINE)
    later = next_touch(resting).due_at + timedelta(days=1)

    operations.move_touch(
        touch=next_touch(resting), due=Due(later), by=resting.owner, at=AT_NINE, why="Later"
    )

    assert wakes(resting) == WAKES
    assert whole()


def test_without_a_cadence_a_woken_lead_is_called_the_next_morning():
    lead = make_owned_lead(owner=make_rep(team=make_team(time_zone="UTC")))
    operations.send_to_bucket(
        lead=lead, bucket=bucket(), wake_on=WAKES, by=lead.owner, at=after(minutes=5)
    )

    log(next_touch(lead), at=AT_NINE, outcome=Outcome.TALKED, then=Continue())

    assert next_touch(lead).due_at == AT_NINE + timedelta(days=1)
    assert next_touch(lead).enrolment is None


def test_not_now_once_more_moves_it_to_another_bucket(resting):
    later = nurture("timing", WAKES + timedelta(days=90))

    log(next_touch(resting), at=AT_NINE, outcome=Outcome.NOT_NOW, then=later)

    assert resting.enrolments.running().get().bucket.slug == "timing"
    assert resting.touches.scheduled().count() == 1
    assert fresh(resting).status == "nurturing"


def test_closing_a_resting_lead_ends_its_rest(resting):
    log(
        next_touch(resting),
        at=AT_NINE,
        outcome=Outcome.NOT_INTERESTED,
        then=Close("no_response", "Firm is gone"),
    )

    assert resting.enrolments.running().count() == 0
    assert whole()


def test_undo_takes_the_bucket_back(lead):
    touch = rest(next_touch(lead))

    operations.undo_touch(touch=touch, by=lead.owner, at=after(minutes=45))

    assert lead.enrolments.running().get().bucket is None
    assert lead.enrolments.get(bucket__isnull=False).end_reason == "undone"
    assert [t.due_at for t in lead.touches.scheduled()] == [after(minutes=30)]
    assert fresh(lead).status == "new"
    assert whole()


def test_undo_of_an_answer_lets_the_lead_rest_again(resting):
    touch = log(next_touch(resting), at=AT_NINE, outcome=Outcome.TALKED, then=Continue())

    operations.undo_touch(touch=touch, by=resting.owner, at=AT_NINE + timedelta(minutes=5))

    assert resting.enrolments.running().get().bucket.slug == "price"
    assert [t.due_at for t in resting.touches.scheduled()] == [AT_NINE]
    assert fresh(resting).status == "nurturing"
    assert whole()


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2020, 1, 1)])
def test_a_day_that_is_not_after_today_is_refused(lead, day):
    touch = next_touch(lead)

    with pytest.raises(operations.BadDate, match="after today"):
        rest(touch, then=nurture(wake_on=day))


def test_a_rep_may_not_look_further_ahead_than_twelve_months(lead):
    touch = next_touch(lead)

    with pytest.raises(operations.TooFar, match="Tue 2 Nov 2027"):
        rest(touch, then=nurture(wake_on=date(2027, 11, 3)))


def test_a_manager_may(lead):
    manager = make_manager(of=lead.owner.team)

    rest(next_touch(lead), then=nurture(wake_on=date(2029, 1, 8)), by=manager)

    assert lead.enrolments.running().get().wake_on == date(2029, 1, 8)


def test_a_bucket_that_is_switched_off_takes_nobody(lead):
    Bucket.objects.update(is_active=False)
    touch, then = next_touch(lead), nurture()

    with pytest.raises(operations.NoSuchBucket):
        rest(touch, then=then)


def test_a_lead_is_sent_to_a_bucket_without_a_touch(lead):
    operations.send_to_bucket(
        lead=lead, bucket=bucket(), wake_on=WAKES, by=lead.owner, at=after(minutes=5)
    )

    assert lead.enrolments.running().get().bucket == bucket()
    assert lead.touches.get(due_at=after(minutes=30)).cancel_reason == CancelReason.NOT_NOW
    assert (fresh(lead).status, fresh(lead).touch_count) == ("nurturing", 0)
    assert whole()


def test_a_closed_lead_goes_into_no_bucket(lead):
    operations.close_lead(lead=lead, disposition="won", by=lead.owner, at=after(minutes=5))

    with pytest.raises(operations.LeadIsClosed):
        operations.send_to_bucket(
            lead=lead, bucket=bucket(), wake_on=WAKES, by=lead.owner, at=after(minutes=6)
        )


def test_a_lead_is_woken_before_its_day(resting):
    operations.wake_lead(lead=resting, by=resting.owner, at=after(days=3))

    assert resting.enrolments.running().get().bucket is None
    assert next_touch(resting).due_at < after(days=4)
    assert whole()


def test_a_lead_that_does_not_rest_is_not_woken(lead):
    with pytest.raises(operations.NotInBucket):
        operations.wake_lead(lead=lead, by=lead.owner, at=after(minutes=5))


def test_a_lead_that_came_as_nurturing_works_once_somebody_answered():
    lead = make_lead(owner=make_rep())
    type(lead).objects.filter(pk=lead.pk).update(came_as="nurturing")

    log(make_touch(lead=lead), at=after(hours=1), outcome=Outcome.TALKED)

    assert fresh(lead).status == "working"


def test_every_bucket_comes_with_a_rhythm_of_its_own():
    rhythms = Cadence.objects.current().filter(bucket__isnull=False)

    assert list(Bucket.objects.values_list("slug", flat=True)) == [
        "competitor",
        "price",
        "timing",
        "no-budget",
        "wrong-person",
    ]
    assert {rhythm.kind for rhythm in rhythms} == {"rhythm"}
    assert all(rhythm.steps.count() == 3 for rhythm in rhythms)
    assert rhythms.count() == 5
