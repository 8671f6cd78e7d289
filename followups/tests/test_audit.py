"""The audit is tested by breaking things: each law, past the operations, one row at a time."""

import json

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.audit import LAWS, audit
from followups.models import (
    Answer,
    Bucket,
    CancelReason,
    Flag,
    FlagKind,
    NextTry,
    Question,
    Touch,
    TouchState,
)
from followups.next_step import Close, Due
from followups.state import settle
from followups.sweep import sweep
from followups.tests import story
from followups.tests.factories import (
    after,
    fresh,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
)
from followups.tests.rules import make_rule, send_away
from leadfollow.people.models import Absence
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_qualifier,
    make_rep,
    make_team,
    make_user,
)
from leads.filing import add_lead_file
from leads.models import Contact, Import, Inquiry, Lead, LeadContact
from leads.tests.captures import make_captured

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = "1-next-step", "2-nothing-unseen", "3-closed-is-closed"
FOURTH, FIFTH = "4-never-lost-never-doubled", "5-recorded-honestly"
SIXTH, SEVENTH = "6-debt-stands", "7-flags-have-a-life"
KEPT, ONE_OWNER = "kept-state", "one-owner-at-a-time"
LEFT = "nobody-left-behind"
TOLD = "told-of-the-right-lead"
FILES = "files-are-there"
MERGES = "nothing-lost-in-merges"
IMPORTS = "imports-account"
CAPTURED = "captured-once"
OUTSIDE = "outside-is-open"
DISTRIBUTION = "distribution-stands"


def ids(row):
    return f"{row._meta.model_name} {row.pk}"


def write(row, **columns):
    """Past everything."""
    type(row).objects.filter(pk=row.pk).update(**columns)


def found():
    """Law -> the rows it names, of the laws that are broken."""
    return {
        law: [text.split(":")[0] for text in finding.violations]
        for law, finding in audit().items()
        if finding.violations
    }


@pytest.fixture(autouse=True)
def checks_are_back():
    """After a test that let anything in; PostgreSQL rolls back by itself."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def let_anything_in(model, constraint):
    """The database stops guarding, as after a bad migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {constraint}")


def closed_lead():
    lead = make_planned_lead()
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(hours=1))
    return lead


def undone_touch(**how):
    """Of a lead without a cadence; the next touch is scheduled again."""
    touch = log(make_touch(), at=after(hours=1), **how)
    operations.undo_touch(touch=touch, by=touch.lead.owner, at=after(hours=2))
    return touch


# Each breaks something, and says which law then names which row.


def a_cadence_runs_without_a_step():
    lead = make_planned_lead()
    lead.touches.update(enrolment=None)
    return {FIRST: [ids(lead.enrolments.get())]}


def a_lead_wakes_on_another_day_than_its_touch_is_due():
    lead = make_owned_lead()
    wake_on = after(days=90).date()
    bucket = Bucket.objects.all()[0]
    rests = operations.send_to_bucket(
        lead=lead, bucket=bucket, wake_on=wake_on, by=lead.owner, at=after(hours=1)
    )
    write(rests, wake_on=after(days=99).date())
    return {FIRST: [ids(rests)]}


def a_step_is_scheduled_in_a_cadence_that_has_ended():
    lead = make_planned_lead()
    lead.enrolments.update(ended_at=after(hours=1), end_reason="not_now")
    return {FIRST: [ids(lead.touches.get())]}


def an_open_lead_has_neither_a_next_step_nor_since_when():
    lead = make_owned_lead()
    write(lead, unplanned_since=None)
    return {SECOND: [ids(lead)], KEPT: [ids(lead)]}


def a_lead_is_planned_and_unplanned_at_once():
    lead = make_touch().lead
    write(lead, next_due_at=None, next_is="", unplanned_since=after())
    return {SECOND: [ids(lead)], KEPT: [ids(lead)] * 3}


