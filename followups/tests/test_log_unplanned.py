"""A touch took place that nobody had planned."""

from uuid import uuid4

import pytest

from followups import operations
from followups.models import RESPONSES, Outcome
from followups.next_step import Close, Due, TouchOn
from followups.tests.factories import (
    after,
    make_owned_lead,
    make_planned_lead,
    next_touch,
    person_of,
)

pytestmark = pytest.mark.django_db

TALKED = Outcome.TALKED


def log_call(lead, *, at, outcome=Outcome.NO_ANSWER, **fields):
    """One that nobody planned, with the next one due on the following day."""
    fields = {"then": TouchOn(Due(after(days=9))), "contact": person_of(lead)} | fields
    return operations.log_unplanned_touch(
        lead=lead, channel="call", outcome=outcome, key=uuid4(), by=lead.owner, at=at, **fields
    )


def test_an_unplanned_touch_leaves_what_is_scheduled_as_it_is():
    lead = make_planned_lead()
    touch = next_touch(lead)

    logged = log_call(lead, at=after(minutes=5), then=None)

    assert (logged.due_at, logged.enrolment) == (None, None)
    assert list(lead.touches.scheduled()) == [touch]


def test_an_unplanned_touch_needs_a_next_step_where_nothing_is_scheduled():
    lead = make_owned_lead()

    with pytest.raises(operations.NoNextStep):
        log_call(lead, at=after(minutes=5), then=None)

    assert not lead.touches.exists()


def test_an_unplanned_touch_sent_twice_is_one():
    lead, key = make_owned_lead(), uuid4()
    said = {
        "lead": lead,
        "contact": person_of(lead),
        "channel": "call",
        "outcome": TALKED,
        "key": key,
        "by": lead.owner,
        "then": Close("won"),
    }

    for minutes in (5, 6):
        operations.log_unplanned_touch(at=after(minutes=minutes), **said)

    assert lead.touches.get().logged_at == after(minutes=5)
    with pytest.raises(operations.KeyUsedOtherwise):
        operations.log_unplanned_touch(at=after(minutes=7), **(said | {"channel": "mail"}))


def test_refuses_an_unplanned_touch_on_a_closed_lead():
    lead = make_owned_lead()
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(hours=1))

    with pytest.raises(operations.LeadIsClosed):
        log_call(lead, at=after(hours=2))


def test_refuses_somebody_who_has_nothing_to_do_with_the_lead():
    lead = make_owned_lead()

    with pytest.raises(operations.NotAtLead, match="does not stand at this lead"):
        log_call(lead, contact=person_of(make_owned_lead()), at=after(hours=1))


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - RESPONSES - {Outcome.UNKNOWN}))
def test_refuses_an_inbound_touch_that_is_no_response(outcome):
    lead = make_owned_lead()

    with pytest.raises(operations.BadLog, match="They turned to us"):
        log_call(lead, at=after(hours=1), outcome=outcome, direction="inbound")

    assert not lead.touches.exists()
