"""Whose leads somebody may give to a rep, where roles add up."""

import pytest

from followups import operations
from followups.tests.factories import after, make_owned_lead
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db


def test_a_manager_with_events_finds_a_lead_once_however_often_it_changed_hands():
    lead = make_owned_lead()
    team = lead.owner.team
    both = make_manager(of=team, is_event_manager=True)
    operations.assign_lead(lead=lead, rep=make_rep(team=team), by=both, at=after(hours=1))

    found = Lead.objects.assignable_by(both)

    assert list(found) == [lead]