def nobody_will_notice_that_a_lead_is_nobodys():
    lead = make_lead()
    write(lead, assign_by=None)
    return {SECOND: [ids(lead)], KEPT: [ids(lead)]}


def a_lead_without_a_next_step_was_swept_and_is_not_flagged():
    lead = make_owned_lead()
    sweep(now=after(hours=1))
    lead.flags.all().delete()
    return {SECOND: [ids(lead)]}


def a_lead_without_an_owner_was_swept_and_is_not_flagged():
    lead = make_lead()
    sweep(now=after(hours=1))
    lead.flags.all().delete()
    return {SECOND: [ids(lead)]}


def something_is_scheduled_on_a_closed_lead():
    lead = closed_lead()
    lead.touches.create(channel="call", due_at=after(days=9), first_due_at=after(days=9))
    return {THIRD: [ids(lead)]}


def a_cadence_runs_on_a_closed_lead():
    lead = closed_lead()
    lead.enrolments.update(ended_at=None, end_reason="")
    return {THIRD: [ids(lead)], FIRST: [ids(lead.enrolments.get())]}


def a_flag_stands_on_a_closed_lead():
    lead = closed_lead()
    flag = Flag.objects.create(lead=lead, kind=FlagKind.MISSING, began_at=after())
    return {THIRD: [ids(lead)], SEVENTH: [ids(flag)]}


def somebody_who_must_not_be_contacted_is_to_be_called():
    touch = make_touch()
    write(touch.contact, do_not_contact=True)
    return {THIRD: [ids(touch)]}


def a_mail_is_to_be_sent_to_somebody_who_wants_none():
    touch = make_touch(channel="mail")
    write(touch.contact, no_email=True)
    return {THIRD: [ids(touch)]}


def a_touch_was_logged_without_a_key():
    touch = log(make_touch(), at=after(hours=1))
    write(touch, key=None)
    return {FOURTH: [ids(touch)]}


def a_touch_was_logged_by_nobody():
    touch = log(make_touch(), at=after(hours=1))
    write(touch, logged_by=None)
    return {FOURTH: [ids(touch)]}


def an_undo_reverses_a_touch_of_another_lead():
    touch, other = undone_touch(), make_touch().lead
    write(touch.reversed_by, lead=other, due_at=after(days=9))
    settle([touch.lead_id, other.pk], at=after(hours=3))
    return {FOURTH: [ids(touch.reversed_by)]}


def what_an_undone_log_scheduled_is_still_there():
    touch = undone_touch()
    left = touch.next_touches.get()
    write(left, state=TouchState.SCHEDULED, cancelled_at=None, cancel_reason="")
    return {FOURTH: [ids(left)]}


def a_cadence_was_ended_by_a_log_that_was_undone():
    touch, lead = undone_touch(), make_planned_lead()
    lead.touches.update(enrolment=None)
    lead.enrolments.update(ended_at=after(days=1), end_reason="not_now", ended_by=touch)
    return {FOURTH: [ids(lead.enrolments.get())]}


def a_closure_was_made_by_a_log_that_was_undone():
    lead = undone_touch(then=Close("won")).lead
    lead.closures.update(taken_back_at=None)
    lead.touches.filter(state=TouchState.SCHEDULED).update(
        state=TouchState.CANCELLED, cancel_reason=CancelReason.CLOSED, cancelled_at=after(hours=2)
    )
    settle([lead.pk], at=after(hours=2))
    return {FOURTH: [ids(lead.closures.get())]}


def a_criterion_was_ticked_by_a_log_that_was_undone():
    touch = make_touch()
    need = {"need": operations.Met(is_met=True, evidence="Said so")}
    operations.undo_touch(
        touch=log(touch, at=after(hours=1), ticks=need), by=touch.lead.owner, at=after(hours=2)
    )
    touch.lead.ticks.update(taken_back_at=None)
    return {FOURTH: [ids(touch.lead.ticks.get())]}


