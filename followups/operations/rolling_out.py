"""Bringing the leads of an older version of a cadence over to the newest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from followups.cadences.planning import channel_for
from followups.cadences.roll_out import Change, Path, change_of, paths_to, running_behind
from followups.models import Cadence, CancelReason, Enrolment, Touch
from followups.next_step import Due
from followups.operations.locking import LeadIsGone, lock
from followups.operations.scheduling import move_touch
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User

AT_ONCE = 200  # leads in one go; own


def roll_out(*, cadence: Cadence, by: User, at: datetime) -> int:
    """Let leads of older versions follow this one; how many were brought over.

    Each in a transaction of its own, at most 200 in one go: what is left is brought over by
    asking again. What is overdue, or was moved by somebody, keeps its date; a lead for which the
    new version has nothing left keeps the old one.
    """
    path = paths_to(cadence)
    over = 0
    for enrolment in running_behind(cadence).iterator(chunk_size=AT_ONCE):
        over += bring_over(enrolment, cadence=cadence, path=path, by=by, at=at)
        if over == AT_ONCE:
            break
    return over


@transaction.atomic
def bring_over(
    enrolment: Enrolment, *, cadence: Cadence, path: Path, by: User, at: datetime
) -> bool:
    """One lead; False where it is gone, has moved on, or nothing is left for it."""
    try:
        lock(enrolment.lead_id)
    except LeadIsGone:
        return False
    fresh = running_behind(cadence).filter(pk=enrolment.pk).first()
    if fresh is None:
        return False
    touch = next(iter(fresh.to_come), None)  # type: ignore[attr-defined]
    change = change_of(fresh, touch, cadence=cadence, path=path, now=at)
    if change is None:
        return False
    Enrolment.objects.filter(pk=fresh.pk).update(cadence=cadence)
    follow_step(change, by=by, at=at)
    record(
        "cadence version changed",
        of=fresh, by=by, at=at, lead_id=fresh.lead_id, version=cadence.version,
    )  # fmt: skip
    settle([fresh.lead_id], at=at)
    return True


def follow_step(change: Change, *, by: User, at: datetime) -> None:
    """The scheduled touch as the new version says it; another date is a move like any other."""
    touch = change.touch
    if change.moves:
        due = Due(change.due_at)
        touch = move_touch(touch=touch, due=due, by=by, at=at, why="New version of the cadence")
    said: dict[str, object] = {"step": change.step}
    replaced = touch.instead_of and touch.instead_of.cancel_reason == CancelReason.REPLACED
    if not replaced:  # what somebody chose instead stands
        said["channel"] = channel_for(touch.contact, change.step.channel)
        said["subject"] = change.step.title
    Touch.objects.filter(pk=touch.pk).update(**said)
