"""What a cadence says comes next: which step, with whom, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_noop

from followups.channels import Way
from followups.models import Branch, Cadence, Channel, Enrolment, Step
from followups.policy import DECIDED_AFTER_WORKING_DAYS
from leadfollow import clock
from leadfollow.clock import WorkingTime
from leads.models import Contact

FOLLOW_UP_TIME = time(9)  # where neither a step nor a person says when
DECIDE = gettext_noop("Convert it, let it wait, close it, or go on?")


@dataclass(frozen=True)
class PlannedTouch:
    """The touch that a cadence asks for: its step, the channel that reaches the person, when.

    At the end of a sprint it is a decision, and its step the last one.
    """

    step: Step
    contact: Contact | None
    channel: str
    due_at: datetime
    is_decision: bool = False
    held: str = ""  # why it comes later than the cadence says
    own_channel_id: int | None = None

    @property
    def subject(self) -> str:
        return DECIDE if self.is_decision else self.step.title


def plan_next(
    enrolment: Enrolment,
    *,
    done: Step | None,
    contact: Contact | None,
    at: datetime,
    working: WorkingTime,
    outcome: str = "",
) -> PlannedTouch | None:
    """The touch after the step that was done, and came to this; the first one if none was.

    A person who refuses mail (or calls) goes to the next step that can reach him, else to a call.
    At the end it is the decision. None where there is no step at all.
    """
    prefetch_related_objects([enrolment.cadence], "steps")
    steps = upcoming(enrolment.cadence, done, outcome)
    if not steps:
        last = next(reversed(enrolment.cadence.steps.all()), None)
        due_at = decided_at(at, working)
        return PlannedTouch(last, contact, Channel.OTHER, due_at, True) if last else None
    step = next((s for s in steps if reaches(contact, s.channel)), steps[0])
    way = way_for(contact, step.channel, step.own_channel_id)
    due_at = due(
        step, enrolment.cadence.steps.all(), enrolment=enrolment, done=done, at=at, working=working
    )
    return PlannedTouch(step, contact, way.channel, due_at, own_channel_id=way.own_channel_id)


def upcoming(cadence: Cadence, done: Step | None, outcome: str = "") -> list[Step]:
    """The steps still to come, the next one first; a rhythm begins anew after its last.

    What came of the step that was done may lead on to a later one, or to none.
    """
    steps = list(cadence.steps.all())
    position = done.position if done else 0
    later = [step for step in steps if step.position > position]
    if cadence.is_rhythm:
        return later + [step for step in steps if step.position <= position]
    branch = branch_after(steps, done, outcome)
    if branch is None:
        return later
    return later[branch.ahead - 1 :] if branch.ahead else []


def branch_after(steps: Iterable[Step], done: Step | None, outcome: str) -> Branch | None:
    """What a step says of this outcome. Reads its branches, unless they are read already."""
    mine = next((step for step in steps if done and outcome and step.pk == done.pk), None)
    branches = mine.branches.all() if mine else []
    return next((branch for branch in branches if branch.outcome == outcome), None)


def decided_at(at: datetime, working: WorkingTime) -> datetime:
    """When the decision is due after the last touch of a plan: an answer may still come."""
    day = working.add_working_days(clock.today(working.zone, at), DECIDED_AFTER_WORKING_DAYS)
    return working.at_time(day, FOLLOW_UP_TIME)


def reaches(contact: Contact | None, channel: str) -> bool:
    return contact is None or contact.can_be_reached_by(channel)


def channel_for(contact: Contact | None, channel: str) -> str:
    """This channel if it reaches the person, else one that does."""
    channels = (channel, Channel.CALL, Channel.LINKEDIN)
    return next((channel for channel in channels if reaches(contact, channel)), Channel.OTHER)


def way_for(contact: Contact | None, channel: str, own_channel_id: int | None = None) -> Way:
    """The same with one of our own: who refuses what it works like gets none of it."""
    to_him = channel_for(contact, channel)
    return Way(to_him, own_channel_id if to_him == channel else None)


def due(
    step: Step,
    steps: Iterable[Step],
    *,
    enrolment: Enrolment,
    done: Step | None,
    at: datetime,
    working: WorkingTime,
) -> datetime:
    """When one of the cadence's steps is due.

    Steps count from the enrolment, or from the one before being made. Where that moment is past
    already, because the one before was made late, the gap between the two steps is kept from now.
    In a bucket the first one is due in the morning of the day on which the lead wakes.
    """
    if enrolment.wake_on and done is None:
        return morning_of(enrolment.wake_on, working)
    if enrolment.cadence.is_rhythm and done:
        days = enrolment.cadence.every_days or 1
        day = clock.today(working.zone, at) + timedelta(days=days)
        return working.at_time(working.add_working_days(day, 0), step.at_time or FOLLOW_UP_TIME)
    if step.from_done and done:
        return offset(at, step, step.day, working)
    planned = offset(enrolment.began_at, step, step.day, working)
    if planned > at:
        return planned
    return offset(at, step, max(step.day - days_until(done, steps), 0), working)


def days_until(done: Step | None, steps: Iterable[Step]) -> int:
    """On which working day after the enrolment a step is, if all before it are made on theirs."""
    day = 0
    for step in steps:
        if done is None or step.position > done.position:
            break
        day = day + step.day if step.from_done else step.day
    return day


def offset(start: datetime, step: Step, days: int, working: WorkingTime) -> datetime:
    """So many working days after a moment, at the step's time; never at or before it."""
    if days == 0 and step.at_time is None:
        return working.add_working_minutes(start, max(step.minutes, 1))
    day = working.add_working_days(clock.today(working.zone, start), days)
    moment = working.at_time(day, step.at_time or FOLLOW_UP_TIME)
    if moment <= start:
        moment = working.at_time(working.add_working_days(day, 1), step.at_time or FOLLOW_UP_TIME)
    return moment


def next_morning(at: datetime, working: WorkingTime, *, days: int = 1) -> datetime:
    """Nine o'clock, so many calendar days on, or the working day after that."""
    return morning_of(clock.today(working.zone, at) + timedelta(days=days), working)


def morning_of(day: date, working: WorkingTime) -> datetime:
    """Nine o'clock on that day, or on the working day after it."""
    return working.at_time(working.add_working_days(day, 0), FOLLOW_UP_TIME)
