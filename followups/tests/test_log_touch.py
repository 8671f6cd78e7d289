"""A touch took place: what came of it, and that it is recorded once and honestly."""

from uuid import uuid4

import pytest

from followups import operations
from followups.models import ATTEMPTS, RESPONSES, Direction, Outcome, Touch
from followups.next_step import Close, Continue, Due, TouchOn
from followups.operations.logging import LOGGABLE
from followups.tests.factories import (
    MONDAY,
    add_colleague,
    after,
    fresh,
    log,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow.log.models import Entry
from leadfollow.people.models.organisation import from_column, known
from leadfollow.people.tests.factories import make_rep
from leads.intake import add_person

pytestmark = pytest.mark.django_db

TALKED = Outcome.TALKED


def log_call(lead, *, at, outcome=Outcome.NO_ANSWER, **fields):
    """One that nobody planned, with the next one due on the following day."""
    fields = {"then": TouchOn(Due(after(days=9))), "contact": person_of(lead)} | fields
    return operations.log_unplanned_touch(
        lead=lead, channel="call", outcome=outcome, key=uuid4(), by=lead.owner, at=at, **fields
    )


# --- What is recorded


def test_the_scheduled_touch_becomes_the_logged_one():
    touch = make_touch(due_at=after(hours=2))

    logged = log(touch, at=after(hours=3), note="Rang twice.")

    assert logged == touch
    assert (logged.state, logged.outcome, logged.note) == ("logged", "no_answer", "Rang twice.")
    assert (logged.happened_at, logged.logged_at) == (after(hours=3), after(hours=3))
    assert (logged.logged_by, logged.due_at) == (touch.lead.owner, after(hours=2))
    assert Entry.objects.filter(event="touch logged", record_id=touch.pk).count() == 1


def test_the_lead_and_its_inquiries_are_touched():
    lead = make_planned_lead()

    log(next_touch(lead), at=after(minutes=20))

    lead.refresh_from_db()
    assert (lead.status, lead.touch_count) == ("working", 1)
    assert lead.last_touch_at == lead.inquiries.get().first_touch_at == after(minutes=20)
    assert lead.respond_by is None


@pytest.mark.parametrize("outcome", sorted(LOGGABLE))
def test_an_outcome_is_an_attempt_a_response_or_neither(outcome):
    touch = make_touch()

    log(touch, outcome=outcome, at=after(hours=1))

    person = touch.lead.people.get()
    assert person.attempts == (1 if outcome in ATTEMPTS else 0)
    assert person.reached == (outcome in RESPONSES)
    answered_at = after(hours=1) if outcome in RESPONSES else None
    assert person.contact.responded_at == fresh(touch.lead).responded_at == answered_at


def test_every_outcome_belongs_to_one_class():
    neither = {Outcome.BOUNCED, Outcome.WRONG_PERSON, Outcome.UNKNOWN}

    assert {*ATTEMPTS} == {"no_answer", "left_message", "sent", "no_show"}
    assert ATTEMPTS | RESPONSES | neither == {*Outcome}
    assert not ATTEMPTS & RESPONSES


def test_attempts_are_counted_since_the_person_last_responded():
    lead = make_owned_lead()
    outcomes = ["no_answer", "left_message", "talked", "no_answer"]

    for hour, outcome in enumerate(outcomes, start=1):
        log_call(lead, outcome=outcome, at=after(hours=hour))

    person = lead.people.get()
    assert (person.attempts, person.reached) == (1, True)


def test_a_response_at_one_lead_ends_the_count_at_the_persons_others():
    here, there = make_owned_lead(), make_owned_lead()
    add_person(there, person_of(here))
    log_call(here, at=after(hours=1))

    log_call(there, outcome=TALKED, contact=person_of(here), at=after(hours=2))

    assert here.people.get().attempts == 0
    assert person_of(here).responded_at == after(hours=2)
    assert here.people.get().reached is False  # reached is told of each lead


def test_attempts_are_each_persons_own():
    lead = make_owned_lead()
    colleague = add_colleague(lead)

    log_call(lead, at=after(hours=1))
    log_call(lead, at=after(hours=2), contact=colleague)
    log_call(lead, at=after(hours=3), contact=colleague)

    assert [person.attempts for person in lead.people.all()] == [1, 2]


def test_somebody_who_calls_us_has_responded():
    lead = make_owned_lead()
    log_call(lead, at=after(hours=1))

    log_call(lead, direction=Direction.INBOUND, outcome=TALKED, at=after(hours=2))

    assert (lead.people.get().attempts, lead.people.get().reached) == (0, True)


def test_a_call_of_theirs_does_not_touch_the_inquiry():
    lead = make_owned_lead()

    log_call(lead, direction=Direction.INBOUND, outcome=TALKED, at=after(hours=2))

    assert lead.inquiries.get().first_touch_at is None


@pytest.mark.parametrize(
    ("logged_at", "late"),
    [
        pytest.param(after(days=1), False, id="a day later"),
        pytest.param(after(days=1, seconds=1), True, id="more than a day later"),
    ],
)
def test_what_is_logged_more_than_a_working_day_later_is_marked(logged_at, late):
    touch = make_touch(due_at=after(days=3))

    log(touch, at=logged_at, happened_at=MONDAY)

    assert touch.is_late is late


@pytest.mark.parametrize(("days", "late"), [(7, False), (8, True)], ids=["Monday", "Tuesday"])
def test_the_weekend_does_not_make_fridays_touch_late(days, late):
    friday = after(days=4)

    touch = log(make_touch(due_at=after(days=9)), at=after(days=days), happened_at=friday)

    assert touch.is_late is late


def test_refuses_a_moment_that_is_still_to_come():
    touch = make_touch()

    with pytest.raises(operations.BadLog, match="still to come"):
        log(touch, at=after(hours=1), happened_at=after(hours=1, seconds=1))

    assert fresh(touch).is_scheduled


@pytest.mark.parametrize("outcome", ["unknown", "whatever", ""])
def test_refuses_an_outcome_that_says_nothing(outcome):
    touch = make_touch()

    with pytest.raises(operations.BadLog, match="Say what came of the touch"):
        log(touch, at=after(hours=1), outcome=outcome)

    assert fresh(touch).is_scheduled


# --- Once


def test_the_same_log_sent_twice_is_one_touch():
    touch, key = make_touch(), uuid4()

    first = log(touch, key=key, at=after(hours=1), then=TouchOn(Due(after(days=1))))
    second = log(touch, key=key, at=after(hours=2), then=TouchOn(Due(after(days=1))))

    assert first == second
    assert Touch.objects.logged().count() == touch.lead.touches.scheduled().count() == 1
    assert fresh(touch).logged_at == after(hours=1)


@pytest.mark.parametrize(
    "other",
    [{"outcome": TALKED}, {"note": "Other"}, {"then": Close("won")}, {"by": "somebody else"}],
    ids=lambda other: next(iter(other)),
)
def test_the_same_key_with_other_content_is_refused(other):
    touch, key = make_touch(), uuid4()
    said = {"at": after(hours=1), "then": TouchOn(Due(after(days=1)))}
    log(touch, key=key, **said)
    if "by" in other:
        other = {"by": make_rep()}

    with pytest.raises(operations.KeyUsedOtherwise, match="sent before with other content"):
        log(touch, key=key, **(said | other))

    assert fresh(touch).outcome == "no_answer"


def test_the_slower_person_is_told_who_was_quicker_and_when_by_his_own_clock():
    ana, ben = make_rep(name="Ana Lind"), make_rep(time_zone="Europe/Berlin")
    touch = make_touch(lead=make_owned_lead(owner=ana))
    log(touch, at=after(hours=1, minutes=20))

    with pytest.raises(operations.TouchAlreadyLogged) as refusal:
        log(touch, by=ben, outcome=TALKED, at=after(hours=1, minutes=21))

    assert str(refusal.value) == "Ana Lind logged this touch at 12:20: no answer."
    assert fresh(touch).logged_by == ana


def test_one_who_logs_his_own_touch_again_from_another_page_is_told_so():
    touch = make_touch()
    log(touch, at=after(hours=1))

    with pytest.raises(operations.TouchAlreadyLogged, match="^You logged this touch at 11:00"):
        log(touch, at=after(hours=2))


def test_a_touch_that_was_moved_meanwhile_cannot_be_logged():
    touch = make_touch()
    operations.move_touch(touch=touch, due=Due(after(days=5)), by=None, at=after(hours=1))

    with pytest.raises(operations.TouchAlreadyLogged, match="moved or cancelled meanwhile"):
        log(touch, at=after(hours=2))

    assert not Touch.objects.logged().exists()


# --- Law 1


def test_refuses_to_leave_an_open_lead_without_a_next_step():
    touch = make_touch()

    with pytest.raises(operations.NoNextStep, match="Say what comes next, or close the lead"):
        log(touch, at=after(hours=1), then=Continue())

    assert fresh(touch).is_scheduled
    assert fresh(touch).key is None
    assert fresh(touch.lead).touch_count == 0
    assert touch.lead.people.get().attempts == 0
    assert not Entry.objects.filter(event="touch logged").exists()


def test_at_the_end_of_its_cadence_the_lead_is_to_be_decided_on():
    lead = make_planned_lead({"minutes": 30, "channel": "call", "title": "The only one"})

    log(next_touch(lead), at=after(hours=1), then=Continue())

    assert next_touch(lead).is_decision
    assert lead.enrolments.running().exists()


def test_refuses_a_next_step_in_the_past():
    touch = make_touch()

    with pytest.raises(operations.BadDate, match="That moment is past"):
        log(touch, at=after(hours=1), then=TouchOn(Due(after(hours=1))))

    assert fresh(touch).is_scheduled


# --- What it costs


def test_a_log_sends_no_more_statements_than_it_needs(django_assert_max_num_queries):
    touch = next_touch(make_planned_lead())
    rep = touch.lead.owner

    with (
        known(from_column(None)),  # as it comes with the session
        django_assert_max_num_queries(24),
    ):  # two of them are the savepoint of this test
        operations.log_touch(
            touch=touch,
            outcome=Outcome.NO_ANSWER,
            key=uuid4(),
            then=Continue(),
            by=rep,
            at=after(minutes=20),
        )
