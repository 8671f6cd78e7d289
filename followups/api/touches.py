"""The touches of a lead: read, and logged with what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from followups import operations
from followups.api.channels import choice_sent, field_of, link_sent, way_sent
from followups.api.ends import End, close_form
from followups.api.errors import Unfit
from followups.api.leads import lead_of
from followups.api.shapes import READ, WRITE, Step, TouchLine, line_of_touch, step_of
from followups.api.touch_form import SentTouchForm, refuse_what_does_not_fit
from followups.api.values import Day, Id, Moment, Sent, Text, exactly, only_known
from followups.models import BARRING, CancelReason, Direction, Outcome, Source, Touch
from followups.next_step import Close, Continue, Due, NextStep, TouchOn
from followups.operations.following import SAY_WHAT_COMES
from followups.panel.fulfilling import keep_promise
from followups.panel.log import write_unplanned
from followups.situation import Situation, situation_of
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leads.models import Lead

router = Router(tags=["Touches"])
OWN = "One of the organisation's own, by its number. `channel` may then be left out."
EXAMPLE: JsonDict = {
    "key": "0b7a1a52-93c8-4a1f-8e0a-5a3d3c1b7f20",
    "channel": "call",
    "outcome": "talked",
    "happened_at": "2026-11-02T10:00:00+01:00",
    "note": "Wants the offer by Friday",
    "next": {"what": "touch", "due_at": "2026-11-05T14:00:00+01:00", "channel": "call"},
}


class Plan(Sent):
    """The cadence goes on; with another person, if one is named."""

    what: Literal["plan"]
    contact: Id | None = None


class NextTouch(Sent):
    """A touch on a chosen date: at a moment, or on a day (until its end)."""

    what: Literal["touch"]
    due_at: Moment | None = None
    due_on: Day | None = None
    channel: Text = Field("", description="Left out: a call, or what `own_channel` works like.")
    own_channel: Id | None = Field(None, description=OWN)
    subject: Annotated[Text, Field(max_length=200)] = ""
    contact: Id | None = None
    why: Annotated[Text, Field(max_length=200)] = Field(
        "", description="Asked for where the date is very late or very soon."
    )


class NextIsEnd(End):
    """The lead ends."""

    what: Literal["close"]


class TouchSent(Sent):
    """A touch that was made. `touch` is the planned one that it was; without it, it is one that
    nobody planned, and says by which channel, who began and whom it reached."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    key: UUID
    outcome: Outcome
    touch: Id | None = None
    instead_of: Id | None = Field(None, description="The planned touch whose place it takes.")
    channel: Text = ""
    own_channel: Id | None = Field(None, description=OWN)
    link: Text = Field("", description="Where it took place; for a channel that asks for one.")
    direction: Direction = Direction.OUTBOUND
    contact: Id | None = Field(
        None, description="Left out: the first person there. Null: somebody else there."
    )
    happened_at: Moment | None = Field(None, description="Left out: now.")
    note: Text = ""
    value_given: bool = False
    fulfils: bool = Field(
        False,
        description="With it went what was asked for: the oldest promise of the lead is kept."
        " Where nothing is promised, it says nothing.",
    )
    next: Annotated[Plan | NextTouch | NextIsEnd, Field(discriminator="what")] | None = Field(
        None, description="Needed where nothing else stays planned."
    )


class TouchesAsked(Sent):
    before: Id | None = Field(None, description="What the page before gave as `next`.")
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class Touches(Schema):
    """A page of touches; `next` is where the next one begins, null on the last."""

    touches: list[TouchLine]
    next: int | None


class Logged(Schema):
    """The touch, and where its lead stands now."""

    touch: TouchLine
    status: str
    next_step: Step | None


@router.get(
    "/leads/{int:lead_id}/touches", response={200: Touches, **READ}, summary="Touches of a lead"
)
def list_touches(request: SignedInRequest, lead_id: int, asked: Query[TouchesAsked]) -> Touches:
    """All touches of a lead, scheduled, logged and cancelled, the newest first."""
    only_known(request, TouchesAsked)
    lead = lead_of(request.user, lead_id)
    touches = Touch.objects.filter(lead=lead).exclude(cancel_reason=CancelReason.UNDONE)
    if asked.before:
        touches = touches.filter(pk__lt=asked.before)
    found = touches.select_related("contact", "logged_by").with_is_undone().order_by("-pk")
    page = list(found[: asked.limit + 1])
    shown = [line_of_touch(touch) for touch in page[: asked.limit]]
    return Touches(touches=shown, next=shown[-1].id if len(page) > asked.limit else None)


