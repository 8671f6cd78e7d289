"""The sweep makes the flags true, whenever it runs."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups import operations
from followups.models import Flag, SweepRun
from followups.next_step import Due, TouchOn
from followups.sweep import SweepRefused, sweep
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
)
from leads.models import Lead

pytestmark = pytest.mark.django_db

NOW = after(days=1)


@pytest.mark.parametrize(
    ("due_at", "flagged"),
    [
        pytest.param(NOW - timedelta(seconds=1), True, id="due a second ago"),
        pytest.param(NOW, True, id="due this very moment"),
        pytest.param(NOW + timedelta(seconds=1), False, id="due in a second"),
    ],
)
def test_flags_a_lead_as_soon_as_a_touch_is_overdue(due_at, flagged):
    touch = make_touch(due_at=due_at)

    sweep(now=NOW)

    assert touch.lead.flags.standing().filter(kind="overdue").exists() is flagged


def unassigned():
    """Nobody's since ten: the team has a working hour."""
    return make_lead(), after(hours=1)


def slow_start():
    """Planned, and not touched within 24 hours of its assignment."""
    return make_touch(due_at=after(days=9)).lead, after(days=1)


def overdue():
    """The first step was due half an hour after its assignment."""
    return make_planned_lead(), after(minutes=30)


def missing():
    """Owned since ten, and nothing is scheduled."""
    return make_owned_lead(), MONDAY


def exhausted():
    """Tried in vain at eleven, twelve ... six o'clock."""
    lead = make_touch(due_at=after(minutes=1)).lead
    for hour in range(1, 9):
        then = TouchOn(Due(after(days=9)))
        log(lead.touches.scheduled().get(), at=after(hours=hour), then=then, note="Back then")
    return lead, after(hours=8)


def no_verdict():
    """Logged at eleven, twelve and one o'clock, and nobody said what to make of it."""
    lead = make_touch(due_at=after(minutes=1)).lead
    for hour in range(1, 4):
        then = TouchOn(Due(after(days=9)))
        log(lead.touches.scheduled().get(), at=after(hours=hour), then=then)
    return lead, after(hours=3)


@pytest.mark.parametrize("scene", [unassigned, slow_start, overdue, missing, exhausted, no_verdict])
@pytest.mark.parametrize(
    ("since", "flagged"),
    [(timedelta(seconds=-1), False), (timedelta(), True), (timedelta(days=3), True)],
    ids=["a second before", "the very moment", "three days later"],
)
def test_each_rule_raises_its_flag_at_the_true_moment(scene, since, flagged):
    lead, moment = scene()

    sweep(now=moment + since)

    flags = lead.flags.filter(kind=scene.__name__)
    assert [(flag.began_at, flag.ended_at) for flag in flags] == [(moment, None)] * flagged


def test_a_second_sweep_writes_nothing():
    for scene in (unassigned, slow_start, overdue, missing, exhausted):
        scene()
    first = sweep(now=after(days=2))
    flags = list(Flag.objects.order_by("pk").values())

    again, later = sweep(now=after(days=2)), sweep(now=after(days=2, minutes=1))

    assert [*first.raised.values()] == [
        1,
        3,
        1,
        1,
        1,
        1,
        0,
        0,
    ]  # three of the five were never touched
    assert not any([*again.raised.values(), *again.cleared.values(), *later.raised.values()])
    assert list(Flag.objects.order_by("pk").values()) == flags
    assert first.standing == again.standing == later.standing


def test_it_ends_what_nobody_ended():
    """Rows written past the operations, for example by hand in the database."""
    lead, _ = missing()
    sweep(now=after(hours=1))
    Lead.objects.update(unplanned_since=None, next_due_at=after(days=5), next_is="promise")

    result = sweep(now=after(hours=2))

    assert lead.flags.get().ended_at == after(hours=2)
    assert result.cleared["missing"] == 1


def test_a_closed_lead_is_left_alone():
    lead, _ = overdue()
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(minutes=1))

    result = sweep(now=after(days=5))

    assert (result.examined, any(result.standing.values())) == (0, False)


