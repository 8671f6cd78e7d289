"""What comes of a step may lead on to a later one, or to the decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from followups import operations
from followups.audit import audit
from followups.cadences.builder import Builder
from followups.cadences.plan_dates import end_of, on_dates, ways_of
from followups.models import Branch, Cadence, Step, Touch
from followups.next_step import Continue, Due, TouchOn
from followups.operations import Plan
from followups.panel.proposals import proposal_for
from followups.situation import situation_of
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_cadence,
    make_planned_lead,
    next_touch,
)
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db
SOON = after(minutes=40)


@pytest.fixture
def ana() -> User:
    return make_rep()


@pytest.fixture
def lead(ana: User) -> Lead:
    """Left message leads to the call on Thursday; talked to the decision; else a mail follows."""
    lead = make_planned_lead(owner=ana)
    first = Step.objects.get(cadence=lead.enrolments.get().cadence, position=1)
    Branch.objects.create(step=first, outcome="left_message", ahead=2)
    Branch.objects.create(step=first, outcome="talked", ahead=None)
    return lead


def goes_on(lead: Lead, outcome: str, **more: Any) -> Touch:
    log(next_touch(lead), at=SOON, outcome=outcome, then=Continue(), **more)
    return next_touch(lead)


def sound() -> bool:
    return not any(finding.violations for finding in audit().values())


@pytest.mark.parametrize(
    ("outcome", "follows"),
    [("no_answer", "Mail"), ("left_message", "Call again")],
)
def test_an_outcome_leads_to_its_step(lead, outcome, follows):
    assert goes_on(lead, outcome).subject == follows
    assert sound()


def test_an_outcome_may_lead_to_the_decision(lead):
    touch = goes_on(lead, "talked")

    assert (touch.is_decision, touch.enrolment.ended_at) == (True, None)
    assert f"{touch.due_at:%a %H:%M}" == "Wed 09:00"  # two working days on
    assert sound()


def test_the_panel_proposes_what_the_operation_does(lead):
    situation = situation_of(lead.pk, now=SOON)
    found = {chip: proposal_for(chip, situation) for chip in ("no_answer", "left_message")}

    assert found["no_answer"].at == after(days=1, hours=5)
    assert found["left_message"].at == goes_on(lead, "left_message").due_at == after(days=3)


def test_an_answer_that_leads_on_is_proposed_so(lead):
    proposal = proposal_for("talked", situation_of(lead.pk, now=SOON))

    assert (proposal.what, proposal.then) == ("Decide what becomes of it", Continue())


def test_a_chosen_date_takes_the_step_that_the_outcome_leads_to(lead):
    log(next_touch(lead), at=SOON, outcome="left_message", then=TouchOn(Due(after(days=4))))

    assert (next_touch(lead).step.position, next_touch(lead).due_at) == (3, after(days=4))


def test_undo_takes_the_branch_back(lead, ana):
    call = next_touch(lead)
    goes_on(lead, "left_message")

    operations.undo_touch(touch=call, by=ana, at=after(minutes=50))

    assert (next_touch(lead).subject, goes_on(lead, "no_answer").subject) == ("Call", "Mail")
    assert sound()


def test_a_correction_that_would_lead_elsewhere_is_refused(lead, ana):
    call = next_touch(lead)
    goes_on(lead, "left_message")
    said = {"note": "", "channel": "call", "contact": call.contact, "by": ana, "at": SOON}

    with pytest.raises(operations.AsksForAnotherStep, match="goes on elsewhere"):
        operations.correct_touch(touch=call, outcome="no_answer", **said)


def test_a_step_left_out_goes_on_as_usual(lead, ana):
    touch = operations.skip_step(touch=next_touch(lead), reason="Holiday", by=ana, at=SOON)

    assert touch.subject == "Mail"


def test_a_touch_in_its_place_leads_on_as_well(lead, ana):
    step = next_touch(lead)

    operations.log_unplanned_touch(
        lead=lead, contact=step.contact, channel="call", outcome="left_message",
        key="5a5b0f6e-0000-4000-8000-000000000001", by=ana, at=SOON, instead_of=step,
    )  # fmt: skip

    assert next_touch(lead).subject == "Call again"


def version_of(cadence: Cadence, boss: User, **said: Any) -> Cadence:
    """The next version: all steps continued, the first with these branches."""
    like = Plan.of(cadence)
    ids = cadence.steps.values_list("pk", flat=True)
    steps = [replace(step, before_id=pk) for step, pk in zip(like.steps, ids, strict=True)]
    steps[0] = replace(steps[0], **said)
    plan = replace(like, steps=tuple(steps))
    return operations.save_cadence(like=cadence, plan=plan, by=boss, at=MONDAY)


def test_versions_keep_the_branches_of_their_own(lead):
    old, boss = lead.enrolments.get().cadence, make_manager()
    same = version_of(old, boss)
    new = version_of(old, boss, branches=(("no_answer", 2),))

    assert same == old
    said = new.steps.get(position=1).branches.values_list("outcome", "ahead")
    assert (list(said), goes_on(lead, "left_message").subject) == (
        [("no_answer", 2)],
        "Call again",
    )


def test_a_lead_that_took_a_branch_is_brought_over(lead):
    goes_on(lead, "left_message")
    new = version_of(lead.enrolments.get().cadence, make_manager(), title="Ring")

    operations.roll_out(cadence=new, by=make_manager(), at=after(minutes=50))

    touch = next_touch(lead)
    assert (touch.step, touch.due_at) == (new.steps.get(position=3), after(days=3))
    assert sound()


@pytest.mark.parametrize(
    ("branches", "why"),
    [
        ((("no_answer", 3),), "only lead to a later step"),
        ((("no_answer", 0),), "only lead to a later step"),
        ((("sent", 1),), "“Sent” cannot say what follows here"),
        ((("not_now", 1),), "“Not now” cannot say"),
        ((("no_answer", 1), ("no_answer", 2)), "two steps follow the same outcome"),
    ],
    ids=["beyond the end", "to itself", "of another channel", "with a way of its own", "twice"],
)
def test_a_branch_that_leads_astray_is_refused(lead, branches, why):
    with pytest.raises(operations.BadPlan, match=f"Step 1: .*{why}"):
        version_of(lead.enrolments.get().cadence, make_manager(), branches=branches)


def test_a_rhythm_has_no_branches(lead):
    cadence = make_cadence(kind="rhythm", every_days=30)

    with pytest.raises(operations.BadPlan, match="a rhythm takes its steps in turn"):
        version_of(cadence, make_manager(), branches=(("no_answer", 2),))


def test_the_plan_shows_where_each_outcome_leads_and_when(lead, ana):
    cadence, working = lead.enrolments.get().cadence, ana.working_time
    steps = list(cadence.steps.all())

    dated = on_dates(cadence, steps, ways_of(steps), now=MONDAY, working=working)

    said = [(w.outcome, w.step and w.step.position, f"{w.due_at:%a %H:%M}") for w in dated[0].ways]
    assert said == [("Left message", 3, "Thu 10:00"), ("Talked", None, "Wed 09:00")]
    assert f"{end_of(cadence, dated, working=working):%a %d %H:%M}" == "Mon 09 09:00"


def typed(*titles: str, act: str = "save", **after_first: str) -> Builder:
    """What the builder makes of calls with these titles."""
    data = {"name": "Ours", "kind": "sprint", "count": str(len(titles))}
    for n, title in enumerate(titles):
        data |= {f"step-{n}-title": title, f"step-{n}-channel": "call", f"step-{n}-day": "1"}
    data |= {f"step-0-after_{outcome}": to for outcome, to in after_first.items()}
    return Builder.typed(data, act=act, of_bucket=False)


def test_the_builder_reads_where_an_outcome_leads():
    builder = typed("A", "B", "C", no_answer="3", talked="end")

    assert builder.is_valid()
    assert builder.plan.steps[0].branches == (("no_answer", 2), ("talked", None))


@pytest.mark.parametrize(
    ("act", "order", "leads_to"),
    [
        ("down-1", "ACBD", "2"),
        ("remove-1", "ACD", "2"),
        ("remove-2", "ABD", ""),
        ("down-0", "BACD", "3"),
        ("add", "ABCD", "3"),
    ],
)
def test_what_led_to_a_step_leads_to_it_where_it_is_moved(act, order, leads_to):
    rows = typed(*"ABCD", act=act, no_answer="3").rows

    assert "".join(row["title"] for row in rows) == order
    assert next(row for row in rows if row["title"] == "A")["after_no_answer"] == leads_to


def test_the_builder_refuses_a_way_back_in_a_sentence():
    builder = typed("A", "B", no_answer="1")

    assert not builder.is_valid()
    assert "Choose a later step, or the decision." in str(builder.steps[0].errors)


def test_a_saved_cadence_opens_as_it_was_saved(lead):
    cadence = lead.enrolments.get().cadence

    row = Builder.of(cadence).rows[0]

    assert (row["after_left_message"], row["after_talked"], row["after_no_answer"]) == (
        "3",
        "end",
        "",
    )
