"""Several at once, on real connections: one wins, the others are told, and every law holds."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from uuid import uuid4

import pytest
from django.db import connection, transaction

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.audit import audit
from followups.models import Flag, SweepRun, Touch
from followups.next_step import Close, Continue, Due, TouchOn
from followups.sweep import sweep
from followups.tests.factories import (
    KARLA,
    after,
    ask,
    fresh,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    next_touch,
    person_of,
)
from leadfollow.people.tests.factories import make_admin, make_rep, make_team
from leads.intake import add_person
from leads.models import Lead

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list:
    """Do all of this at one moment, each on a connection of its own; what each gave or refused."""
    ready = Barrier(len(acts), timeout=20)

    def do(act):
        try:
            connection.ensure_connection()
            ready.wait()
            return act()
        except operations.Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


@pytest.fixture(autouse=True)
def the_laws_hold():
    """After every race."""
    yield
    assert not {law: found.violations for law, found in audit().items() if found.violations}


def logging(touch, **said):
    """Logs it as somebody who opened the page a moment ago."""
    mine = fresh(touch)
    return lambda: log(mine, **{"at": after(hours=1), "then": Continue()} | said)


def test_of_two_who_log_one_touch_one_is_told_that_the_other_was_quicker():
    touch = next_touch(make_planned_lead())
    ana, ben = make_rep(name="Ana Lind"), make_rep(name="Ben Roth")

    answers = at_once(
        logging(touch, by=ana), logging(touch, by=ben, outcome="talked", then=Close("won"))
    )

    quicker = fresh(touch).logged_by
    assert Touch.objects.logged().count() == 1
    refusal = next(a for a in answers if isinstance(a, operations.TouchAlreadyLogged))
    assert str(refusal).startswith(f"{quicker} logged this touch at 11:00")


def test_the_same_log_sent_eight_times_at_once_is_one_touch():
    touch, key = next_touch(make_planned_lead()), uuid4()

    answers = at_once(*[logging(touch, key=key) for _ in range(8)])

    assert answers == [touch] * 8
    assert Touch.objects.logged().count() == Touch.objects.scheduled().count() == 1


def test_the_same_unplanned_touch_sent_twice_at_once_is_one():
    lead, key = make_owned_lead(), uuid4()
    said = {"lead": lead, "contact": None, "channel": "call", "outcome": "talked", "key": key}
    said |= {"by": lead.owner, "at": after(hours=1), "then": TouchOn(Due(after(days=1)))}

    one, two = at_once(*[lambda: operations.log_unplanned_touch(**said)] * 2)

    assert one == two
    assert lead.touches.count() == 2  # it, and the next one


def test_ten_leads_distributed_at_once_are_spread_evenly():
    team = make_team()
    leads = [make_lead(campaign=make_campaign(team=team)) for _ in range(10)]
    for _ in range(5):
        make_rep(team=team)

    given = at_once(
        *[
            lambda lead=lead, n=n: operations.distribute_lead(lead=lead, at=after(seconds=n))
            for n, lead in enumerate(leads)
        ]
    )

    assert sorted(Counter(assignment.rep_id for assignment in given).values()) == [2] * 5


def test_of_two_who_take_one_lead_one_gets_it():
    lead, reps = make_lead(), [make_rep(name="Ana Lind"), make_rep(name="Ben Roth")]

    answers = at_once(
        *[
            lambda rep=rep: operations.take_lead(lead=lead, by=rep, at=after(minutes=5))
            for rep in reps
        ]
    )

    owner = fresh(lead).owner
    refusal = next(a for a in answers if isinstance(a, operations.LeadTaken))
    assert str(refusal) == f"{owner} took {lead} before you."
    assert lead.assignments.count() == 1


@pytest.mark.parametrize("many", [2, 10])
def test_many_sweeps_at_once_raise_each_flag_once(many):
    for _ in range(20):
        make_planned_lead()

    results = at_once(*[lambda: sweep(now=after(hours=1))] * many)

    finished = [result for result in results if result]
    assert Flag.objects.standing().count() == Flag.objects.count() == 20
    assert sum(result.raised["overdue"] for result in finished) == 20
    assert SweepRun.objects.count() == len(finished) >= 1


@pytest.mark.parametrize("round_", range(3))
def test_of_moving_and_logging_one_touch_one_happens(round_):
    touch = next_touch(make_planned_lead())
    mine = fresh(touch)

    moved, logged = at_once(
        lambda: operations.move_touch(
            touch=mine, due=Due(after(days=5)), by=None, at=after(hours=1)
        ),
        logging(touch),
    )

    if isinstance(logged, Touch):
        assert isinstance(moved, operations.NotScheduled)
    else:
        assert (
            str(logged) == "This touch was moved or cancelled meanwhile. Your note was not saved."
        )
        assert moved.moves == 1
    assert Touch.objects.scheduled().count() == 1


def test_who_is_just_given_a_lead_is_not_switched_off_without_it():
    lead, ana, admin, given = make_lead(), make_rep(), make_admin(), Event()

    def give():
        with transaction.atomic():
            operations.assign_lead(lead=lead, rep=ana, by=admin, at=after(hours=1))
            given.set()
            time.sleep(0.3)  # not yet committed

    def leave():
        given.wait(10)
        operations.deactivate_user(user=ana, to=operations.Receivers(), by=admin, at=after(hours=1))

    _, refusal = at_once(give, leave)

    assert str(refusal) == f"{ana} still has 1 open lead. Choose who takes them."
    assert fresh(ana).is_active


def test_who_leaves_and_whoever_gives_his_lead_on_do_not_wait_for_each_other():
    """Both lock the lead first, then the people of its line."""
    team = make_team()
    lead, ana = make_owned_lead(), make_rep(name="Ana Lind", team=team)
    operations.assign_lead(lead=lead, rep=ana, by=None, at=after())
    admin, taken = make_admin(), Event()

    def give_on():
        with transaction.atomic():
            operations.release_lead(lead=lead, by=admin, at=after(hours=1))
            taken.set()
            time.sleep(0.3)  # the other one is at it by now
            operations.distribute_lead(lead=lead, at=after(hours=1), otherwise=team)

    def leave():
        taken.wait(10)
        to = operations.Receivers(leads=operations.LeadsTo.INBOX)
        operations.deactivate_user(user=ana, to=to, by=admin, at=after(hours=2))

    at_once(give_on, leave)

    assert not fresh(ana).is_active
    assert not Lead.objects.open().owned_by(ana).exists()


def test_of_closing_and_beginning_a_cadence_a_closed_lead_is_left_alone():
    lead = make_planned_lead()

    at_once(
        lambda: operations.begin_cadence(lead=lead, by=None, at=after(hours=1)),
        lambda: operations.close_lead(lead=lead, disposition="won", by=None, at=after(hours=1)),
    )

    assert not fresh(lead).is_open
    assert not lead.touches.scheduled().exists()


def test_two_inquiries_of_one_new_person_make_one_lead():
    campaign = make_campaign()

    at_once(*[lambda: ask(after(), person=KARLA, campaign=campaign)] * 4)

    assert Lead.objects.get().inquiries.count() == 4


def test_people_at_several_leads_do_not_let_operations_wait_for_each_other():
    """Each log locks all leads of its people; in one order, so that none waits in a circle."""
    leads = [make_planned_lead() for _ in range(4)]
    for lead in leads:
        for other in leads:
            add_person(lead, person_of(other))
    touches = [next_touch(lead) for lead in leads]

    answers = at_once(*[logging(touch, outcome="talked") for touch in touches])

    assert answers == touches


def wait_until_somebody_waits():
    """For a lock, on another connection; or for two seconds."""
    deadline = time.monotonic() + 2
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            if cursor.fetchone():
                return
            time.sleep(0.02)


def test_a_flag_that_a_sweep_is_just_raising_ends_with_its_breach():
    touch = next_touch(make_planned_lead())
    swept = Event()

    def sweep_slowly():
        with transaction.atomic():
            sweep(now=after(minutes=40))
            swept.set()
            wait_until_somebody_waits()

    def log_meanwhile():
        swept.wait(20)
        log(touch, at=after(minutes=41), then=Continue())

    at_once(sweep_slowly, log_meanwhile)

    flag = touch.lead.flags.get()
    assert (flag.began_at, flag.ended_at) == (after(minutes=30), after(minutes=41))


def test_a_sweep_does_not_wait_for_an_operation_that_is_at_work():
    lead, other = make_planned_lead(), make_planned_lead()
    logged, swept = Event(), Event()

    def log_slowly():
        with transaction.atomic():
            log(next_touch(lead), at=after(minutes=40), then=Continue())
            logged.set()
            assert swept.wait(20)

    def sweep_meanwhile():
        logged.wait(20)
        sweep(now=after(minutes=40))
        swept.set()

    at_once(log_slowly, sweep_meanwhile)

    flag = lead.flags.get()
    assert (flag.began_at, flag.ended_at) == (after(minutes=30), after(minutes=40))
    assert other.flags.standing().exists()


def test_sweeps_and_operations_at_once_record_each_breach_once():
    leads = [make_planned_lead() for _ in range(8)]
    logs = [logging(next_touch(lead)) for lead in leads]
    sweeps = [lambda: sweep(now=after(hours=1))] * 4

    at_once(*logs[:4], *sweeps, *logs[4:])
    sweep(now=after(hours=1))

    lives = [(flag.began_at, flag.ended_at) for flag in Flag.objects.order_by("lead")]
    assert lives == [(after(minutes=30), after(hours=1))] * 8
