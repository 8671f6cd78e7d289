"""For how many touches a rep has time on a day: his follow-up blocks, by how long one takes him."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import cast

from followups.in_force import numbers_in_force
from followups.models import Source, Touch
from leadfollow.clock import Blocks
from leadfollow.people.models import User

LOOKED_AT = timedelta(days=28)
ONE_SITTING = timedelta(minutes=30)  # between two touches; what takes longer was something else
FEWEST = 20  # gaps; fewer measure nothing
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Pace:
    """Minutes a touch takes; `measured` is of how many gaps, 0 where the policy's number says."""

    minutes: float
    measured: int = 0


def minutes_of(rep: User) -> int:
    """Set aside for follow-up on a working day: his blocks, else the policy's number."""
    blocks = cast(Blocks, rep.follow_up_blocks)
    if not blocks:
        return numbers_in_force().follow_up_minutes
    return sum(
        (ends.hour - begins.hour) * 60 + ends.minute - begins.minute for begins, ends in blocks
    )


def paces_of(reps: Iterable[User], *, now: datetime) -> dict[int, Pace]:
    """The median time between two touches that each logged within one sitting of the last four
    weeks; where there are too few, the policy's number. One query."""
    logged = Touch.objects.logged().manual().exclude(source=Source.IMPORT)
    logged = logged.filter(is_bulk=False, logged_at__gt=now - LOOKED_AT, logged_at__lte=now)
    moments: dict[int, list[datetime]] = {rep.pk: [] for rep in reps}
    made = logged.filter(logged_by__in=moments).order_by("logged_at")
    for rep_id, at in made.values_list("logged_by", "logged_at"):
        if rep_id and at:
            moments[rep_id].append(at)
    return {rep_id: pace_of(theirs) for rep_id, theirs in moments.items()}


def pace_of(moments: list[datetime]) -> Pace:
    gaps = [after - before for before, after in pairwise(moments)]
    sittings = [gap / MINUTE for gap in gaps if gap <= ONE_SITTING]
    if len(sittings) < FEWEST:
        return Pace(numbers_in_force().minutes_a_touch)
    return Pace(max(median(sittings), 1.0), len(sittings))
