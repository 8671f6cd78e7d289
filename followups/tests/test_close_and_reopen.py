"""The end of a lead, and its return."""

import pytest

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import CancelReason
from followups.sweep import sweep
from followups.tests.factories import (
    after,
    fresh,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
)
from leadfollow.people.tests.factories import make_rep, make_team

pytestmark = pytest.mark.django_db


def close(lead, at=None, disposition="no_response"):
    return operations.close_lead(
        lead=lead,
        disposition=disposition,
        reason="Eight calls",
        by=lead.owner,
        at=at or after(hours=1),
    )


def reopen(lead, at=None):
    return operations.reopen_lead(lead=lead, by=None, at=at or after(days=7))


def test_a_closed_lead_has_a_disposition_and_keeps_its_owner():
    lead = make_owned_lead()

    closure = close(lead)

    owner = lead.owner
    lead.refresh_from_db()
    assert (lead.status, lead.disposition, lead.closed_at) == (
        "closed",
        "no_response",
        after(hours=1),
    )
    assert (lead.owner, lead.assignments.current().count()) == (owner, 1)
    assert (closure.reason, closure.closed_by) == ("Eight calls", owner)
    assert lead.inquiries.get().closed_at == after(hours=1)


def test_nothing_is_scheduled_or_running_or_standing_any_more():
    """Law 3."""
    lead = make_planned_lead()
    make_touch(lead=lead, due_at=after(days=2))
    sweep(now=after(minutes=40))
    assert lead.flags.standing().exists()

    close(lead)

    assert {t.cancel_reason for t in lead.touches.all()} == {CancelReason.CLOSED}
    assert lead.enrolments.get().end_reason == "closed"
    assert {flag.ended_at for flag in lead.flags.all()} == {after(hours=1)}
    lead.refresh_from_db()
    assert (lead.next_due_at, lead.respond_by, lead.unplanned_since) == (None, None, None)


def test_a_lead_is_closed_once():
    lead = make_owned_lead()
    close(lead)

    with pytest.raises(operations.LeadIsClosed, match="closed already: No response"):
        close(lead, disposition="won")

    assert lead.closures.get().disposition == "no_response"


def test_a_reopened_lead_begins_its_cadence_anew_with_its_old_owner():
    lead = make_planned_lead()
    close(lead)

    reopen(lead)

    assert fresh(lead).owner == lead.owner
    assert next_touch(lead).step.position == 1
    assert next_touch(lead).due_at == after(days=7, minutes=30)
    assert [e.end_reason for e in lead.enrolments.all()] == ["closed", ""]


def test_the_old_closure_stays_on_record():
    lead = make_owned_lead()
    close(lead)
    reopen(lead)

    close(lead, at=after(days=8), disposition="won")

    first, second = lead.closures.all()
    assert (first.disposition, first.reopened_at) == ("no_response", after(days=7))
    assert (second.disposition, second.reopened_at) == ("won", None)
    assert fresh(lead).disposition == "won"
    assert lead.inquiries.get().closed_at == after(hours=1)


def test_a_lead_without_a_cadence_is_unplanned_since_its_return():
    lead = make_owned_lead()
    close(lead)

    reopen(lead)

    assert fresh(lead).unplanned_since == after(days=7)


@pytest.mark.parametrize("left", [{"is_active": False}, {"is_rep": False}], ids=str)
def test_a_lead_whose_owner_is_gone_is_distributed(left):
    team = make_team()
    ana = make_rep(team=team)
    lead = make_owned_lead(owner=ana, campaign=make_campaign(team=team))
    close(lead)
    ana.is_rep, ana.is_active = left.get("is_rep", True), left.get("is_active", True)
    ana.save()
    ben = make_rep(team=team)

    reopen(lead)

    assert fresh(lead).owner == ben
    assert lead.assignments.first().ended_at == after(days=7)


def test_a_lead_that_nobody_can_have_waits_for_an_hour_from_its_return_on():
    lead = make_lead()
    close(lead)

    reopen(lead)

    assert fresh(lead).assign_by == after(days=7, hours=1)


def test_a_lead_that_its_owner_had_left_waits_anew_as_well():
    lead = make_owned_lead()
    operations.release_lead(lead=lead, by=None, at=after(minutes=30))
    close(lead)

    reopen(lead)

    assert fresh(lead).assign_by == after(days=7, hours=1)


def test_a_lead_is_reopened_once():
    lead = make_owned_lead()
    close(lead)
    reopen(lead)

    with pytest.raises(operations.LeadIsOpen, match="open already"):
        reopen(lead, at=after(days=8))

    assert lead.closures.get().reopened_at == after(days=7)


def test_a_lead_reopened_a_moment_before_it_was_closed_is_open():
    """The page read the clock, and then waited for the lead."""
    closure = close(lead := make_planned_lead())

    reopen(lead, at=after(minutes=59))

    assert fresh(lead).is_open
    assert fresh(closure).reopened_at == after(hours=1)


def test_a_lead_closed_a_moment_before_its_cadence_began_is_closed():
    lead = make_planned_lead()

    close(lead, at=after(seconds=-1))

    enrolment = lead.enrolments.get()
    assert not fresh(lead).is_open
    assert enrolment.ended_at == enrolment.began_at