def a_touch_was_logged_before_it_happened():
    touch = log(make_touch(), at=after(hours=1))
    let_anything_in(Touch, "touch_logged_after_it_happened")
    write(touch, happened_at=after(hours=2))
    settle([touch.lead_id], at=after(hours=3))
    return {FIFTH: [ids(touch)]}


def a_touch_logged_at_once_is_marked_late():
    touch = log(make_touch(), at=after(hours=1))
    write(touch, is_late=True)
    return {FIFTH: [ids(touch)]}


def moved_touch():
    touch = make_touch()
    operations.move_touch(touch=touch, due=Due(after(days=5)), by=None, at=after(hours=1))
    return fresh(touch)


def a_touch_was_moved_to_nowhere():
    touch = moved_touch()
    write(touch, successor=None)
    return {SIXTH: [ids(touch)]}


def a_moved_touch_lost_its_first_due_date():
    touch = moved_touch()
    write(touch.successor, first_due_at=after(days=5))
    return {SIXTH: [ids(touch)]}


def a_moved_touch_lost_count_of_its_moves():
    touch = moved_touch()
    write(touch.successor, moves=0)
    return {SIXTH: [ids(touch)]}


def a_flag_stands_since_another_moment():
    lead = make_planned_lead()
    sweep(now=after(hours=1))
    flag = lead.flags.get()
    write(flag, began_at=after(minutes=31))
    return {SEVENTH: [ids(flag)]}


def an_overdue_lead_was_swept_and_is_not_flagged():
    lead = make_planned_lead()
    sweep(now=after(hours=1))
    lead.flags.all().delete()
    return {SEVENTH: [ids(lead)]}


def a_lead_has_no_inquiry():
    lead = make_owned_lead()
    lead.inquiries.all().delete()
    return {KEPT: [ids(lead)]}


def nobody_is_the_primary_at_a_lead():
    lead = make_owned_lead()
    lead.people.update(is_primary=False)
    settle([lead.pk], at=after(hours=1))
    return {KEPT: [ids(lead)]}


def two_own_a_lead_at_once():
    lead = make_owned_lead()
    operations.assign_lead(lead=lead, rep=make_owned_lead().owner, by=None, at=after(hours=1))
    first = lead.assignments.first()
    write(first, ended_at=after(hours=1, seconds=1))
    return {ONE_OWNER: [ids(first)]}


def a_rep_is_switched_off_with_an_open_lead():
    lead = make_planned_lead()
    write(lead.owner, is_active=False)
    return {LEFT: [ids(lead)]}


def a_campaign_in_use_is_with_somebody_who_left():
    return {LEFT: [ids(make_campaign(owner=make_event_manager(is_active=False)))]}


def a_team_is_led_by_somebody_who_left():
    return {LEFT: [ids(make_team(managers=[make_user(is_manager=True, is_active=False)]))]}


def a_bucket_is_kept_by_somebody_who_left():
    bucket = Bucket.objects.all()[0]
    write(bucket, owner=make_user(is_active=False))
    return {LEFT: [ids(bucket)]}


def somebody_is_away_twice_at_a_time():
    ana, day = make_rep(), after(days=0).date()
    times = {"begins_at": after(days=0), "ends_at": after(days=1)}
    first, _ = (
        Absence.objects.create(user=ana, first_on=day, last_on=day, **times) for _ in range(2)
    )
    return {LEFT: [ids(first)]}


def a_notice_is_about_another_lead():
    notice = make_planned_lead(by=None).notices.get()
    write(notice, lead=make_lead())
    return {TOLD: [ids(notice)]}


def somebody_is_told_what_he_did_himself():
    lead = make_planned_lead(by=None)
    notice = lead.notices.get()
    write(notice.assignment, given_by=lead.owner)
    return {TOLD: [ids(notice)]}


