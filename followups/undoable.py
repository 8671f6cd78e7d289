"""What a person may still take back of what he did himself."""

from __future__ import annotations

from datetime import datetime, timedelta

from followups.policy import UNDO_HOURS
from leadfollow.people.models import User
from leads.models import Closure


def is_recent(done_at: datetime, *, now: datetime) -> bool:
    return now - done_at <= timedelta(hours=UNDO_HOURS)


def is_own_end(end: Closure | None, *, reader: User, now: datetime) -> bool:
    """One's own end of the last 24 hours, without a touch; the operation knows the rest."""
    if end is None or end.caused_by or end.imported or end.closed_by_id != reader.pk:
        return False
    return is_recent(end.closed_at, now=now)
