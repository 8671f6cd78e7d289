"""Leads and touches for tests, made by the operations, valid by default."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.models import Channel, Outcome, Touch
from followups.next_step import Due, NextStep, TouchOn
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.models import Contact, Lead
from leads.tests.factories import make_person

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def make_lead(*, at: datetime = MONDAY, owner: User | None = None, **inquiry: Any) -> Lead:
    """A lead as `receive_inquiry` makes it; without an owner it waits in the inbox."""
    inquiry = {"campaign": None, "person": make_person(), "by": None} | inquiry
    inquiry["campaign"] = inquiry["campaign"] or make_campaign()
    return operations.receive_inquiry(owner=owner, at=at, **inquiry).lead


def make_owned_lead(*, at: datetime = MONDAY, **fields: Any) -> Lead:
    """A lead with a rep; a campaign of a new segment has no cadence, so nothing is scheduled."""
    return make_lead(at=at, **{"owner": fields.pop("owner", None) or make_rep()} | fields)


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
    """Log a touch; unless told otherwise the next one is due a day later."""
    by = by or touch.lead.owner
    assert by is not None
    return operations.log_touch(
        touch=touch,
        outcome=outcome,
        key=key or uuid4(),
        by=by,
        at=at,
        then=then or TouchOn(Due(at + timedelta(days=1))),
        **fields,
    )