def an_answer_stands_beside_a_touch_that_did_not_ask():
    stranger = next_touch(make_planned_lead()).step
    question = Question.objects.create(step=stranger, position=9, text="By when?")
    touch = log(next_touch(make_planned_lead()), at=after())
    return {FIFTH: [ids(Answer.objects.create(touch=touch, question=question, text="Soon"))]}


def a_file_lost_its_bytes():
    lead = make_owned_lead()
    how = {"name": "a.txt", "content": b"a", "by": lead.owner, "at": after()}
    file = add_lead_file(lead=lead, **how)
    default_storage.delete(file.stored_as)
    return {FILES: [ids(file)]}


def a_touch_was_lost_in_a_merge():
    keep, lose = make_owned_lead(), make_owned_lead()
    merge = operations.merge_leads(keep=keep, lose=lose, by=make_admin(), at=after())
    write(merge, rows={"followups.Touch": [{"id": 999_999}]})
    return {MERGES: [ids(merge)]}


def an_import_lost_a_row():
    batch = Import.objects.create(
        kind="leads", file_name="a.csv", created_at=after(), rows_done=1, created=1
    )
    return {IMPORTS: [ids(batch)]}


def a_captured_lead_is_nobodys():
    return {CAPTURED: [ids(make_captured())]}


def a_device_sent_more_than_is_here():
    device = make_captured(fate="rejected", reason="No e-mail address.").device
    write(device, sent=1)
    return {CAPTURED: [ids(device.campaign)]}


def a_lead_is_with_somebody_who_qualifies_no_more():
    person = make_qualifier()
    lead = make_lead(campaign=make_campaign(team=make_team()))
    given = operations.give_to_qualifier(lead=lead, person=person, by=make_admin(), at=after())
    write(person, is_qualifier=False)
    return {OUTSIDE: [ids(given)]}


def a_turn_was_lost():
    rule = rule_that_gave()
    rule.turns.all().delete()
    return {DISTRIBUTION: [ids(rule)]}


def a_turn_is_before_the_lead_that_it_stands_for():
    rule = rule_that_gave()
    rule.turns.update(at=after(days=-1))
    return {DISTRIBUTION: [ids(rule)]}


def a_turn_in_a_team_is_before_the_lead_that_it_stands_for():
    rep = make_rep(team=make_team())
    make_lead(campaign=make_campaign(team=rep.team))
    write(rep, last_given_at=after(days=-1))
    return {DISTRIBUTION: [ids(rep)]}


def a_lead_that_never_waited_is_tried_again():
    return {DISTRIBUTION: [ids(NextTry.objects.create(lead=make_owned_lead(), at=after(days=9)))]}


def a_lead_was_not_tried_again():
    rep = make_rep(team=make_team())
    send_away(rep, after(days=-1), days=3)
    lead = make_lead(campaign=make_campaign(team=rep.team))
    sweep(now=after(days=5))
    return {DISTRIBUTION: [ids(NextTry.objects.get(lead=lead))]}


def rule_that_gave():
    rule = make_rule(reps=[make_rep()])
    make_lead()
    return rule


