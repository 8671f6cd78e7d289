"""Nobody is touched more often than his segment's ceiling allows, unless somebody says why."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Segment
from campaigns.segment_operations import BadSegment, edit_segment
from followups import operations
from followups.audit import audit
from followups.cadences.ceiling import first_allowed
from followups.models import Touch
from followups.next_step import Continue, Due, TouchOn
from followups.operations import Move, change_leads
from followups.panel.proposals import proposal_for
from followups.situation import situation_of
from followups.tests.factories import (
    MONDAY,
    add_colleague,
    after,
    log,
    make_owned_lead,
    make_planned_lead,
    next_touch,
)
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leads.models import Lead

pytestmark = pytest.mark.django_db
SOON = after(minutes=40)
IN_A_WEEK, IN_TWO_WEEKS = after(days=7), after(days=14)


@pytest.fixture
def ana() -> User:
    return make_rep(team=make_team(time_zone="UTC"))


@pytest.fixture
def lead(ana: User) -> Lead:
    """One touch on a person in 14 days; the cadence wants the next one tomorrow."""
    lead = make_planned_lead(owner=ana)
    Segment.objects.filter(pk=lead.campaign.segment_id).update(ceiling_touches=1, ceiling_days=14)
    return Lead.objects.get(pk=lead.pk)


def sound() -> bool:
    return not any(finding.violations for finding in audit().values())


def days(*numbers: int) -> list[date]:
    return [date(2026, 11, number) for number in numbers]


@pytest.mark.parametrize(
    ("touched", "most", "allowed"),
    [
        ([], 1, 10),
        (days(9), 1, 16),
        (days(3), 1, 10),
        (days(4), 1, 11),
        (days(8, 9), 2, 15),
        (days(8), 2, 10),
        (days(9, 17), 1, 24),
    ],
    ids=["none", "yesterday", "a week ago", "six days ago", "two", "one of two", "one to come"],
)
def test_the_first_day_with_room_for_one_touch_more(touched, most, allowed):
    [day] = days(10)

    assert first_allowed(day, touched, most=most, days=7) == date(2026, 11, allowed)


def test_the_next_step_waits_and_the_panel_says_why(lead):
    proposal = proposal_for("no_answer", situation_of(lead.pk, now=SOON))

    log(next_touch(lead), at=SOON, then=Continue())

    assert f"{next_touch(lead).due_at:%a %d %H:%M}" == "Mon 16 15:00"
    assert proposal.at == next_touch(lead).due_at
    assert proposal.source == "not before Mon 16 Nov 2026: one touch in 14 days"
    assert sound()


def test_a_mail_that_bounced_reached_nobody(lead):
    log(next_touch(lead), at=SOON, outcome="bounced", then=Continue())

    assert next_touch(lead).due_at == after(days=1, hours=5)


def test_what_they_send_us_is_no_touch_of_ours(lead, ana):
    step = next_touch(lead)
    operations.log_unplanned_touch(
        lead=lead, contact=step.contact, channel="mail", outcome="replied", direction="inbound",
        key=uuid4(), by=ana, at=SOON, instead_of=step,
    )  # fmt: skip

    assert next_touch(lead).due_at == after(days=1, hours=5)


def test_somebody_else_there_is_another_person(lead):
    other = add_colleague(lead)

    log(next_touch(lead), at=SOON, then=Continue(other.pk))

    assert next_touch(lead).due_at == after(days=1, hours=5)


def test_without_a_ceiling_nothing_waits(lead):
    Segment.objects.update(ceiling_touches=None, ceiling_days=None)

    log(next_touch(lead), at=SOON, then=Continue())

    assert next_touch(lead).due_at == after(days=1, hours=5)


def test_undone_it_never_was(lead, ana):
    call = next_touch(lead)
    log(call, at=SOON, then=Continue())
    operations.undo_touch(touch=call, by=ana, at=after(minutes=50))

    log(next_touch(lead), at=after(days=1), outcome="bounced", then=Continue())

    assert next_touch(lead).due_at < after(days=3)


def date_chosen(lead: Lead, ana: User, way: str, due: datetime, why: str) -> None:
    """A person chooses the date: with a log, a promise, or a move."""
    then = TouchOn(Due(due), why=why)
    if way == "log":
        log(next_touch(lead), at=SOON, by=ana, then=then)
        return
    log(next_touch(lead), at=SOON, by=ana, then=Continue())
    step = next_touch(lead)
    said: dict[str, Any] = {"due": Due(due), "by": ana, "at": after(minutes=50), "why": why}
    if way == "promise":
        operations.schedule_touch(lead=lead, contact=step.contact, channel="call", **said)
    else:
        operations.move_touch(touch=step, **said)


@pytest.mark.parametrize("way", ["log", "promise", "move"])
def test_a_day_too_soon_asks_why(lead, ana, way):
    with pytest.raises(operations.TooOften, match=r"not before Mon (16|30) Nov"):
        date_chosen(lead, ana, way, IN_A_WEEK, "")


@pytest.mark.parametrize("way", ["log", "promise", "move"])
def test_somebody_may_say_why(lead, ana, way):
    date_chosen(lead, ana, way, IN_A_WEEK, "They wait for the offer")

    chosen = Touch.objects.scheduled().get(due_at=IN_A_WEEK)
    assert chosen.why == "They wait for the offer"
    assert sound()


@pytest.mark.parametrize("way", ["log", "move"])
def test_from_the_day_on_nobody_asks(lead, ana, way):
    date_chosen(lead, ana, way, IN_TWO_WEEKS, "")

    assert next_touch(lead).due_at == IN_TWO_WEEKS


def test_a_date_agreed_with_the_person_is_no_flood(lead, ana):
    log(next_touch(lead), at=SOON, outcome="talked", then=TouchOn(Due(IN_A_WEEK)), by=ana)

    assert (next_touch(lead).due_at, next_touch(lead).why) == (IN_A_WEEK, "As agreed")


def test_many_leads_are_not_moved_too_near(lead, ana):
    log(next_touch(lead), at=SOON, then=Continue())
    day = IN_A_WEEK.date()

    with pytest.raises(operations.Refusal, match="one touch in 14 days"):
        change_leads(lead_ids=[lead.pk], change=Move(day), by=ana, at=after(hours=1))

    assert next_touch(lead).due_at > IN_TWO_WEEKS


def test_the_first_touch_of_a_lead_waits_for_nothing(lead, ana):
    """One who was touched today asks again, and has a lead of his own."""
    contact = next_touch(lead).contact
    log(next_touch(lead), at=SOON, then=Continue())
    second = make_owned_lead(at=after(hours=1), owner=ana, campaign=lead.campaign)
    second.people.update(contact=contact)

    touch = operations.begin_cadence(lead=second, by=ana, at=after(hours=2))

    assert (touch.contact, touch.due_at) == (contact, after(hours=2.5))


def test_it_stands_on_the_segments_page(lead):
    client, boss = Client(), make_manager()
    client.force_login(boss)
    segment = lead.campaign.segment
    said = {"name": "Key accounts", "first_touch_amount": 24, "first_touch_unit": "hours"}
    url = reverse("campaigns:edit_segment", args=[segment.pk])

    half = client.post(url, said | {"ceiling_touches": 2})
    whole = client.post(url, said | {"ceiling_touches": 2, "ceiling_days": 30})

    assert half.status_code == 422
    both = "A ceiling has both: so many touches, in so many days. Fill in both."
    assert half.context["form"].errors == {"ceiling_days": [both]}
    assert whole.status_code == 302
    page = client.get(reverse("campaigns:segments")).content.decode()
    assert "at most 2 touches on a person in 30 days" in page


def test_half_a_ceiling_is_refused(lead):
    said = {"name": "X", "first_touch_amount": 1, "first_touch_unit": "hours", "ceiling_days": 3}

    with pytest.raises(BadSegment, match="has both"):
        edit_segment(segment=lead.campaign.segment, said=said, by=make_manager(), at=MONDAY)


def test_strategic_accounts_have_one_as_shipped():
    strategic = Segment.objects.get(slug="strategic")

    assert (strategic.ceiling_touches, strategic.ceiling_days) == (1, 14)
    assert not Segment.objects.exclude(pk=strategic.pk).filter(ceiling_days__isnull=False)
