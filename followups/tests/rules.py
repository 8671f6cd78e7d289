"""Rules of distribution for tests."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from followups.models import DistributionRule
from leadfollow.clock import ONE_DAY
from leadfollow.people.models import Absence, User


def make_rule(*, reps: Collection[User] = (), **fields: Any) -> DistributionRule:
    """The last one; it fits every lead, unless told otherwise."""
    position = DistributionRule.objects.count() + 1
    rule = DistributionRule.objects.create(**{"position": position} | fields)
    rule.reps.set(reps)
    return rule


def send_away(rep: User, at: datetime, *, days: int = 1) -> datetime:
    """Away from this moment on; when he is back."""
    back = at + days * ONE_DAY
    Absence.objects.create(
        user=rep, first_on=at.date(), last_on=back.date(), begins_at=at, ends_at=back
    )
    return back