BREAKERS = {
    FIRST: [
        a_lead_wakes_on_another_day_than_its_touch_is_due,
        a_cadence_runs_without_a_step,
        a_step_is_scheduled_in_a_cadence_that_has_ended,
    ],
    SECOND: [
        an_open_lead_has_neither_a_next_step_nor_since_when,
        a_lead_is_planned_and_unplanned_at_once,
        nobody_will_notice_that_a_lead_is_nobodys,
        a_lead_without_a_next_step_was_swept_and_is_not_flagged,
        a_lead_without_an_owner_was_swept_and_is_not_flagged,
    ],
    THIRD: [
        something_is_scheduled_on_a_closed_lead,
        a_cadence_runs_on_a_closed_lead,
        a_flag_stands_on_a_closed_lead,
        somebody_who_must_not_be_contacted_is_to_be_called,
        a_mail_is_to_be_sent_to_somebody_who_wants_none,
    ],
    FOURTH: [
        a_touch_was_logged_without_a_key,
        a_touch_was_logged_by_nobody,
        an_undo_reverses_a_touch_of_another_lead,
        what_an_undone_log_scheduled_is_still_there,
        a_cadence_was_ended_by_a_log_that_was_undone,
        a_closure_was_made_by_a_log_that_was_undone,
        a_criterion_was_ticked_by_a_log_that_was_undone,
    ],
    FIFTH: [
        an_answer_stands_beside_a_touch_that_did_not_ask,
        a_touch_was_logged_before_it_happened,
        a_touch_logged_at_once_is_marked_late,
    ],
    SIXTH: [
        a_touch_was_moved_to_nowhere,
        a_moved_touch_lost_its_first_due_date,
        a_moved_touch_lost_count_of_its_moves,
    ],
    SEVENTH: [
        a_flag_stands_since_another_moment,
        an_overdue_lead_was_swept_and_is_not_flagged,
    ],
    KEPT: [
        a_lead_has_no_inquiry,
        nobody_is_the_primary_at_a_lead,
    ],
    ONE_OWNER: [
        two_own_a_lead_at_once,
    ],
    LEFT: [
        a_bucket_is_kept_by_somebody_who_left,
        a_rep_is_switched_off_with_an_open_lead,
        a_campaign_in_use_is_with_somebody_who_left,
        a_team_is_led_by_somebody_who_left,
        somebody_is_away_twice_at_a_time,
    ],
    TOLD: [
        a_notice_is_about_another_lead,
        somebody_is_told_what_he_did_himself,
    ],
    OUTSIDE: [a_lead_is_with_somebody_who_qualifies_no_more],
    DISTRIBUTION: [
        a_turn_was_lost,
        a_turn_is_before_the_lead_that_it_stands_for,
        a_turn_in_a_team_is_before_the_lead_that_it_stands_for,
        a_lead_that_never_waited_is_tried_again,
        a_lead_was_not_tried_again,
    ],
    FILES: [a_file_lost_its_bytes],
    MERGES: [a_touch_was_lost_in_a_merge],
    IMPORTS: [an_import_lost_a_row],
    CAPTURED: [a_captured_lead_is_nobodys, a_device_sent_more_than_is_here],
}


@pytest.mark.parametrize(
    "break_it",
    [break_it for breakers in BREAKERS.values() for break_it in breakers],
    ids=lambda break_it: break_it.__name__,
)
def test_names_the_law_and_the_row_and_no_other(break_it):
    story.tell()  # beside it, all is well
    make_touch()

    expected = break_it()

    assert found() == expected


# Other apps add laws of theirs, and break them in their own tests.
OURS = {law for law, look in LAWS.items() if look.__module__.startswith("followups.")}


def test_every_law_has_somebody_who_breaks_it():
    assert BREAKERS.keys() == OURS


@pytest.mark.parametrize(
    ("model", "column", "wrong"),
    [
        (Lead, "touch_count", 9),
        (Lead, "status", "nurturing"),
        (Lead, "received_at", after(days=-1)),
        (Lead, "last_touch_at", after()),
        (Lead, "responded_at", after()),
        (Lead, "respond_by", after(days=9)),
        (Lead, "next_due_at", after(days=9)),
        (Lead, "exhausted_at", after(days=9)),
        (LeadContact, "attempts", 5),
        (LeadContact, "reached", True),
        (Contact, "responded_at", after()),
        (Inquiry, "assigned_at", after(hours=9)),
        (Inquiry, "first_touch_at", after()),
        (Inquiry, "closed_at", after()),
    ],
)
def test_compares_the_kept_state_with_the_rows_behind_it(model, column, wrong):
    make_touch()
    row = model.objects.get()
    write(row, **{column: wrong})

    assert KEPT in found()
    assert f"{ids(row)}: {column} is not what its rows say" in audit()[KEPT].violations


