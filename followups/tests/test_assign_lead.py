"""A lead is given to a rep, handed over, taken away."""

import pytest

from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.tests.factories import (
    MONDAY,
    after,
    fresh,
    log,
    make_cadence,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    next_touch,
)
from leadfollow.log.models import Entry
from leadfollow.people.tests.factories import make_manager, make_rep, make_team

pytestmark = pytest.mark.django_db


def assign(lead, rep, at, by=None):
    return operations.assign_lead(lead=lead, rep=rep, by=by, at=at)


def test_a_lead_that_was_nobodys_begins_its_cadence():
    lead = make_lead(campaign=make_campaign(segment=make_cadence().segment))

    assign(lead, rep := make_rep(), after(minutes=20))

    assert fresh(lead).owner == rep
    assert next_touch(lead).due_at == after(minutes=50)
    assert fresh(lead).assign_by is None


def test_the_first_assignment_starts_the_reps_clock():
    lead = make_lead()

    given = assign(lead, make_rep(), after(hours=2), by=(manager := make_manager()))

    inquiry = lead.inquiries.get()
    assert (given.began_at, given.given_by) == (after(hours=2), manager)
    assert (inquiry.assigned_at, inquiry.respond_by) == (after(hours=2), after(days=1, hours=2))
    assert fresh(lead).respond_by == inquiry.respond_by


def test_a_hand_over_takes_what_is_scheduled_along():
    lead = make_planned_lead()
    touch = next_touch(lead)

    assign(lead, ben := make_rep(), after(days=1))

    assert next_touch(lead) == touch
    assert list(ben.leads.all()) == [lead]
    assert [a.ended_at for a in lead.assignments.all()] == [after(days=1), None]
    assert lead.enrolments.running().count() == 1


def test_of_two_hand_overs_at_once_the_second_may_carry_the_earlier_moment():
    """Its page read the clock first, and then waited for the lead."""
    lead = make_planned_lead()
    assign(lead, make_rep(), after(hours=1))

    assign(lead, ben := make_rep(), after(minutes=59))

    assert fresh(lead).owner == ben
    moments = lead.assignments.values_list("began_at", "ended_at")
    assert list(moments) == [
        (after(), after(hours=1)),
        (after(hours=1), after(hours=1)),
        (after(hours=1), None),
    ]


def test_a_lead_released_a_moment_before_it_was_given_is_nobodys():
    lead = make_owned_lead()

    operations.release_lead(lead=lead, by=None, at=after(seconds=-1))

    assert (fresh(lead).owner, fresh(lead).assign_by) == (None, after(hours=1))


def test_a_hand_over_does_not_move_the_limit():
    lead = make_owned_lead()

    assign(lead, make_rep(), after(hours=5))

    assert lead.inquiries.get().assigned_at == MONDAY
    assert fresh(lead).respond_by == after(days=1)


def test_a_lead_handed_over_without_a_next_step_is_unplanned_since_then():
    lead = make_owned_lead()

    assign(lead, make_rep(), after(hours=5))

    assert fresh(lead).unplanned_since == after(hours=5)


def test_giving_it_to_the_one_who_has_it_changes_nothing():
    lead = make_owned_lead()
    entries = Entry.objects.count()

    given = assign(lead, lead.owner, after(hours=5))

    assert given == lead.assignments.get()
    assert (given.began_at, Entry.objects.count()) == (MONDAY, entries)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_rep": False}], ids=str)
def test_refuses_somebody_who_cannot_be_given_leads(fields):
    lead = make_lead()

    with pytest.raises(operations.NotAssignable, match="Choose an active rep"):
        assign(lead, make_rep(**fields), after(hours=1))

    assert not lead.assignments.exists()


def test_refuses_a_closed_lead():
    lead = make_owned_lead()
    operations.close_lead(lead=lead, disposition="won", by=None, at=after(hours=1))

    with pytest.raises(operations.LeadIsClosed):
        assign(lead, make_rep(), after(hours=2))

    assert fresh(lead).owner == lead.owner


def test_a_released_lead_has_an_hour_to_find_a_new_owner():
    lead = make_planned_lead()

    operations.release_lead(lead=lead, by=None, at=after(hours=1))

    lead.refresh_from_db()
    assert (lead.owner, lead.assign_by, lead.respond_by) == (None, after(hours=2), None)
    assert lead.assignments.get().ended_at == after(hours=1)
    assert next_touch(lead).due_at == lead.next_due_at == after(minutes=30)


def test_a_released_lead_of_an_event_also_has_an_hour_and_not_until_midnight():
    lead = make_owned_lead(campaign=make_event(team=make_team()))

    operations.release_lead(lead=lead, by=None, at=after(hours=1))

    assert fresh(lead).assign_by == after(hours=2)


def test_an_events_lead_has_until_midnight_there():
    event = make_event(time_zone="Pacific/Auckland")  # UTC+13 in November

    assert make_lead(campaign=event).assign_by == after(hours=1)


def test_a_new_owner_goes_on_with_the_cadence_where_it_was():
    lead = make_planned_lead()
    log(next_touch(lead), at=after(minutes=10))
    operations.release_lead(lead=lead, by=None, at=after(hours=1))
    touch = next_touch(lead)

    assign(lead, make_rep(), after(hours=2))

    assert list(lead.touches.scheduled()) == [touch]
    assert lead.enrolments.count() == 1
