"""What may never be false of plans, touches and flags, and an attempt to make it so."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError

from followups.models import (
    Bucket,
    EarlyStop,
    Enrolment,
    Flag,
    LessonTaken,
    OwnChannel,
    RollOut,
    Step,
    Touch,
    WakeUpBatch,
)
from followups.tests import test_constraints_of_notes, test_constraints_of_rules
from followups.tests.factories import (
    after,
    log,
    make_cadence,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
)
from leadfollow.files.operations import store_file
from leadfollow.people.tests.factories import make_rep
from leadfollow.tests.constraints import constraints_of, refuses

pytestmark = pytest.mark.django_db

DUE = {"due_at": after(days=1), "first_due_at": after(days=1)}
LOGGED = {"state": "logged", "outcome": "talked", "logged_at": after(), "happened_at": after()}


def touch(**fields):
    Touch.objects.create(
        **{"lead": fields.pop("lead", None) or make_owned_lead(), "channel": "call"} | fields
    )


def flag(lead, **fields):
    return Flag.objects.create(**{"lead": lead, "kind": "overdue", "began_at": after()} | fields)


def lessontaken_finished_in_a_version():
    LessonTaken.objects.create(person=make_rep(), finished_at=after())


def lessontaken_excused_with_a_reason():
    rep = make_rep()
    LessonTaken.objects.create(person=rep, excused_at=after(), excused_by=rep)


def cadence_version_once():
    first = make_cadence()
    make_cadence(slug=first.slug, version=first.version)


def cadence_one_a_segment():
    make_cadence(segment=make_cadence().segment)


def cadence_one_a_bucket():
    bucket = Bucket.objects.create(name="Again", slug="again")
    for _ in range(2):
        make_cadence(segment=None, bucket=bucket, kind="rhythm", every_days=30)


def cadence_serves_a_segment_or_a_bucket():
    make_cadence(bucket=Bucket.objects.create(name="Both", slug="both"))


def wake_up_batch_once_a_week():
    rep = make_rep()
    for _ in range(2):
        WakeUpBatch.objects.create(rep=rep, week="2026-W45")


def wake_up_once_a_batch():
    lead = make_owned_lead()
    batch = WakeUpBatch.objects.create(rep=lead.owner, week="2026-W45")
    for _ in range(2):
        batch.wake_ups.create(lead=lead, woken_at=after())


def bucket_wakes_within_the_limit():
    Bucket.objects.create(name="Far", slug="far", months=13)


def enrolment_in_a_bucket_wakes():
    make_planned_lead().enrolments.update(bucket=Bucket.objects.all()[0])


def cadence_rhythm_has_days():
    make_cadence(kind="rhythm", every_days=None)


def step_position_once():
    Step.objects.create(cadence=make_cadence(), position=1, channel="call", title="Again")


def enrolment_one_runs():
    lead = make_planned_lead()
    Enrolment.objects.create(lead=lead, cadence=make_cadence(), began_at=after())


def enrolment_ends_with_a_reason():
    make_planned_lead().enrolments.update(ended_at=after(days=1))


def flag_stands_once():
    lead = make_owned_lead()
    flag(lead)
    flag(lead, began_at=after(hours=1))


def flag_begins_once():
    lead = make_owned_lead()
    flag(lead, ended_at=after(hours=1))
    flag(lead)


def flag_ends_after_it_began():
    flag(make_owned_lead(), ended_at=after(seconds=-1))


def touch_one_scheduled_an_enrolment():
    lead = make_planned_lead()
    touch(lead=lead, enrolment=lead.enrolments.get(), **DUE)


def touch_external_id_once():
    for _ in range(2):
        touch(**DUE, external_source="crm", external_id="7")


def touch_scheduled_is_due_and_not_done():
    touch(**DUE, outcome="talked")


def touch_logged_has_an_outcome():
    touch(**LOGGED | {"outcome": ""})


def touch_cancelled_has_a_reason():
    touch(state="cancelled", cancelled_at=after())


def touch_logged_after_it_happened():
    touch(**LOGGED | {"happened_at": after(seconds=1)})


def touch_moves_by_them_are_moves():
    touch(**DUE, moves=1, moves_by_them=2)


def touch_link_is_an_address():
    touch(**DUE, link="javascript:alert(1)")


def correction_link_is_an_address():
    said = log(make_touch(), at=after(hours=1))
    said.corrections.create(
        outcome="talked",
        channel="call",
        link="javascript:alert(1)",
        corrected_at=after(),
        corrected_by=make_rep(),
    )


def touch_channel_known():
    touch(**DUE, channel="pigeon")


def step_channel_known():
    make_cadence().steps.update(channel="pigeon")


def correction_channel_known():
    said = log(make_touch(), at=after(hours=1))
    said.corrections.create(
        outcome="talked", channel="", corrected_at=after(), corrected_by=make_rep()
    )


def ownchannel_name_once():
    OwnChannel.objects.create(name="whatsapp", works_as="message")
    OwnChannel.objects.create(name="WhatsApp", works_as="message")


def ownchannel_has_a_name():
    OwnChannel.objects.create(name="", works_as="message")


def ownchannel_works_as_one():
    OwnChannel.objects.create(name="Pigeon", works_as="pigeon")


def ownchannel_shipped_once():
    OwnChannel.objects.create(name="Phone", works_as="call", is_shipped=True)


def ownchannel_needed_stays():
    OwnChannel.objects.filter(works_as="call", is_shipped=True).update(retired_at=after())


def touch_due_day_has_a_zone():
    touch(**DUE, due_on=date(2026, 11, 2))


def touch_imported_is_no_rush():
    touch(**LOGGED, source="import", is_bulk=True)


def correction_keeps_an_outcome():
    said = log(make_touch(), at=after(hours=1))
    said.corrections.create(
        outcome="", channel="call", corrected_at=after(), corrected_by=make_rep()
    )


def stop(**fields):
    lead = make_owned_lead()
    stopped = {"lead": lead, "rep": lead.owner, "touches": 1, "reason": "Gone", "at": after()}
    EarlyStop.objects.create(**stopped | fields)


def early_stop_says_why():
    stop(reason="")


def early_stop_once_a_touch():
    said = log(make_touch(), at=after(hours=1))
    stop(touch=said)
    stop(touch=said)


def touch_skipped_says_why():
    touch(**DUE, state="cancelled", cancelled_at=after(), cancel_reason="skipped")


def touch_amnesty_says_who_and_why():
    said = {"state": "cancelled", "cancelled_at": after(), "cancel_reason": "amnesty"}
    touch(**DUE, **said, cancelled_by=make_rep())


def stepdocument_named_once():
    step = make_cadence().steps.all()[0]
    file, _ = store_file(name="a.txt", content=b"a", by=None, at=after())
    for _ in range(2):
        step.documents.create(file=file)


def question_position_once():
    step = make_cadence().steps.all()[0]
    for _ in range(2):
        step.questions.create(position=1, text="Who else decides?")


def question_asks_something():
    make_cadence().steps.all()[0].questions.create(position=1, text="")


def answer_once_a_touch():
    question = make_cadence().steps.all()[0].questions.create(position=1, text="Who decides?")
    said = log(make_touch(), at=after(hours=1))
    for _ in range(2):
        said.answers.create(question=question, text="Ida")


def branch(*ways):
    step = make_cadence().steps.all()[0]
    for outcome, ahead in ways:
        step.branches.create(outcome=outcome, ahead=ahead)


def branch_one_an_outcome():
    branch(("no_answer", 1), ("no_answer", 2))


def branch_after_what_goes_on():
    branch(("not_now", 1))


def branch_leads_forward():
    branch(("no_answer", 0))


def touch_decision_is_taken_in_a_cadence():
    touch(**DUE, is_decision=True)


def roll_out_one_at_a_time():
    cadence = make_cadence()
    for _ in range(2):
        RollOut.objects.create(cadence=cadence, asked_by=make_rep(), asked_at=after(), leads=1)


BREAKERS = [
    touch_link_is_an_address,
    touch_channel_known,
    step_channel_known,
    correction_channel_known,
    correction_link_is_an_address,
    ownchannel_name_once,
    ownchannel_has_a_name,
    ownchannel_works_as_one,
    ownchannel_shipped_once,
    ownchannel_needed_stays,
    roll_out_one_at_a_time,
    branch_one_an_outcome,
    branch_after_what_goes_on,
    branch_leads_forward,
    touch_decision_is_taken_in_a_cadence,
    lessontaken_finished_in_a_version,
    lessontaken_excused_with_a_reason,
    touch_skipped_says_why,
    touch_amnesty_says_who_and_why,
    question_position_once,
    stepdocument_named_once,
    question_asks_something,
    answer_once_a_touch,
    wake_up_batch_once_a_week,
    wake_up_once_a_batch,
    bucket_wakes_within_the_limit,
    cadence_one_a_bucket,
    cadence_serves_a_segment_or_a_bucket,
    enrolment_in_a_bucket_wakes,
    cadence_version_once,
    cadence_one_a_segment,
    cadence_rhythm_has_days,
    step_position_once,
    enrolment_one_runs,
    enrolment_ends_with_a_reason,
    flag_stands_once,
    flag_begins_once,
    flag_ends_after_it_began,
    touch_one_scheduled_an_enrolment,
    touch_external_id_once,
    touch_scheduled_is_due_and_not_done,
    touch_logged_has_an_outcome,
    touch_cancelled_has_a_reason,
    touch_logged_after_it_happened,
    touch_due_day_has_a_zone,
    touch_moves_by_them_are_moves,
    touch_imported_is_no_rush,
    correction_keeps_an_outcome,
    early_stop_says_why,
    early_stop_once_a_touch,
]


@pytest.mark.parametrize("break_it", BREAKERS, ids=lambda act: act.__name__)
def test_the_database_refuses(break_it):
    refuses(break_it.__name__, break_it)


def test_every_constraint_is_tried():
    others = [*test_constraints_of_notes.BREAKERS, *test_constraints_of_rules.BREAKERS]
    tried = {break_it.__name__ for break_it in [*BREAKERS, *others]}

    assert tried == constraints_of("followups")


def test_a_scheduled_touch_is_due():
    refuses("touch_scheduled_is_due_and_not_done", touch)


def test_a_decision_is_never_logged():
    lead = make_planned_lead()
    decides = {"lead": lead, "enrolment": lead.enrolments.get(), "is_decision": True}

    refuses("touch_decision_is_taken_in_a_cadence", lambda: touch(**LOGGED, **decides))


def test_a_key_logs_one_touch():
    key = uuid4()
    touch(**LOGGED, key=key)

    with pytest.raises(IntegrityError):
        touch(**LOGGED, key=key)


@pytest.mark.parametrize("column", ["successor", "reverses"])
def test_a_touch_has_one(column):
    """One successor, one undo."""
    first = log(make_touch(), at=after(hours=1))
    touch(**DUE, **{column: first})

    with pytest.raises(IntegrityError):
        touch(**DUE, **{column: first})


def test_an_automatic_touch_may_stand_beside_the_step_of_its_enrolment():
    lead = make_planned_lead()

    touch(lead=lead, enrolment=lead.enrolments.get(), is_automatic=True, **DUE)

    assert next_touch(lead).is_automatic is False