def test_knows_whose_the_lead_is():
    lead, other = make_owned_lead(), make_owned_lead()
    write(lead, owner=other.owner)

    assert found() == {KEPT: [ids(lead)]}


def test_judges_flags_as_of_the_newest_sweep():
    """What happened to a lead since then is for the next sweep to see."""
    lead = make_planned_lead()
    sweep(now=after(minutes=29))
    assert not found()

    lead = make_owned_lead(at=after(minutes=30))
    sweep(now=after(minutes=30))
    operations.release_lead(lead=lead, by=None, at=after(hours=1))

    assert not found()


def test_counts_what_it_looked_at():
    story.tell()
    make_touch()

    examined = {law: found.examined for law, found in audit().items() if law in OURS}

    assert examined == {
        FIRST: 0,  # cadences that run
        SECOND: 1,  # open leads
        THIRD: 1,  # closed leads
        FOURTH: 2,  # logged touches
        FIFTH: 2,
        SIXTH: 1,  # moved touches
        SEVENTH: 0,  # standing flags
        KEPT: 2,  # leads
        ONE_OWNER: 3,  # assignments
        LEFT: 0,  # people who left, absences
        TOLD: 3,  # notices
        FILES: 0,  # files
        MERGES: 0,  # merges
        IMPORTS: 0,  # rows of imports
        CAPTURED: 0,  # items and devices
        OUTSIDE: 0,  # leads with outside qualifiers
        DISTRIBUTION: 0,  # turns, and leads that are tried again
    }


# --- The command


def run_command(capsys, *arguments):
    """What it prints, and the code with which it ends."""
    try:
        call_command("audit", *arguments)
    except SystemExit as end:
        return capsys.readouterr().out, end.code
    return capsys.readouterr().out, 0


def test_the_command_ends_with_0_where_all_is_well(capsys):
    story.tell()

    printed, code = run_command(capsys)

    assert code == 0
    assert "kept-state                   examined        1  violations 0" in printed


def test_the_command_ends_with_1_and_the_rows_where_something_is_broken(capsys):
    row = next(iter(a_touch_was_logged_by_nobody()[FOURTH]))

    printed, code = run_command(capsys)

    assert code == 1
    assert f"    {row}: was logged by nobody" in printed


def test_the_command_prints_one_json_object(capsys):
    row = next(iter(a_touch_was_logged_by_nobody()[FOURTH]))

    printed, code = run_command(capsys, "--json")

    told = json.loads(printed)
    assert (code, told["ok"], told["laws"].keys()) == (1, False, LAWS.keys())
    assert told["laws"][FOURTH] == {
        "examined": 1,
        "violations": 1,
        "rows": [f"{row}: was logged by nobody"],
    }


def test_the_command_checks_what_it_is_asked_for(capsys):
    a_touch_was_logged_by_nobody()

    printed, code = run_command(capsys, "--only", f"{FIRST},{SIXTH}", "--json")

    assert (code, json.loads(printed)["laws"].keys()) == (0, {FIRST, SIXTH})


def test_the_command_ends_with_2_for_a_law_that_there_is_not():
    with pytest.raises(CommandError, match="No law is named 99") as refusal:
        call_command("audit", "--only", "99")

    assert refusal.value.returncode == 2


@pytest.mark.parametrize("error", [OperationalError("gone\nHINT: wait"), ValueError("gone")])
def test_the_command_ends_with_2_where_it_could_not_finish(error):
    """1 would say that a law is broken."""

    def refuse(*_):
        raise error

    with connection.execute_wrapper(refuse), pytest.raises(CommandError) as refusal:
        call_command("audit", "--only", FIRST)

    assert refusal.value.returncode == 2
    assert str(refusal.value) == f"The audit could not finish: {type(error).__name__}, gone."
