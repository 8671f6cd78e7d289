"""Bringing the leads of an older version of a cadence over to the newest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from followups.cadences.planning import way_for
from followups.cadences.roll_out import Change, Path, change_of, paths_to, running_behind
from followups.models import Cadence, CancelReason, Enrolment, RollOut, Touch
from followups.next_step import Due
from followups.operations.locking import LeadIsGone, lock
from followups.operations.scheduling import move_touch
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User

logger = structlog.get_logger(__name__)


@transaction.atomic
def ask_for_roll_out(*, cadence: Cadence, by: User, at: datetime) -> RollOut:
    """Let the worker bring the leads of older versions over. Asked for again while it goes on, it
    is the same."""
    Cadence.objects.select_for_update(of=("self",)).get(pk=cadence.pk)
    asked = RollOut.objects.unfinished().filter(cadence=cadence).first()
    if asked:
        return asked
    leads = running_behind(cadence).count()
    asked = RollOut.objects.create(cadence=cadence, asked_by=by, asked_at=at, leads=leads)
    record("roll-out asked for", of=asked, by=by, at=at, cadence=cadence.slug, leads=leads)
    return asked


def roll_out(
    *, cadence: Cadence, by: User, at: datetime, among: Iterable[Enrolment] | None = None
) -> int:
    """Let leads of older versions, or those of them, follow this one; how many were brought over.

    Each in a transaction of its own, so that it can be killed and run again. What is overdue, or
    was moved by somebody, keeps its date; a lead for which the new version has nothing left keeps
    the old one, and so does one that fails, which is logged.
    """
    prefetch_related_objects([cadence], "steps")
    path = paths_to(cadence)
    behind = running_behind(cadence).iterator(chunk_size=200) if among is None else among
    brought = 0
    for each in behind:
        try:
            brought += bring_over(each, cadence=cadence, path=path, by=by, at=at)
        except Exception:  # the leads behind it are not held up
            logger.exception("roll-out", cadence=cadence.pk, lead=each.lead_id)
    return brought


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
        touch = move_touch(touch=touch, due=due, by=by, at=at, why=_("New version of the cadence"))
    said: dict[str, object] = {"step": change.step}
    replaced = touch.instead_of and touch.instead_of.cancel_reason == CancelReason.REPLACED
    is_agreed = touch.step is None or touch.subject != touch.step.title
    if not replaced and not is_agreed:  # what somebody chose stands
        step = change.step
        said |= way_for(touch.contact, step.channel, step.own_channel_id)._asdict()
        said["subject"] = change.step.title
    Touch.objects.filter(pk=touch.pk).update(**said)
