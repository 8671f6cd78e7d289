"""What a logged touch brings about: the cadence goes on, a chosen date, not now, the end."""

from zoneinfo import ZoneInfo

import pytest

from followups import operations
from followups.models import CancelReason, Channel, Outcome
from followups.next_step import Close, Continue, Due, TouchOn
from followups.tests.factories import (
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
from leads.models import Contact

pytestmark = pytest.mark.django_db

THURSDAY = after(days=3, hours=4)


def test_the_cadence_goes_on_with_its_next_step():
    lead = make_planned_lead()
    call = next_touch(lead)

    log(call, at=after(minutes=40), then=Continue())

    mail = next_touch(lead)
    assert (mail.step.position, mail.channel, mail.due_at) == (2, "mail", after(days=1, hours=5))
    assert (mail.after, mail.enrolment) == (call, call.enrolment)


def test_call_back_on_thursday_is_the_cadences_own_next_step():
    lead = make_planned_lead()

    log(next_touch(lead), at=after(minutes=40), then=TouchOn(Due(THURSDAY), subject="As agreed"))

    touch = lead.touches.scheduled().get()
    assert (touch.due_at, touch.first_due_at) == (THURSDAY, THURSDAY)
    assert (touch.step.position, touch.channel, touch.subject) == (2, "call", "As agreed")


def test_a_touch_on_a_day_is_due_at_that_days_end_where_it_was_chosen():
    lead = make_planned_lead()
    berlin = ZoneInfo("Europe/Berlin")
    due = Due.on_day(THURSDAY.date(), berlin)

    log(next_touch(lead), at=after(minutes=40), then=TouchOn(due))

    touch = next_touch(lead)
    assert (touch.due_on, touch.due_zone) == (THURSDAY.date(), berlin)
    assert touch.due_at == after(days=3, hours=13)  # Thursday 24:00 in Berlin is 23:00 UTC


def test_after_the_last_step_a_chosen_date_comes_before_the_decision():
    lead = make_planned_lead({"minutes": 30, "channel": "call", "title": "The only one"})

    log(next_touch(lead), at=after(hours=1), then=TouchOn(Due(THURSDAY)))

    assert (next_touch(lead).due_at, next_touch(lead).is_decision) == (THURSDAY, False)
    log(next_touch(lead), at=THURSDAY, then=Continue())
    assert next_touch(lead).is_decision


def test_a_promise_that_is_kept_leaves_the_cadence_as_it_is():
    lead = make_planned_lead()
    call = next_touch(lead)
    promise = make_touch(lead=lead, due_at=after(minutes=20))

    log(promise, at=after(minutes=20), then=Continue())

    assert lead.touches.scheduled().get() == call


def test_a_date_chosen_while_keeping_a_promise_is_another_promise_beside_the_cadence():
    lead = make_planned_lead()
    promise = make_touch(lead=lead, due_at=after(minutes=20))

    log(promise, at=after(minutes=20), then=TouchOn(Due(THURSDAY)))

    assert [t.enrolment_id is None for t in lead.touches.scheduled().order_by("due_at")] == [
        False,
        True,
    ]


def test_not_now_takes_the_lead_out_of_its_cadence_until_the_chosen_day():
    lead = make_planned_lead()

    log(
        next_touch(lead),
        at=after(minutes=40),
        outcome=Outcome.NOT_NOW,
        then=TouchOn(Due(after(days=90))),
    )

    enrolment = lead.enrolments.get()
    assert (enrolment.end_reason, enrolment.ended_at) == ("not_now", after(minutes=40))
    assert (fresh(lead).status, next_touch(lead).enrolment) == ("nurturing", None)
    assert next_touch(lead).due_at == after(days=90)


def test_not_now_said_about_a_promise_calls_off_the_cadences_step():
    lead = make_planned_lead()
    call, promise = next_touch(lead), make_touch(lead=lead, due_at=after(minutes=20))
    other_promise = make_touch(lead=lead, due_at=after(days=2))

    log(
        promise,
        at=after(minutes=20),
        outcome=Outcome.NOT_NOW,
        then=TouchOn(Due(after(days=90))),
    )

    call.refresh_from_db()
    assert (call.cancel_reason, call.cancelled_by_touch) == (CancelReason.NOT_NOW, promise)
    assert other_promise in lead.touches.scheduled()


def test_nurturing_ends_with_the_next_touch():
    lead = make_owned_lead()
    log(make_touch(lead=lead), at=after(hours=1), outcome=Outcome.NOT_NOW)

    log(next_touch(lead), at=after(days=1))

    assert fresh(lead).status == "working"


def test_the_wrong_person_hands_the_cadence_on_to_the_right_one():
    lead = make_planned_lead()
    right = add_colleague(lead)

    log(
        next_touch(lead),
        at=after(minutes=40),
        outcome=Outcome.WRONG_PERSON,
        then=Continue(contact_id=right.pk),
    )

    assert next_touch(lead).contact == lead.enrolments.get().contact == right
    assert [person.attempts for person in lead.people.all()] == [0, 0]


def test_refuses_a_next_step_with_somebody_of_another_lead():
    touch = make_touch()
    stranger = person_of(make_owned_lead())

    with pytest.raises(operations.NotAtLead):
        log(touch, at=after(hours=1), then=TouchOn(Due(THURSDAY), contact_id=stranger.pk))

    assert fresh(touch).is_scheduled


def test_refuses_a_next_step_with_somebody_who_must_not_be_contacted():
    touch = make_touch()
    barred = add_colleague(touch.lead, do_not_contact=True)

    with pytest.raises(operations.ContactIsBarred, match="Choose somebody else"):
        log(touch, at=after(hours=1), then=TouchOn(Due(THURSDAY), contact_id=barred.pk))

    assert fresh(touch).is_scheduled


def test_a_mail_to_somebody_who_wants_none_becomes_a_call():
    touch = make_touch(lead=(lead := make_owned_lead()))
    Contact.objects.update(no_email=True)

    log(touch, at=after(hours=1), then=TouchOn(Due(THURSDAY), channel=Channel.MAIL))

    assert next_touch(lead).channel == "call"


def test_the_end_closes_the_lead_and_calls_everything_off():
    lead = make_planned_lead()
    promise = make_touch(lead=lead, due_at=after(days=2))
    call = lead.touches.get(enrolment__isnull=False)

    log(call, at=after(minutes=40), then=Close("bought_elsewhere", "A cheaper one"))

    closure = lead.closures.get()
    assert (closure.disposition, closure.reason) == ("bought_elsewhere", "A cheaper one")
    assert (closure.closed_by, closure.caused_by) == (lead.owner, fresh(call).key)
    assert fresh(promise).cancel_reason == CancelReason.CLOSED
    assert (fresh(lead).status, lead.enrolments.get().end_reason) == ("closed", "closed")


@pytest.mark.parametrize("outcome", [Outcome.NEVER_CALL_AGAIN, Outcome.OPTED_OUT])
def test_never_again_bars_the_person_and_closes_a_lead_that_has_nobody_else(outcome):
    lead = make_planned_lead()

    log(next_touch(lead), at=after(minutes=40), outcome=outcome, then=Continue())

    assert person_of(lead).do_not_contact
    assert (fresh(lead).status, fresh(lead).disposition) == ("closed", "do_not_contact")


def test_never_again_goes_on_with_a_colleague():
    lead = make_planned_lead()
    colleague = add_colleague(lead)

    log(
        next_touch(lead),
        at=after(minutes=40),
        outcome=Outcome.NEVER_CALL_AGAIN,
        then=Continue(),
    )

    assert fresh(lead).is_open
    assert next_touch(lead).contact == lead.enrolments.get().contact == colleague