@router.post("/leads/{int:lead_id}/touches", response={201: Logged, **WRITE}, summary="Log a touch")
def log_touch(request: SignedInRequest, lead_id: int, sent: TouchSent) -> Status[Logged]:
    """Record a touch that was made, what came of it, and what comes next: a lead stays open only
    with something planned."""
    user, now = request.user, clock.now()
    lead = get_object_or_404(Lead.objects.workable_by(user), pk=lead_id)
    if sent.touch:
        logged = log_planned(sent, lead, by=user, at=now)
    else:
        logged = log_unplanned(sent, lead, by=user, at=now)
    scheduled = Touch.objects.scheduled().manual().filter(lead=lead).select_related("contact")
    next_step = step_of(scheduled.order_by("due_at", "pk").first())
    lead.refresh_from_db(fields=["status"])
    shown = line_of_touch(logged, by=user)
    return Status(201, Logged(touch=shown, status=lead.status, next_step=next_step))


@transaction.atomic
def log_planned(sent: TouchSent, lead: Lead, *, by: User, at: datetime) -> Touch:
    """The touch that was planned, as the log panel of the queue records it."""
    touches = Touch.objects.filter(lead=lead).select_related("lead", "contact")
    touch = touches.filter(pk=sent.touch or 0).first()
    if touch is None:
        raise Unfit({"touch": _("No such touch is planned at this lead.")})
    refuse_what_does_not_fit(touch, sent.outcome, sent.note, said=sent.model_fields_set)
    situation = situation_of(lead.pk, now=at, touch=touch)
    then = next_step_of(sent, situation, by=by)
    if then is None and sent.outcome not in BARRING:
        raise operations.NoNextStep(SAY_WHAT_COMES)
    came_before = Touch.objects.filter(key=sent.key).exists()
    logged = operations.log_touch(
        touch=touch,
        outcome=sent.outcome.value,
        note=sent.note,
        key=sent.key,
        then=then or Continue(),
        happened_at=sent.happened_at,
        value_given=sent.value_given,
        source=Source.API,
        link=link_sent(sent.link, touch.own_channel_id),
        by=by,
        at=at,
    )
    keep_promise(situation, logged, is_kept=sent.fulfils and not came_before, by=by, at=at)
    return logged


def log_unplanned(sent: TouchSent, lead: Lead, *, by: User, at: datetime) -> Touch:
    """A touch that nobody planned, as the lead's page records it."""
    situation = situation_of(lead.pk, now=at)
    then = next_step_of(sent, situation, by=by)
    form = SentTouchForm(unplanned(sent, situation), situation=situation, then=then)
    filled = form.checked_as(channel=field_of(sent.own_channel))
    link_sent(sent.link, sent.own_channel)
    return write_unplanned(filled, lead, by=by, at=at)


def unplanned(sent: TouchSent, situation: Situation) -> dict[str, Any]:
    """What was sent, as the form of an unplanned touch reads it."""
    primary = next((person.contact_id for person in situation.people if person.is_primary), None)
    contact = sent.contact if "contact" in sent.model_fields_set else primary
    return {
        "key": sent.key,
        "instead_of": sent.instead_of or "",
        "direction": sent.direction.value,
        "contact": contact or "",
        "channel": choice_sent(sent.channel, sent.own_channel),
        "link": sent.link,
        "outcome": sent.outcome.value,
        "note": sent.note,
        "value_given": sent.value_given,
        "fulfils": sent.fulfils,
        "happened_at": exactly(sent.happened_at),
        "sent_text": sent.note,
        "unnamed": True,
    }


def next_step_of(sent: TouchSent, situation: Situation, *, by: User) -> NextStep | None:
    """What comes next, as the operations know it."""
    match sent.next:
        case Plan(contact=contact):
            return Continue(contact)
        case NextTouch() as touch:
            return touch_on(touch, situation, by=by)
        case NextIsEnd() as end:
            said = dict(close_form(end, situation, within="next").cleaned_data)
            why = said.pop("why")
            return Close(**said, why_id=why and why.pk)
        case _:
            return None


def touch_on(touch: NextTouch, situation: Situation, *, by: User) -> TouchOn:
    """The touch on a date, by a channel that is offered for this lead."""
    due = due_of(touch, by=by)
    channel = touch.channel or ("" if touch.own_channel else "call")
    segment = situation.lead.campaign.segment_id
    way = way_sent(channel, touch.own_channel, segment_id=segment, within="next")
    said = (touch.subject, touch.contact, touch.why)
    return TouchOn(due, way.channel, *said, own_channel_id=way.own_channel_id)


def due_of(touch: NextTouch, *, by: User) -> Due:
    """A moment, or a day in the person's zone: one of the two."""
    if touch.due_at and not touch.due_on:
        return Due(touch.due_at)
    if touch.due_on and not touch.due_at:
        return Due.on_day(touch.due_on, by.time_zone)
    raise Unfit({"next.due_at": _("Say when: either “due_at” or “due_on”.")})
