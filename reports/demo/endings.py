"""Plans that come to their end: a decision is due, or will be soon."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from followups import operations
from followups.cadences.planning import upcoming
from followups.models import Cadence, Channel, Outcome, Touch
from followups.next_step import Continue
from leadfollow.people.models import User
from reports.demo.play import Play

DAYS_BEFORE = (6, 1)  # a decision comes two working days later: one is due by the end
WHY = "Nobody there answers any more."


def announce(play: Play) -> None:
    """Plans of the shown rep's."""
    for days in DAYS_BEFORE:
        play.put(play.end - timedelta(days=days), partial(end_a_plan, play, play.cast.star))


def end_a_plan(play: Play, rep: User, at: datetime) -> None:
    """Of the plan that is farthest the steps that are left are left out, and the last is made."""
    planned = Touch.objects.scheduled().filter(lead__owner=rep, enrolment__bucket=None)
    planned = planned.filter(enrolment__cadence__kind=Cadence.Kind.SPRINT, is_decision=False)
    touch = planned.filter(step__isnull=False).order_by("-step__position", "pk").first()
    if touch is None or touch.enrolment is None:
        return
    while upcoming(touch.enrolment.cadence, touch.step):
        touch = operations.skip_step(touch=touch, reason=WHY, by=rep, at=at)
    operations.log_touch(
        touch=touch,
        outcome=Outcome.NO_ANSWER if touch.channel == Channel.CALL else Outcome.SENT,
        key=play.key(),
        then=Continue(),
        note=WHY,
        by=rep,
        at=at,
    )
