"""What programs get: people, leads and touches as JSON."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from followups.api.errors import Problem
from followups.channels import own_channel
from followups.models import Touch
from leadfollow.people.models import User

READ = {frozenset({400, 401, 403, 404, 405, 422, 429}): Problem}
WRITE = {frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429}): Problem}


class Named(Schema):
    """Somebody or something, by its number and its name."""

    id: int
    name: str


class Step(Schema):
    """The next step of a lead: a scheduled touch. Due at a moment; where it is due on a day, that
    day's end."""

    id: int
    channel: str
    own_channel: Named | None
    subject: str
    due_at: datetime
    due_on: date | None
    contact: Named | None


class LeadLine(Schema):
    """Where a lead stands; `accept_by` is until when its owner must accept it, if he must."""

    id: int
    url: str
    organisation: str
    contact: Named | None
    owner: Named | None
    campaign: Named
    status: str
    disposition: str
    received_at: datetime
    last_touch_at: datetime | None
    last_outcome: str
    touch_count: int
    qualified_at: datetime | None
    closed_at: datetime | None
    accept_by: datetime | None
    value: Decimal | None
    currency: str
    next_step: Step | None
    flags: list[str]
    tags: list[str]


class PersonAt(Schema):
    """A person at a lead."""

    id: int
    name: str
    role: str
    is_primary: bool
    job_title: str
    company: str
    email: str
    phone: str
    address: str
    postal_code: str
    city: str
    country: str
    do_not_contact: bool
    no_email: bool
    no_phone: bool
    attempts: int
    reached: bool


class LegLine(Schema):
    """A part of the wait for the first touch: with whom it was; nobody's is the system's."""

    rep: Named | None
    seconds: int


class InquiryLine(Schema):
    """One act of asking, with its clocks; `number` is 1 of the first at the lead."""

    id: int
    number: int
    campaign: Named
    contact: Named | None
    captured_at: datetime | None
    received_at: datetime
    promised_by: datetime | None
    request: str
    message: str
    referred_by: str
    assigned_at: datetime | None
    respond_by: datetime | None
    first_touch_at: datetime | None
    closed_at: datetime | None
    is_held: bool
    legs: list[LegLine]


class LeadWhole(LeadLine):
    """All that is known of a lead, but its touches."""

    website: str
    note: str
    own: dict[str, str | bool | None]
    people: list[PersonAt]
    inquiries: list[InquiryLine]


class MergedInto(Schema):
    """The lead that was asked for went into another one, at which everything of it is."""

    merged_into: int
    url: str


class TouchLine(Schema):
    """A touch: scheduled, logged or cancelled."""

    id: int
    state: str
    channel: str
    own_channel: Named | None
    link: str
    direction: str
    source: str
    subject: str
    contact: Named | None
    is_automatic: bool
    is_decision: bool
    due_at: datetime | None
    due_on: date | None
    outcome: str
    note: str
    value_given: bool
    happened_at: datetime | None
    logged_at: datetime | None
    logged_by: Named | None
    is_late: bool
    is_bulk: bool
    is_undone: bool
    cancelled_at: datetime | None
    cancel_reason: str


PLAIN_OF_TOUCH = (
    "id", "state", "channel", "link", "direction", "source", "subject", "is_automatic",
    "is_decision", "due_at", "due_on", "outcome", "note", "value_given", "happened_at",
    "logged_at", "is_late", "is_bulk", "cancelled_at", "cancel_reason",
)  # fmt: skip


def named(row: Any) -> Named | None:
    """A person, a contact or a campaign; nothing where there is none."""
    return Named(id=row.pk, name=str(row)) if row else None


def campaign_of(row: Any) -> Named:
    return Named(id=row.campaign_id, name=row.campaign.name)


def own_channel_of(touch: Touch) -> Named | None:
    """As it is remembered: of many touches no query more."""
    return named(own_channel(touch.own_channel_id))


def step_of(touch: Touch | None) -> Step | None:
    if touch is None or touch.due_at is None:
        return None
    return Step(
        id=touch.pk,
        channel=touch.channel,
        own_channel=own_channel_of(touch),
        subject=touch.subject,
        due_at=touch.due_at,
        due_on=touch.due_on,
        contact=named(touch.contact),
    )


def line_of_touch(touch: Touch, *, by: User | None = None) -> TouchLine:
    """`by` is who logged it, where that is known already."""
    plain = {name: getattr(touch, name) for name in PLAIN_OF_TOUCH}
    return TouchLine(
        **plain,
        own_channel=own_channel_of(touch),
        contact=named(touch.contact),
        logged_by=named(by or touch.logged_by),
        is_undone=getattr(touch, "is_undone", False),
    )
