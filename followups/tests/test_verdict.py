"""Accepting and rejecting a lead: who says what when, until when, and how it is taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import Outcome
from followups.next_step import Close, Due, TouchOn
from followups.sweep import sweep
from followups.tests.factories import (
    MONDAY,
    after,
    fresh,
    log,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from followups.verdicts import ACCEPTED, Judgement, standing_verdict
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import CLERICAL, Disposition, Rejection, Says, Verdict

pytestmark = pytest.mark.django_db
NO_NEED = Judgement(Says.REJECTED, Rejection.NO_NEED)
TEST = Judgement(Says.REJECTED, Rejection.TEST)
OTHERS = [reason for reason in Rejection if reason not in CLERICAL]


def give(lead, verdict=ACCEPTED, at=None, by=None):
    return operations.give_verdict(
        lead=lead, verdict=verdict, by=by or lead.owner, at=at or after(hours=1)
    )


def undo(verdict, at=None, by=None):
    return operations.undo_verdict(
        verdict=verdict, by=by or verdict.given_by, at=at or after(hours=2)
    )


def touch_thrice(lead):
    for hour in (1, 2, 3):
        touch = make_touch(lead=lead, due_at=after(hours=hour), at=after(hours=hour - 1))
        log(touch, at=after(hours=hour), then=TouchOn(Due(after(days=9))))


def answered(lead):
    """Somebody there has talked with us."""
    touch = make_touch(lead=lead, due_at=after(minutes=30))
    log(touch, at=after(minutes=30), outcome=Outcome.TALKED)
    return fresh(lead)


# --- When it is due


def test_it_is_due_five_working_days_after_assignment():
    """Monday ten o'clock, of a team that is free on the weekend: the next Monday at ten."""
    campaign = make_campaign(team=make_team(time_zone="UTC"))

    lead = make_owned_lead(campaign=campaign)

    assert fresh(lead).verdict_by == MONDAY + timedelta(days=7)


def test_the_third_logged_touch_is_sooner():
    lead = make_owned_lead()

    touch_thrice(lead)

    assert fresh(lead).verdict_by == after(hours=3)


def test_a_new_owner_has_his_own_days():
    lead = make_owned_lead()

    operations.assign_lead(lead=lead, rep=make_rep(), by=None, at=after(days=1))

    assert fresh(lead).verdict_by == after(days=8)


def test_a_new_owner_of_a_lead_with_three_touches_owes_it_from_the_hand_over():
    lead = make_owned_lead()
    touch_thrice(lead)

    operations.assign_lead(lead=lead, rep=make_rep(), by=None, at=after(days=1))

    assert fresh(lead).verdict_by == after(days=1)


def test_nobody_owes_one_for_a_lead_that_is_nobodys():
    lead = make_owned_lead()

    operations.release_lead(lead=lead, by=None, at=after(days=1))

    assert fresh(lead).verdict_by is None


def test_new_hours_of_the_team_do_not_move_the_limit():
    team = make_team(time_zone="UTC")
    lead = make_owned_lead(campaign=make_campaign(team=team))
    team.working_days = "1"
    team.save()

    make_touch(lead=lead, at=after(hours=1))

    assert fresh(lead).verdict_by == MONDAY + timedelta(days=7)


def test_a_verdict_ends_the_flag_and_its_undo_lets_it_stand_again():
    lead = make_owned_lead()
    touch_thrice(lead)
    sweep(now=after(hours=4))
    flag = lead.flags.get(kind="no_verdict")

    verdict = give(lead, at=after(hours=5))
    ended = fresh(flag).ended_at
    undo(verdict, at=after(hours=6))

    assert (ended, fresh(flag).ended_at, fresh(flag).began_at) == (
        after(hours=5),
        None,
        after(hours=3),
    )


# --- Giving one


def test_a_verdict_says_who_when_and_by_which_definition():
    lead = make_owned_lead()

    verdict = give(lead)

    assert (verdict.says, verdict.given_by, verdict.given_at) == (
        "accepted",
        lead.owner,
        after(hours=1),
    )
    assert verdict.definition.version == 1
    assert fresh(lead).verdict_by is None


