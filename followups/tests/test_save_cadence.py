"""A cadence is written in versions: who runs keeps his, who begins follows the newest."""

from __future__ import annotations

from datetime import time

import pytest

from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.cadences.plan_dates import on_dates, warnings_of
from followups.models import Cadence
from followups.next_step import Continue
from followups.operations import Plan, PlannedStep
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_cadence,
    make_owned_lead,
    make_planned_lead,
    next_touch,
)
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep

pytestmark = pytest.mark.django_db

CALL = PlannedStep(channel="call", title="Call", minutes=30)
MAIL = PlannedStep(channel="mail", title="Mail", day=2, at_time=time(9))


@pytest.fixture
def boss() -> User:
    return make_manager()


def plan(*steps: PlannedStep, **said: object) -> Plan:
    return Plan(**{"name": "Ours", "kind": "sprint", "steps": steps} | said)  # type: ignore[arg-type]


def save(like: Cadence, wanted: Plan, by: User) -> Cadence:
    return operations.save_cadence(like=like, plan=wanted, by=by, at=MONDAY)


def test_saving_makes_a_version_and_the_old_one_stays(boss):
    old = make_cadence()

    new = save(old, plan(CALL, MAIL), boss)

    old.refresh_from_db()
    assert (new.version, new.is_current, new.segment, new.made_by) == (2, True, old.segment, boss)
    assert (old.is_current, old.steps.count(), new.steps.count()) == (False, 3, 2)


def test_who_runs_keeps_his_version_and_who_begins_follows_the_new_one(boss):
    runs = make_planned_lead()
    old = runs.enrolments.get().cadence

    new = save(old, plan(CALL), boss)

    begins = make_owned_lead(campaign=make_campaign(segment=old.segment))
    assert runs.enrolments.get().cadence == old
    assert begins.enrolments.get().cadence == new


def test_the_same_plan_again_makes_no_further_version(boss):
    old = make_cadence()
    new = save(old, plan(CALL, MAIL), boss)

    again = save(old, plan(CALL, MAIL), boss)

    assert again == new
    assert Cadence.objects.filter(slug=old.slug).count() == 2


def test_the_second_of_two_who_edit_at_once_is_told(boss):
    old = make_cadence()
    save(old, plan(CALL), boss)

    with pytest.raises(operations.SavedMeanwhile, match="version 2 meanwhile, at 10:00"):
        save(old, plan(MAIL), make_manager())


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (plan(), "at least one step"),
        (plan(CALL, name=" "), "a name"),
        (plan(CALL, kind="rhythm"), "how many days"),
        (
            plan(PlannedStep(channel="mail", title="Mail", mail_text="Hi {{ town }}")),
            r"Step 1: {{ town }} is no merge field. Known are {{ first_name }}",
        ),
    ],
    ids=["no step", "no name", "no days", "an unknown field"],
)
def test_what_cannot_be_planned_by_is_refused(boss, wanted, why):
    old = make_cadence()

    with pytest.raises(operations.BadPlan, match=why):
        save(old, wanted, boss)

    assert Cadence.objects.get(slug=old.slug).is_current


def test_a_bucket_keeps_a_rhythm(boss):
    rhythm = Cadence.objects.current().filter(bucket__isnull=False)[0]

    with pytest.raises(operations.BadPlan, match="a touch every so many days"):
        save(rhythm, plan(CALL), boss)


def test_a_step_names_the_one_that_it_continues(boss):
    old = make_cadence()
    second = old.steps.get(position=2)

    new = save(old, plan(PlannedStep(channel="mail", title="First", before_id=second.pk)), boss)

    assert new.steps.get().before == second


def test_questions_go_from_version_to_version(boss):
    old = make_cadence()
    asks = PlannedStep(channel="call", title="Call", questions=("Why?", "Who else sees this?"))

    new = save(save(old, plan(asks), boss), plan(asks, MAIL), boss)

    asked = new.steps.all()[0].questions.values_list("text", "adds_person")
    assert list(asked) == [("Why?", False), ("Who else sees this?", True)]


def test_a_segment_without_a_cadence_gets_one_once(boss):
    segment = make_segment()
    ask = {"segment": segment, "by": boss, "at": MONDAY}

    first = operations.write_cadence(plan=plan(CALL), **ask)

    assert (first.segment, first.version) == (segment, 1)
    with pytest.raises(operations.SavedMeanwhile):
        operations.write_cadence(plan=plan(MAIL), **ask)


