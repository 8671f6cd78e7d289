"""Leaving a cadence's step out, or making another touch in its place: always with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.cadences.planning import upcoming, way_for
from followups.models import CancelReason, Enrolment, Touch, TouchState
from followups.operations.cadences import schedule_step
from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.operations.scheduling import NotScheduled, take_off
from followups.operations.undoing import NotUndoable, again, check_may_stand, is_undone
from followups.policy import UNDO_HOURS
from followups.state import settle
from followups.undoable import is_recent
from leadfollow.log.models import record
from leadfollow.people.models import User


class NoReason(Refusal):
    """Nobody would know why."""


class NotAStep(Refusal):
    """It is a promise, or waits in a bucket."""


class LastStep(Refusal):
    """After it there is nothing to go on with."""


@transaction.atomic
def skip_step(*, touch: Touch, reason: str, by: User, at: datetime) -> Touch:
    """Leave a cadence's step out; the next one is scheduled, as if this one were done now.

    Refused without a reason, for what is no step of a running cadence, for its last step (that
    one is for deciding), and where a colleague was quicker.
    """
    lead = lock(touch.lead_id)
    touch.refresh_from_db()
    enrolment = check_step(touch, reason)
    if not upcoming(enrolment.cadence, touch.step):
        raise LastStep(_("This is the cadence's last step. Log it, and decide what becomes of it."))
    take_off(touch, CancelReason.SKIPPED, by=by, at=at, note=reason)
    following = schedule_step(
        enrolment,
        done=touch.step,
        contact=touch.contact,
        lead=lead,
        by=by,
        at=at,
        after=touch.after,
    )
    if following is None:  # looked for above
        raise LastStep(_("This is the cadence's last step. Log it, and decide what becomes of it."))
    following.instead_of = touch
    following.save(update_fields=["instead_of"])
    record("step skipped", of=touch, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)
    return following


@transaction.atomic
def replace_step(
    *,
    touch: Touch,
    channel: str,
    subject: str,
    reason: str,
    by: User,
    at: datetime,
    own_channel_id: int | None = None,
) -> Touch:
    """Make another touch in the place of a cadence's step, due when that was; the cadence goes on
    after it.

    Refused without a reason, for what is no step of a running cadence, and where a colleague was
    quicker. A channel that does not reach the person gives way to one that does.
    """
    lead = lock(touch.lead_id)
    touch.refresh_from_db()
    check_step(touch, reason)
    take_off(touch, CancelReason.REPLACED, by=by, at=at, note=reason)
    stand_in = touch.like(
        **way_for(touch.contact, channel, own_channel_id)._asdict(),
        subject=subject or touch.subject,
        why="",
        scheduled_at=at,
        scheduled_by=by,
        instead_of=touch,
    )
    stand_in.save()
    record("step replaced", of=touch, by=by, at=at, lead_id=lead.pk, channel=stand_in.channel)
    settle([lead.pk], at=at)
    return stand_in


@transaction.atomic
def undo_stepping(*, touch: Touch, by: User, at: datetime) -> Touch:
    """Schedule a step again that was skipped or replaced, as it was; what came for it goes.

    Refused where it was undone before, is older than a day, or something happened to what came
    for it since.
    """
    lead = lock(touch.lead_id)
    touch.refresh_from_db()
    stand_in = stand_in_to_undo(touch, at=at)
    Touch.objects.filter(pk=stand_in.pk).update(
        state=TouchState.CANCELLED,
        cancel_reason=CancelReason.UNDONE,
        cancelled_by=by,
        cancelled_at=at,
    )
    back = again(touch, by=by, at=at)
    record("step brought back", of=back, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)
    return back


def check_step(touch: Touch, reason: str) -> Enrolment:
    """The running cadence of a step that stands; a sentence where it is none."""
    if not reason.strip():
        raise NoReason(_("Say in a few words why."))
    if not touch.is_scheduled:
        raise NotScheduled(_("This touch was logged, moved or cancelled meanwhile."))
    if touch.enrolment is None or touch.step_id is None or touch.is_automatic:
        raise NotAStep(_("This is no step of a cadence. Move it, or call it off."))
    if touch.is_decision:
        raise NotAStep(_("This is the decision at the plan's end. Take it, or move it."))
    if touch.is_nurture:
        raise NotAStep(_("The lead waits in a bucket. Move the day, or wake it."))
    return touch.enrolment


def stand_in_to_undo(touch: Touch, *, at: datetime) -> Touch:
    """What came for the step, if it still stands; else the sentence that says why not."""
    if not touch.cancel_note or touch.cancelled_at is None:
        raise NotUndoable(_("Only a step that was skipped or replaced can be brought back."))
    if is_undone(touch):
        raise NotUndoable(_("This was undone before."))
    if not is_recent(touch.cancelled_at, now=at):
        raise NotUndoable(
            _("This can be undone for %(undo_hours)s hours; the plan stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    stand_in = Touch.objects.scheduled().filter(instead_of=touch).first()
    if stand_in is None:
        raise NotUndoable(_("What came for it was logged or called off since. The plan stands."))
    check_may_stand(touch, touch)
    return stand_in
