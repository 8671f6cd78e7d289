"""DOMAIN's story of one lead, as rows."""

from __future__ import annotations

import pytest

from followups.models import CancelReason, Flag
from followups.sweep import sweep
from followups.tests.story import (
    ana_is_given_the_lead,
    ana_logs_no_answer,
    ana_moves_the_next,
    ben_is_handed_the_lead,
    ben_logs_and_closes,
    form_comes_in,
    make_web,
    monday,
    next_touch,
    tuesday,
    wednesday,
)
from leadfollow.people.models import User
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Lead:
    return form_comes_in(make_web())


@pytest.fixture
def ana(lead: Lead) -> User:
    return ana_is_given_the_lead(lead)


def flag(lead: Lead, kind: str) -> Flag:
    return lead.flags.get(kind=kind)


def test_it_waits_for_an_owner_for_one_working_hour(lead: Lead) -> None:
    assert lead.inquiries.get().received_at == monday(10)
    lead.refresh_from_db()
    assert (lead.status, lead.owner, lead.assign_by) == ("new", None, monday(11))


def test_distribution_gives_it_and_begins_the_cadence(lead: Lead, ana: User) -> None:
    assert lead.owner == ana
    assert lead.assign_by is None
    assert lead.inquiries.get().assigned_at == monday(10, 2)
    assert lead.assignments.get().began_at == monday(10, 2)
    assert next_touch(lead).due_at == lead.next_due_at == monday(10, 32)
    assert lead.respond_by == monday(11, 2)


def test_the_whole_story(lead: Lead, ana: User) -> None:
    sweep(now=monday(10, 33))
    assert flag(lead, "overdue").began_at == monday(10, 32)

    first = ana_logs_no_answer(lead)
    lead.refresh_from_db()
    assert lead.people.get().attempts == 1
    assert lead.inquiries.get().first_touch_at == monday(11, 20)
    assert lead.respond_by is None
    assert flag(lead, "overdue").ended_at == monday(11, 20)
    slow = flag(lead, "slow_start")
    assert (slow.began_at, slow.ended_at) == (monday(11, 2), monday(11, 20))
    second = next_touch(lead)
    assert second.due_at == tuesday(15)

    third = ana_moves_the_next(lead)
    second.refresh_from_db()
    assert (second.cancel_reason, second.successor) == (CancelReason.MOVED, third)
    assert (third.moves, third.first_due_at) == (1, tuesday(15))

    ben = ben_is_handed_the_lead(lead)
    assert lead.owner == ben
    assert [a.rep for a in lead.assignments.all()] == [ana, ben]

    ben_logs_and_closes(lead)
    sweep(now=wednesday(11))
    lead.refresh_from_db()
    assert (lead.status, lead.disposition) == ("closed", "not_interested")
    assert lead.closures.get().closed_at == wednesday(9)
    assert lead.enrolments.get().ended_at == wednesday(9)
    assert not lead.touches.scheduled().exists()
    assert not lead.flags.standing().exists()
    assert first.is_late is False