def test_it_tells_what_it_found_and_records_the_run():
    overdue()
    overdue()
    missing()

    result = sweep(now=after(hours=1))

    assert result.examined == 3
    assert result.raised == result.standing
    assert result.standing == {
        "unassigned": 0,
        "slow_start": 0,
        "overdue": 2,
        "missing": 1,
        "exhausted": 0,
        "no_verdict": 0,
        "incomplete": 0,
        "promise_open": 0,
    }
    run = SweepRun.objects.get()
    assert (run.as_of, run.examined, run.standing) == (after(hours=1), 3, result.standing)


def test_a_run_is_finished_as_long_after_its_moment_as_it_took():
    result = sweep(now=NOW)

    assert SweepRun.objects.get().finished_at == NOW + timedelta(seconds=result.seconds)


def test_it_takes_as_many_queries_for_one_lead_as_for_many():
    overdue()
    with CaptureQueriesContext(connection) as for_one:
        sweep(now=after(hours=1))
    for _ in range(9):
        overdue()

    with CaptureQueriesContext(connection) as for_ten:
        sweep(now=after(hours=2))

    assert len(for_ten) == len(for_one)


def test_runs_are_kept_for_a_month():
    sweep(now=MONDAY)
    sweep(now=after(days=30))

    sweep(now=after(days=30, seconds=1))

    assert [run.as_of for run in SweepRun.objects.order_by("as_of")] == [
        after(days=30),
        after(days=30, seconds=1),
    ]


def test_refuses_a_moment_before_the_last():
    lead, _ = overdue()
    sweep(now=after(hours=1))

    with pytest.raises(SweepRefused, match="as of 2026-11-02 11:00 UTC"):
        sweep(now=after(minutes=59))

    assert lead.flags.standing().exists()


def test_force_sweeps_a_moment_before_the_last_and_forgets_what_was_seen_since():
    began_later, _ = overdue()
    began_before = make_touch(due_at=after(minutes=5)).lead
    sweep(now=after(hours=1))
    began_before.flags.update(ended_at=after(hours=1))

    result = sweep(now=after(minutes=10), force=True)

    assert not began_later.flags.exists()
    assert began_before.flags.get(kind="overdue").ended_at is None
    assert result.as_of == SweepRun.objects.get().as_of == after(minutes=10)


@pytest.mark.parametrize("minutes", [29, 31])
def test_force_lets_the_one_of_two_flags_stand_that_holds(minutes):
    lead, began_at = overdue()
    lead.flags.create(kind="overdue", began_at=began_at, ended_at=after(hours=2))
    lead.flags.create(kind="overdue", began_at=after(minutes=minutes), ended_at=after(hours=3))
    sweep(now=after(hours=4))

    sweep(now=after(minutes=40), force=True)

    flags = dict(lead.flags.filter(kind="overdue").values_list("began_at", "ended_at"))
    assert flags == {began_at: None, after(minutes=minutes): after(minutes=40)}


# --- The command


def run_command(capsys, *arguments):
    call_command("sweep", *arguments)
    return capsys.readouterr().out


def test_the_command_prints_one_json_object(capsys):
    lead, _ = overdue()

    printed = json.loads(run_command(capsys, "--at", "2026-11-02T10:30Z", "--json"))

    assert printed["as_of"] == "2026-11-02T10:30:00+00:00"
    assert (printed["examined"], printed["raised"]["overdue"]) == (1, 1)
    assert printed.keys() == {"as_of", "examined", "raised", "cleared", "standing", "seconds"}
    assert lead.flags.get().began_at == after(minutes=30)


def test_the_command_tells_people_what_it_did(capsys):
    overdue()

    printed = run_command(capsys, "--at", "2026-11-02T10:30Z")

    assert "Swept 1 open leads as of 2026-11-02 10:30" in printed
    assert "overdue           1 standing, 1 raised, 0 cleared" in printed


def test_the_command_refuses_a_moment_before_the_last_unless_forced(capsys):
    sweep(now=after(hours=1))

    with pytest.raises(CommandError, match="needs --force") as refusal:
        run_command(capsys, "--at", "2026-11-02T10:30Z")

    assert refusal.value.returncode == 2
    assert json.loads(run_command(capsys, "--at", "2026-11-02T10:30Z", "--force", "--json"))


def test_the_command_refuses_a_moment_that_is_none(capsys):
    with pytest.raises(CommandError):
        run_command(capsys, "--at", "yesterday")

    assert not SweepRun.objects.exists()
