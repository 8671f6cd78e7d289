"""Leads and touches for tests, made by the operations, valid by default."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.models import Cadence, Channel, Outcome, Step, Touch
from followups.next_step import Due, NextStep, TouchOn
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.intake import Person, add_person
from leads.models import Contact, Inquiry, Lead
from leads.tests.factories import make_contact, make_person

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
THREE_STEPS: tuple[dict[str, Any], ...] = (
    {"minutes": 30, "channel": Channel.CALL, "title": "Call"},
    {"day": 1, "at_time": time(15), "channel": Channel.MAIL, "title": "Mail"},
    {"day": 3, "at_time": time(10), "channel": Channel.CALL, "title": "Call again"},
)
KARLA = make_person(name="Karla Brandt", email="karla@example.com", company="Brandt GmbH")
numbers = count(1)


def after(**time_passed: float) -> datetime:
    """So long after Monday at ten: `after(hours=2)` is noon."""
    return MONDAY + timedelta(**time_passed)


def make_cadence(*steps: dict[str, Any], **fields: Any) -> Cadence:
    """A sprint: a call after half an hour, a mail on Tuesday at 15, a call on Thursday at 10."""
    slug = f"cadence-{next(numbers)}"
    fields = {
        "segment": fields["segment"] if "segment" in fields else make_segment(),
        "name": slug,
        "slug": slug,
    } | fields
    cadence = Cadence.objects.create(**fields)
    for position, step in enumerate(steps or THREE_STEPS, start=1):
        Step.objects.create(cadence=cadence, position=position, **step)
    return cadence


def ask(
    at: datetime, *, campaign: Campaign | None = None, person: Person = KARLA, **more: Any
) -> Inquiry:
    """Somebody asks: Karla, unless told otherwise, and through a campaign without a team."""
    campaign = campaign or make_campaign()
    return operations.receive_inquiry(campaign=campaign, person=person, by=None, at=at, **more)


def make_lead(*, at: datetime = MONDAY, owner: User | None = None, **inquiry: Any) -> Lead:
    """A lead as `receive_inquiry` makes it; without an owner it waits in the inbox."""
    inquiry = {"campaign": None, "person": make_person(), "by": None} | inquiry
    inquiry["campaign"] = inquiry["campaign"] or make_campaign()
    return operations.receive_inquiry(owner=owner, at=at, **inquiry).lead


def make_owned_lead(*, at: datetime = MONDAY, **fields: Any) -> Lead:
    """A lead with a rep; a campaign of a new segment has no cadence, so nothing is scheduled."""
    return make_lead(at=at, **{"owner": fields.pop("owner", None) or make_rep()} | fields)


def make_planned_lead(*steps: dict[str, Any], at: datetime = MONDAY, **fields: Any) -> Lead:
    """A lead with a rep, in a cadence of its own: the first step is due at half past ten."""
    segment = make_cadence(*steps).segment
    campaign = make_campaign(segment=segment, **fields.pop("campaign_fields", {}))
    return make_owned_lead(at=at, campaign=campaign, **fields)


def add_colleague(lead: Lead, **fields: Any) -> Contact:
    """A further person at the lead."""
    contact = make_contact(**fields)
    add_person(lead, contact)
    return contact


def next_touch(lead: Lead) -> Touch:
    """The one of its scheduled touches that is due first."""
    return lead.touches.scheduled().order_by("due_at").select_related("lead__owner")[0]


def fresh(row: Any) -> Any:
    """The row as it is stored now."""
    return type(row).objects.get(pk=row.pk)


def person_of(lead: Lead) -> Contact:
    return lead.people.get(is_primary=True).contact


def make_touch(
    *,
    lead: Lead | None = None,
    due_at: datetime = MONDAY + timedelta(days=1),
    at: datetime = MONDAY,
    **fields: Any,
) -> Touch:
    """A scheduled touch: a promise."""
    lead = lead or make_owned_lead(at=at)
    fields = {"contact": person_of(lead), "channel": Channel.CALL, "subject": "Call"} | fields
    at = min(at, due_at - timedelta(seconds=1))
    return operations.schedule_touch(lead=lead, due=Due(due_at), by=lead.owner, at=at, **fields)


def log(
    touch: Touch,
    *,
    at: datetime,
    outcome: str = Outcome.NO_ANSWER,
    key: UUID | None = None,
    then: NextStep | None = None,
    by: User | None = None,
    **fields: Any,
) -> Touch:
    """Log a touch; the next one is due a day later, unless told otherwise. "Not now" says why."""
    by = by or touch.lead.owner
    if outcome == Outcome.NOT_NOW:
        fields.setdefault("note", "Not before spring")
    return operations.log_touch(
        touch=touch,
        outcome=outcome,
        key=key or uuid4(),
        by=by,
        at=at,
        then=then or TouchOn(Due(at + timedelta(days=1))),
        **fields,
    )