def test_the_newest_stands():
    lead = make_owned_lead()
    give(lead)

    give(lead, TEST, at=after(hours=2))

    assert standing_verdict(lead).in_words == "Rejected: test or spam"
    assert lead.verdicts.count() == 2


def test_the_same_again_changes_nothing():
    lead = make_owned_lead()

    assert give(lead) == give(lead, at=after(hours=2))


@pytest.mark.parametrize("reason", CLERICAL)
def test_before_anybody_answered_a_clerical_reason_is_enough(reason):
    assert give(make_owned_lead(), Judgement(Says.REJECTED, reason)).reason == reason


@pytest.mark.parametrize("reason", OTHERS)
def test_before_anybody_answered_no_other_reason_is(reason):
    lead = make_owned_lead()

    with pytest.raises(operations.BadVerdict, match="Nobody there has answered yet"):
        give(lead, Judgement(Says.REJECTED, reason, "In words"))

    assert not lead.verdicts.exists()


@pytest.mark.parametrize("reason", OTHERS)
def test_after_an_answer_every_reason_is(reason):
    lead = answered(make_owned_lead())

    assert give(lead, Judgement(Says.REJECTED, reason, "In words")).reason == reason


def test_after_eight_attempts_in_vain_every_reason_is():
    lead = make_touch(due_at=after(minutes=1)).lead
    for hour in range(1, 9):
        again = TouchOn(Due(after(days=9)))
        log(next_touch(lead), at=after(hours=hour), then=again, note="Back then")

    assert give(fresh(lead), NO_NEED, at=after(hours=9)).rejects


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (Judgement(Says.REJECTED), "choose a reason"),
        (Judgement(Says.REJECTED, "because"), "choose a reason"),
        (Judgement(Says.REJECTED, Rejection.OTHER), "in a few words"),
    ],
)
def test_a_rejection_says_why(verdict, sentence):
    lead = answered(make_owned_lead())

    with pytest.raises(operations.BadVerdict, match=sentence):
        give(lead, verdict)


def test_a_closed_lead_is_not_judged():
    lead = make_owned_lead()
    operations.close_lead(lead=lead, disposition="won", by=lead.owner, at=after(hours=1))

    with pytest.raises(operations.LeadIsClosed):
        give(lead, at=after(hours=2))


# --- Closing needs one


@pytest.mark.parametrize(
    ("disposition", "said"),
    [
        ("won", "Accepted"),
        ("bought_elsewhere", "Accepted"),
        ("no_response", "Accepted"),
        ("not_interested", "Accepted"),
        ("duplicate", "Rejected: duplicate"),
    ],
)
def test_most_ends_say_it_already(disposition, said):
    lead = make_owned_lead()

    operations.close_lead(
        lead=lead, disposition=disposition, reason="Firm is gone", by=lead.owner, at=after(hours=1)
    )

    assert standing_verdict(lead).in_words == said


def test_disqualified_asks_why():
    lead = make_owned_lead()

    with pytest.raises(operations.BadVerdict, match="choose a reason"):
        operations.close_lead(lead=lead, disposition="disqualified", by=lead.owner, at=MONDAY)

    assert fresh(lead).is_open


def test_an_end_may_be_said_otherwise():
    lead = answered(make_owned_lead())

    operations.close_lead(
        lead=lead,
        disposition="not_interested",
        verdict=NO_NEED,
        by=lead.owner,
        at=after(hours=1),
    )

    assert standing_verdict(lead).in_words == "Rejected: no need"


@pytest.mark.parametrize(
    ("disposition", "verdict"), [("won", TEST), ("bought_elsewhere", TEST), ("duplicate", ACCEPTED)]
)
def test_but_not_against_the_end(disposition, verdict):
    lead = make_owned_lead()

    with pytest.raises(operations.BadVerdict):
        operations.close_lead(
            lead=lead, disposition=disposition, verdict=verdict, by=lead.owner, at=MONDAY
        )


def test_a_verdict_that_stands_is_not_asked_for_again():
    lead = make_owned_lead()
    verdict = give(lead)

    operations.close_lead(
        lead=lead,
        disposition="no_response",
        reason="Firm is gone",
        by=lead.owner,
        at=after(hours=2),
    )

    assert lead.verdicts.get() == verdict


