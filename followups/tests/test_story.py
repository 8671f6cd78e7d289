"""DOMAIN's story of one lead, as rows."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.models import Cadence, CancelReason, Channel, Flag, Outcome, Step, Touch
from followups.next_step import Close, Continue, Due
from followups.sweep import sweep
from followups.tests.factories import log
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


def monday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 2, hour, minute, tzinfo=UTC)


def tuesday(hour: int) -> datetime:
    return datetime(2026, 11, 3, hour, tzinfo=UTC)


def wednesday(hour: int) -> datetime:
    return datetime(2026, 11, 4, hour, tzinfo=UTC)


@pytest.fixture
def web() -> Campaign:
    segment = make_segment(first_touch_amount=60, first_touch_unit="working_minutes")
    cadence = Cadence.objects.create(segment=segment, name="Web", slug="web-test")
    first = {"position": 1, "minutes": 30, "channel": Channel.CALL, "title": "Call"}
    second = {"position": 2, "day": 1, "at_time": time(15), "channel": Channel.MAIL}
    Step.objects.create(cadence=cadence, **first)
    Step.objects.create(cadence=cadence, title="Mail", **second)
    return make_campaign(segment=segment, team=make_team(time_zone="UTC"))


@pytest.fixture
def lead(web: Campaign) -> Lead:
    person = make_person(name="Karla Brandt")
    return operations.receive_inquiry(campaign=web, person=person, by=None, at=monday(10)).lead


@pytest.fixture
def ana(lead: Lead) -> User:
    """She joins while the lead waits, and gets it at two past ten."""
    ana = make_rep(name="Ana", team=lead.campaign.team)
    operations.distribute_lead(lead=lead, at=monday(10, 2))
    lead.refresh_from_db()
    return ana


def flag(lead: Lead, kind: str) -> Flag:
    return lead.flags.get(kind=kind)


def next_touch(lead: Lead) -> Touch:
    return lead.touches.scheduled().get()


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

    first = log(next_touch(lead), at=monday(11, 20), then=Continue())
    lead.refresh_from_db()
    assert lead.people.get().attempts == 1
    assert lead.inquiries.get().first_touch_at == monday(11, 20)
    assert lead.respond_by is None
    assert flag(lead, "overdue").ended_at == monday(11, 20)
    slow = flag(lead, "slow_start")
    assert (slow.began_at, slow.ended_at) == (monday(11, 2), monday(11, 20))
    second = next_touch(lead)
    assert second.due_at == tuesday(15)

    third = operations.move_touch(touch=second, due=Due(wednesday(10)), by=ana, at=tuesday(9))
    second.refresh_from_db()
    assert (second.cancel_reason, second.successor) == (CancelReason.MOVED, third)
    assert (third.moves, third.first_due_at) == (1, tuesday(15))

    ben = make_rep(name="Ben", team=ana.team)
    operations.assign_lead(lead=lead, rep=ben, by=None, at=wednesday(8))
    lead.refresh_from_db()
    assert lead.owner == ben
    assert [a.rep for a in lead.assignments.all()] == [ana, ben]

    log(
        third,
        at=wednesday(9),
        by=ben,
        outcome=Outcome.NOT_INTERESTED,
        then=Close("not_interested"),
    )
    sweep(now=wednesday(11))
    lead.refresh_from_db()
    assert (lead.status, lead.disposition) == ("closed", "not_interested")
    assert lead.closures.get().closed_at == wednesday(9)
    assert lead.enrolments.get().ended_at == wednesday(9)
    assert not lead.touches.scheduled().exists()
    assert not lead.flags.standing().exists()
    assert first.is_late is False
