"""A version of the follow-up policy: written, read, applied; the past keeps its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from followups import operations
from followups.audit import audit
from followups.in_force import numbers_in_force, policy_at
from followups.lesson.exercises import exercise_in_force
from followups.models import Flag, Policy
from followups.numbers import SHIPPED, Numbers, troubles
from followups.numbers_told import NUMBERS
from followups.sweep import sweep
from followups.tasks import drain
from followups.tests.factories import MONDAY, after, fresh, log, make_planned_lead, next_touch
from leadfollow.log.models import Entry
from leadfollow.once import asking_once
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db

LATER = after(days=40)


@pytest.fixture
def max_() -> User:
    return make_manager(name="Max")


def rule(by: User, after: int = 1, at: datetime = LATER, **changes: Any) -> Policy:
    return operations.rule(after=after, by=by, at=at, **changes)


def tried(times: int) -> Lead:
    """A lead whose person was called so often in vain."""
    lead = make_planned_lead(*[{"day": day, "channel": "call"} for day in range(1, times + 3)])
    for day in range(times):
        log(next_touch(lead), at=after(days=day, hours=1), note="Once more")
    return lead


def violations() -> list[str]:
    return [wrong for finding in audit().values() for wrong in finding.violations]


def exhausted(*leads: Lead) -> list[bool]:
    return [fresh(lead).exhausted_at is not None for lead in leads]


def test_the_shipped_version_is_what_the_product_does() -> None:
    shipped = policy_at(MONDAY)

    assert (shipped.version, shipped.numbers) == (1, SHIPPED)
    assert [n.name for n in NUMBERS] == list(SHIPPED.as_dict())
    assert list(troubles(SHIPPED)) == []


def test_a_version_keeps_what_it_does_not_change(max_: User) -> None:
    made = rule(max_, words={"touch": "A call."}, numbers={"level_from": 50}, why="We are few")

    first = Policy.objects.get(version=1)
    assert (made.version, made.touch, made.attempt) == (2, "A call.", first.attempt)
    assert made.values == Numbers(level_from=50)
    assert made.readings.get().reader == max_
    entry = Entry.objects.get(event="policy written")
    assert entry.details == {"version": 2, "fields": ["touch", "level_from"]}


def test_it_is_in_force_at_once_and_the_past_keeps_its_own(max_: User) -> None:
    with asking_once():
        numbers_in_force()
        rule(max_, numbers={"level_from": 50})

        assert numbers_in_force().level_from == 50
        assert policy_at(LATER - timedelta(seconds=1)).version == 1
        assert policy_at(LATER).version == 2


def test_the_same_again_writes_nothing(max_: User) -> None:
    first = Policy.objects.get()

    again = rule(max_, words={"touch": first.touch.replace("\n", "\r\n")}, numbers={})

    assert (again, Policy.objects.count()) == (first, 1)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"soft_attempts": 9}, "counts as exhausted: choose 9 or more"),
        ({"fewest_planned": 14}, "at most: choose 14 or more"),
        ({"level_to": 50}, "healthy to: choose 60 or more"),
        ({"silent_longer": 91}, "for the longest: choose 91 or more"),
        ({"wake_ups_a_week": 101}, "choose 0 to 100"),
    ],
)
def test_numbers_that_do_not_fit_together_are_refused(
    max_: User, numbers: dict[str, int], sentence: str
) -> None:
    with pytest.raises(operations.BadPolicy, match=sentence):
        rule(max_, numbers=numbers)


def test_a_part_without_words_is_refused(max_: User) -> None:
    with pytest.raises(operations.BadPolicy):
        rule(max_, words={"stopping": "  "})


def test_of_two_who_write_the_second_is_told(max_: User) -> None:
    rule(max_, numbers={"level_from": 50})

    with pytest.raises(operations.PolicyChangedMeanwhile):
        rule(max_, numbers={"level_from": 40})

    assert numbers_in_force().level_from == 50


@pytest.mark.parametrize(("hard", "states"), [(7, [False, True, True]), (10, [False] * 3)])
def test_leads_are_settled_before_it_is_in_force(max_: User, hard: int, states: list[bool]) -> None:
    """On both sides of the limit, with the flags that stand."""
    leads = [tried(times) for times in (6, 7, 8)]
    sweep(now=LATER)
    assert exhausted(*leads) == [False, False, True]

    made = rule(max_, numbers={"hard_attempts": hard})
    assert (made.in_force_from, numbers_in_force().hard_attempts) == (None, 8)
    assert violations() == []
    settled = operations.apply_policy(at=LATER + timedelta(minutes=1))

    assert settled == (2 if hard == 7 else 1)
    assert numbers_in_force().hard_attempts == hard
    assert exhausted(*leads) == states
    assert violations() == []
    sweep(now=LATER + timedelta(minutes=2))
    standing = Flag.objects.standing().filter(kind="exhausted")
    assert standing.count() == sum(states)
    assert violations() == []


def test_the_verdict_is_due_by_the_new_number(max_: User) -> None:
    lead = tried(2)
    before = fresh(lead).verdict_by

    rule(max_, numbers={"verdict_touches": 2})
    operations.apply_policy(at=LATER)

    assert fresh(lead).verdict_by < before
    assert violations() == []


def test_applying_again_changes_nothing_and_a_minute_later_finds_who_was_quicker(
    max_: User,
) -> None:
    lead = tried(7)
    rule(max_, numbers={"hard_attempts": 7})
    operations.apply_policy(at=LATER)

    assert operations.apply_policy(at=LATER + timedelta(seconds=2)) is None
    Lead.objects.filter(pk=lead.pk).update(exhausted_at=None)  # by a request that knew the old
    assert operations.apply_policy(at=LATER + timedelta(minutes=1)) == 1
    assert operations.apply_policy(at=LATER + timedelta(minutes=2)) is None

    assert violations() == []


def test_nobody_writes_the_next_while_one_waits(max_: User) -> None:
    rule(max_, numbers={"hard_attempts": 7})

    with pytest.raises(operations.PolicyWaits):
        rule(max_, after=2, numbers={"hard_attempts": 9})


def test_the_worker_brings_it_into_force(max_: User) -> None:
    lead = tried(7)
    rule(max_, numbers={"hard_attempts": 7})

    drain()

    assert (policy_at().version, exhausted(lead)) == (2, [True])


def test_a_version_is_read_once(max_: User) -> None:
    made, ana = rule(max_, numbers={"level_from": 50}), make_rep()

    readings = [operations.read_policy(policy=made, by=ana, at=after()) for _ in range(2)]

    assert readings[0] == readings[1]
    assert Entry.objects.filter(event="policy read", by=ana).count() == 1


def test_operations_go_by_what_is_in_force(max_: User) -> None:
    rule(max_, numbers={"fewest_touches": 1})
    lead = tried(1)

    operations.close_lead(lead=lead, disposition="no_response", reason="", by=lead.owner, at=LATER)

    assert not fresh(lead).is_open


def test_the_lesson_teaches_what_is_in_force(max_: User) -> None:
    rule(max_, numbers={"soft_attempts": 3, "hard_attempts": 4})
    operations.apply_policy(at=LATER)

    exercise = exercise_in_force(9)

    assert "called Karla 4 times" in exercise.happened
    assert exercise.setting.tried == 3
