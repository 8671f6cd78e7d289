"""What a person may still take back of what he did himself."""

from __future__ import annotations

from datetime import datetime, timedelta

from followups.honesty import is_undone
from followups.models import Enrolment, Source, Touch
from followups.policy import UNDO_HOURS
from leadfollow.people.models import User
from leads.models import Closure, Disposition, Inquiry, Verdict


def is_recent(done_at: datetime, *, now: datetime) -> bool:
    return now - done_at <= timedelta(hours=UNDO_HOURS)


def is_own_end(end: Closure | None, *, reader: User, now: datetime) -> bool:
    """One's own end of the last 24 hours, without a touch; the operation knows the rest."""
    if end is None or end.caused_by or end.imported or end.closed_by_id != reader.pk:
        return False
    if end.disposition == Disposition.DO_NOT_CONTACT:
        return False
    return is_recent(end.closed_at, now=now)


def is_own_rest(rests: Enrolment, *, reader: User, now: datetime) -> bool:
    """One's own rest of the last 24 hours that goes on; the operation knows the rest."""
    mine = rests.ended_at is None and rests.begun_by_id == reader.pk
    return mine and is_recent(rests.began_at, now=now)


def is_own_verdict(verdict: Verdict | None, *, reader: User, now: datetime) -> bool:
    """A verdict that its author may still take back; the operation knows the rest."""
    if verdict is None or verdict.caused_by or verdict.given_by_id != reader.pk:
        return False
    return is_recent(verdict.given_at, now=now)


def is_own_fulfilment(inquiry: Inquiry, *, reader: User, now: datetime) -> bool:
    """One's own word of the last 24 hours that it was sent, without a touch."""
    if inquiry.fulfilled_at is None or inquiry.fulfilled_with:
        return False
    return inquiry.fulfilled_by_id == reader.pk and is_recent(inquiry.fulfilled_at, now=now)


def is_own(touch: Touch, reader: User) -> bool:
    """One's own log, made here, that stands."""
    mine = touch.logged_by_id == reader.pk and touch.source != Source.IMPORT
    return mine and not is_undone(touch)


def is_undoable(touch: Touch, reader: User, now: datetime) -> bool:
    """One's own log of the last 24 hours; the operation knows the rest."""
    recent = touch.logged_at and is_recent(touch.logged_at, now=now)
    return bool(recent and is_own(touch, reader))


def is_own_move(touch: Touch, reader: User, now: datetime) -> bool:
    """One's own move of the last 24 hours, whose successor still waits; asked `with_is_undone`."""
    if touch.cancelled_at is None or touch.cancelled_by_id != reader.pk or is_undone(touch):
        return False
    waits = touch.successor is not None and touch.successor.is_scheduled
    return waits and is_recent(touch.cancelled_at, now=now)
