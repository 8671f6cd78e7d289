"""The follow-up blocks of the model day: which one runs, and how many of the last were kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Exists, OuterRef

from followups.models import Direction, Touch, TouchState
from followups.models.touch import TouchQuerySet
from leadfollow import clock
from leadfollow.clock import Blocks
from leadfollow.people.models import User

DAYS = 5  # working days over which blocks are looked at, today among them
FURTHEST = 60  # calendar days in which that many are looked for

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Adherence:
    """Of the blocks that are over, those in which at least one follow-up was logged as made."""

    kept: int
    of: int


def blocks_on(rep: User, at: datetime, *, days_ago: int = 0) -> list[Span]:
    """The rep's blocks on a day of his, none on a day off or without any set."""
    blocks = cast(Blocks, rep.follow_up_blocks)
    if not blocks:
        return []
    working = rep.working_time
    day = clock.today(working.zone, at) - timedelta(days=days_ago)
    return replace(working, blocks=blocks).blocks_on(day)


def running_block(rep: User, *, now: datetime) -> Span | None:
    """The block in which this moment lies."""
    return next((span for span in blocks_on(rep, now) if span[0] <= now < span[1]), None)


def blocks_over(rep: User, *, now: datetime) -> list[Span]:
    """Those of the last five working days that have ended."""
    found: list[Span] = []
    days = 0
    for days_ago in range(FURTHEST):
        spans = blocks_on(rep, now, days_ago=days_ago)
        found += [span for span in spans if span[1] <= now]
        days += bool(spans)
        if days == DAYS:
            break
    return found


def adherence_of(reps: Collection[User], *, now: datetime) -> dict[int, Adherence]:
    """By the id of each rep who has set blocks; one query for all."""
    over = {rep.pk: blocks_over(rep, now=now) for rep in reps if rep.follow_up_blocks}
    begins = [span[0] for spans in over.values() for span in spans]
    made: list[tuple[int | None, datetime | None]] = []
    if begins:
        touches = follow_ups().filter(logged_by__in=over, happened_at__gte=min(begins))
        made = list(touches.values_list("logged_by", "happened_at"))
    return {
        pk: Adherence(
            kept=sum(any(who == pk and at and a <= at < z for who, at in made) for a, z in spans),
            of=len(spans),
        )
        for pk, spans in over.items()
    }


def follow_ups() -> TouchQuerySet:
    """Logged outbound touches that were not the first on their lead."""
    mine = (
        Touch.objects.manual()
        .standing()
        .filter(state=TouchState.LOGGED, direction=Direction.OUTBOUND)
    )
    before = mine.filter(lead=OuterRef("lead"), happened_at__lt=OuterRef("happened_at"))
    return mine.filter(Exists(before))