def test_a_step_may_count_from_the_one_before_being_made():
    steps = [
        {"channel": "call", "title": "Call", "minutes": 30},
        {"channel": "mail", "title": "Mail", "day": 2, "from_done": True, "at_time": time(9)},
    ]
    lead = make_planned_lead(*steps)

    log(next_touch(lead), at=after(days=1), then=Continue())  # Tuesday

    assert f"{next_touch(lead).due_at:%a %H:%M}" == "Thu 09:00"


def test_a_late_step_keeps_the_gap_over_steps_that_count_from_one_another():
    steps = [
        {"channel": "call", "title": "Call", "day": 1},
        {"channel": "mail", "title": "Mail", "day": 2, "from_done": True},
        {"channel": "call", "title": "Call again", "day": 5},
    ]
    lead = make_planned_lead(*steps)
    log(next_touch(lead), at=after(days=7), then=Continue())  # Monday, six days late

    log(next_touch(lead), at=after(days=9), then=Continue())  # Wednesday, on its day

    # the mail was planned for day 3, the call for day 5: two days on
    assert f"{next_touch(lead).due_at:%a %d}" == "Fri 13"


def test_the_plan_stands_on_real_dates_without_weekends_and_holidays():
    cadence = make_cadence(
        {"day": 4, "channel": "call", "title": "A"}, {"day": 5, "channel": "mail", "title": "B"}
    )
    working = make_rep().working_time

    dated = on_dates(cadence, list(cadence.steps.all()), {}, now=MONDAY, working=working)

    assert [f"{each.due_at:%a %d}" for each in dated] == ["Fri 06", "Mon 09"]


def warned(*steps: dict[str, object], **fields: object) -> str:
    cadence = make_cadence(*steps, **fields)  # type: ignore[arg-type]
    working = make_rep().working_time
    dated = on_dates(cadence, list(cadence.steps.all()), {}, now=MONDAY, working=working)
    found = warnings_of(cadence, dated, segment=cadence.segment, now=MONDAY, working=working)
    return " ".join(found)


GOOD = [
    {"channel": channel, "title": channel, "day": day, "is_decision": day == 7, "minutes": 5}
    for day, channel in enumerate(
        ["call", "mail", "linkedin", "call", "mail", "call", "mail", "call"]
    )
]


@pytest.mark.parametrize(("role", "is_warned_of"), [("Colleague", True), ("first contact", False)])
def test_a_branch_to_another_person_is_warned_of(role, is_warned_of):
    cadence = make_cadence(
        {"channel": "mail", "title": "A", "contact_role": "First contact"},
        {"channel": "call", "title": "B", "contact_role": role},
    )
    ways = {1: (("bounced", 1), ("sent", None))}
    working = make_rep().working_time
    dated = on_dates(cadence, list(cadence.steps.all()), ways, now=MONDAY, working=working)

    found = warnings_of(cadence, dated, segment=cadence.segment, now=MONDAY, working=working)

    said = "After “Bounced” of step 1 comes step 2, which is for another person"
    assert (said in " ".join(found)) == is_warned_of


def test_a_good_plan_is_not_warned_of():
    assert warned(*GOOD) == ""


@pytest.mark.parametrize(
    ("steps", "warning"),
    [
        (GOOD[:6], "6 steps: reaching"),
        (GOOD + GOOD, "16 steps: more than 13"),
        (GOOD[:7], "ends in silence"),
        ([s | {"channel": "call"} for s in GOOD], "Steps 1 to 3 are Call each time"),
        ([s | {"channel": "mail"} for s in GOOD], "Fewer than 3 channels"),
        ([GOOD[0] | {"day": 9}, *GOOD[1:]], "first step comes later than"),
        ([*GOOD[:5], GOOD[5] | {"day": 1}, *GOOD[6:]], "Step 6 is planned on an earlier day"),
    ],
)
def test_what_speaks_against_a_plan_is_said(steps, warning):
    assert warning in warned(*steps)


def test_a_rhythm_may_be_short_and_never_decides():
    assert "steps" not in warned(*GOOD[:2], kind="rhythm", every_days=30)
