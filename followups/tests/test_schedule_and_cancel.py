"""Promises: made by hand, called off by hand."""

import pytest

from followups import operations
from followups.models import CancelReason, Channel
from followups.next_step import Due
from followups.tests.factories import (
    add_colleague,
    after,
    fresh,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leads.tests.factories import make_contact

pytestmark = pytest.mark.django_db


def schedule(lead, *, contact=None, channel=Channel.CALL, due=None, at=None):
    return operations.schedule_touch(
        lead=lead,
        contact=contact,
        channel=channel,
        subject="Send the brochure",
        due=due or Due(after(days=4)),
        by=lead.owner,
        at=at or after(hours=1),
    )


def test_a_promise_is_the_next_step_of_a_lead_that_had_none():
    lead = make_owned_lead()

    promise = schedule(lead, contact=person_of(lead))

    lead.refresh_from_db()
    assert (lead.next_due_at, lead.unplanned_since) == (after(days=4), None)
    assert (promise.subject, promise.enrolment) == ("Send the brochure", None)
    assert (promise.scheduled_by, promise.scheduled_at) == (lead.owner, after(hours=1))


def test_any_number_of_promises_may_stand_beside_a_cadence():
    lead = make_planned_lead()

    for days in (5, 6):
        schedule(lead, due=Due(after(days=days)))

    assert lead.touches.scheduled().count() == 3
    assert fresh(lead).next_due_at == after(minutes=30)


def test_a_promise_may_be_made_for_a_lead_that_is_nobodys():
    lead = make_lead()

    schedule(lead)

    assert (fresh(lead).next_due_at, fresh(lead).assign_by) == (after(days=4), after(hours=1))


@pytest.mark.parametrize(
    ("wishes", "channel"),
    [
        ({}, Channel.MAIL),
        ({"no_email": True}, Channel.CALL),
        ({"no_email": True, "no_phone": True}, Channel.LINKEDIN),
    ],
    ids=["wants mail", "wants no mail", "wants neither mail nor calls"],
)
def test_a_mail_goes_by_the_way_that_reaches_the_person(wishes, channel):
    lead = make_owned_lead()

    promise = schedule(lead, contact=add_colleague(lead, **wishes), channel=Channel.MAIL)

    assert promise.channel == channel


def test_refuses_a_closed_lead():
    lead = make_owned_lead()
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(minutes=5))

    with pytest.raises(operations.LeadIsClosed, match="Reopen it first"):
        schedule(lead)


def test_refuses_the_past():
    with pytest.raises(operations.BadDate):
        schedule(make_owned_lead(), due=Due(after(hours=1)), at=after(hours=1))


def test_refuses_somebody_who_must_not_be_contacted():
    lead = make_owned_lead()

    with pytest.raises(operations.ContactIsBarred):
        schedule(lead, contact=add_colleague(lead, do_not_contact=True))

    assert not lead.touches.exists()


def test_refuses_somebody_who_has_nothing_to_do_with_the_lead():
    with pytest.raises(operations.NotAtLead):
        schedule(make_owned_lead(), contact=make_contact())


def cancel(touch):
    operations.cancel_touch(touch=touch, by=touch.lead.owner, at=after(hours=1))


def test_a_promise_is_called_off_where_something_else_is_scheduled():
    lead = make_planned_lead()
    promise = make_touch(lead=lead, due_at=after(minutes=5))

    cancel(promise)

    promise.refresh_from_db()
    assert (promise.cancel_reason, promise.cancelled_at) == (
        CancelReason.CALLED_OFF,
        after(hours=1),
    )
    assert fresh(lead).next_due_at == after(minutes=30)


def test_refuses_to_call_off_the_only_next_step():
    touch = make_touch()

    with pytest.raises(operations.LastNextStep, match="only next step"):
        cancel(touch)

    assert fresh(touch).is_scheduled


def test_refuses_to_call_off_a_cadences_step():
    lead = make_planned_lead()
    make_touch(lead=lead, due_at=after(days=2))

    with pytest.raises(operations.NoPromise, match="the cadence's next step"):
        cancel(next_touch(lead))

    assert lead.touches.scheduled().count() == 2


def test_a_promise_is_called_off_once():
    lead = make_planned_lead()
    promise = make_touch(lead=lead, due_at=after(days=2))
    cancel(promise)

    with pytest.raises(operations.NotScheduled):
        cancel(promise)