def test_the_product_and_who_asks_to_be_left_alone_judge_nothing():
    by_product, by_person = make_owned_lead(), make_owned_lead()

    operations.close_lead(lead=by_product, disposition="disqualified", by=None, at=after(hours=1))
    operations.bar_contact(contact=person_of(by_person), by=by_person.owner, at=after(hours=1))

    assert fresh(by_person).disposition == Disposition.DO_NOT_CONTACT
    assert not Verdict.objects.exists()


def test_what_the_touch_brought_counts_for_the_verdict_given_with_it():
    """Talked for the first time, and there is no need."""
    lead = make_planned_lead()

    log(
        next_touch(lead),
        at=after(hours=1),
        outcome=Outcome.TALKED,
        then=Close("disqualified", "Makes it himself", verdict=NO_NEED),
    )

    assert standing_verdict(lead).in_words == "Rejected: no need"


def test_a_no_answer_is_not_enough():
    touch = next_touch(make_planned_lead())

    with pytest.raises(operations.BadVerdict):
        log(touch, at=after(hours=1), then=Close("disqualified", verdict=NO_NEED))

    assert fresh(touch).is_scheduled


def test_undoing_the_touch_takes_its_verdict_back():
    lead = make_planned_lead()
    touch = log(next_touch(lead), at=after(hours=1), then=Close("no_response", "Firm is gone"))

    operations.undo_touch(touch=touch, by=lead.owner, at=after(hours=2))

    assert standing_verdict(lead) is None
    assert lead.verdicts.count() == 2


def test_a_lead_that_is_reopened_is_judged_anew():
    lead = make_planned_lead()
    operations.close_lead(
        lead=lead,
        disposition="no_response",
        reason="Firm is gone",
        by=lead.owner,
        at=after(hours=1),
    )

    operations.reopen_lead(lead=lead, by=None, at=after(days=30))

    assert standing_verdict(lead) is None
    assert fresh(lead).verdict_by == after(days=37)


def test_also_in_the_moment_of_its_return():
    lead = make_planned_lead()
    operations.close_lead(
        lead=lead,
        disposition="no_response",
        reason="Firm is gone",
        by=lead.owner,
        at=after(hours=1),
    )
    operations.reopen_lead(lead=lead, by=None, at=after(hours=1))

    verdict = give(lead, at=after(hours=1))

    assert standing_verdict(lead) == verdict
    assert fresh(lead).verdict_by is None


# --- Taking it back


def test_the_one_before_stands_again():
    lead = make_owned_lead()
    first = give(lead)
    second = give(lead, TEST, at=after(hours=2))

    back = undo(second, at=after(hours=3))

    assert standing_verdict(lead) == first
    assert (back.reverses, back.says, lead.verdicts.count()) == (second, "", 3)


def test_not_twice():
    verdict = give(make_owned_lead())
    undo(verdict)

    with pytest.raises(operations.VerdictStands, match="newest"):
        undo(verdict)


def test_not_by_somebody_else():
    verdict = give(make_owned_lead())

    with pytest.raises(operations.VerdictStands, match="Whoever gave"):
        undo(verdict, by=make_rep())


def test_not_after_a_day():
    verdict = give(make_owned_lead())

    with pytest.raises(operations.VerdictStands, match="24 hours"):
        undo(verdict, at=after(hours=26))


def test_not_without_the_touch_that_it_was_given_with():
    lead = make_planned_lead()
    log(next_touch(lead), at=after(hours=1), then=Close("no_response", "Firm is gone"), key=uuid4())

    with pytest.raises(operations.VerdictStands, match="Undo the touch"):
        undo(standing_verdict(lead))


def test_not_once_the_lead_is_closed():
    lead = make_owned_lead()
    verdict = give(lead)
    operations.close_lead(
        lead=lead,
        disposition="no_response",
        reason="Firm is gone",
        by=lead.owner,
        at=after(hours=2),
    )

    with pytest.raises(operations.VerdictStands, match="Undo its end first"):
        undo(verdict, at=after(hours=3))
