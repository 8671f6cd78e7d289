"""The fair order of a queue: no lead that did not answer sinks behind fresh ones.

First what was promised for a moment, once it has come. Then a blend by fives: two of each five
places belong to further attempts, the oldest debt first; the others to first touches whose time
is nearly up, then to whatever is due first. A further attempt that is a working day late takes any
place.

The place in the five goes by the touches that the rep has made today, so that the order stays
what it was while rows leave from the top, and whoever works the first row only is fair, too. Each
sort of row is a stream by key, read by an index as far as a page needs it. What has no next step
comes behind all that is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from django.db.models import F, Q, Value

from campaigns.models import FirstTouchUnit, Segment
from followups.policy import AGAIN_PLACES, OLD_DEBT_WORKING_DAYS, PRESSING_SHARE, PROMISE_SOON
from leadfollow.clock import WorkingTime
from leadfollow.keyset import Order, cursor_of
from leads.models import Lead, NextIs
from leads.models.lead import LeadQuerySet

OLDEST_CURSOR = timedelta(hours=12)  # a page asked for later than that begins anew


class Slot(StrEnum):
    """What put a row at its place."""

    PROMISE = "promise"
    FIRST_TOUCH = "first touch"
    OLD_DEBT = "oldest debt"
    DUE = "due"
    UNPLANNED = "no next step"


@dataclass(frozen=True)
class Spot:
    """Where a page begins: as of when, behind how many rows, and how far each stream is read."""

    at: datetime
    behind: int = 0
    read: dict[Slot, str] = field(default_factory=dict)

    def __str__(self) -> str:
        read = (self.read.get(slot, "") for slot in Slot)
        return "!".join([self.at.isoformat(), str(self.behind), *read])

    @classmethod
    def of(cls, text: str, *, now: datetime) -> Spot:
        """From an address; the beginning, if it makes no sense or is too old."""
        at, behind, *read = [*text.split("!"), "", ""][: len(Slot) + 2]
        try:
            moment = datetime.fromisoformat(at)
            is_near = now - OLDEST_CURSOR <= moment <= now
        except (ValueError, TypeError):
            return cls(now)
        if not is_near or not behind.isdecimal() or len(read) != len(Slot):
            return cls(now)
        return cls(moment, int(behind[:6]), dict(zip(Slot, read, strict=True)))


@dataclass(frozen=True)
class Placed:
    """A lead, what put it there, and the place behind it in its stream."""

    lead_id: int
    due_at: datetime  # without a next step: since when it has none
    slot: Slot
    cursor: str


def nearly_up(*, now: datetime, working: WorkingTime) -> Q:
    """First touches of whose time less than a quarter is left, in the rep's working time."""
    limits = Segment.objects.order_by().values_list("first_touch_unit", "first_touch_amount")
    pressing = Q(pk__in=[])
    for unit, amount in limits.distinct():
        left = amount * PRESSING_SHARE
        if unit == FirstTouchUnit.WORKING_MINUTES:
            until = working.add_working_minutes(now, int(left))
        else:
            until = working.add_hours(now, int(left))
        pressing |= Q(
            campaign__segment__first_touch_unit=unit,
            campaign__segment__first_touch_amount=amount,
            respond_by__lte=until,
        )
    return Q(next_is=NextIs.FIRST, respond_by__gt=now) & pressing


def streams(
    leads: LeadQuerySet, unplanned: LeadQuerySet, *, now: datetime, working: WorkingTime
) -> dict[Slot, tuple[LeadQuerySet, Order]]:
    """The leads of a part, each in one stream; and the order of the stream."""
    by_due = Order(F("next_due_at"))
    come = Q(next_is=NextIs.PROMISE, next_due_at__lte=now + PROMISE_SOON)
    pressing = nearly_up(now=now, working=working)
    again = Q(next_is=NextIs.AGAIN)
    return {
        Slot.PROMISE: (leads.filter(come), by_due),
        Slot.FIRST_TOUCH: (leads.filter(pressing), Order(F("respond_by"))),
        Slot.OLD_DEBT: (leads.filter(again), by_due),
        Slot.DUE: (leads.exclude(next_is=NextIs.AGAIN).exclude(come).exclude(pressing), by_due),
        Slot.UNPLANNED: (unplanned, Order(F("unplanned_since"))),
    }


def in_fair_order(
    leads: LeadQuerySet,
    unplanned: LeadQuerySet,
    spot: Spot,
    *,
    made: int,
    rows: int,
    working: WorkingTime,
) -> tuple[list[Placed], str]:
    """So many rows from a spot on, and the cursor of the next page; two queries.

    `leads` are due, `unplanned` have no next step; `made` is how many touches the rep has made
    today.
    """
    each = streams(leads, unplanned, now=spot.at, working=working)
    read = read_streams(each, spot, most=rows + 1)
    more = sum(map(len, read.values())) > rows
    line = blend(read, now=spot.at, begun=made + spot.behind, working=working)
    placed, reached = [], dict(spot.read)
    for row, came_from in line:
        reached[came_from] = row.cursor
        placed.append(row)
        if len(placed) == rows:
            break
    onward = Spot(spot.at, spot.behind + len(placed), reached)
    return placed, str(onward) if more else ""


def read_streams(
    each: dict[Slot, tuple[LeadQuerySet, Order]], spot: Spot, *, most: int
) -> dict[Slot, list[Placed]]:
    """So many of each stream from the spot on, in one statement.

    What is limited goes into a subquery: SQLite unites nothing else.
    """
    parts = []
    for slot, (stream, order) in each.items():
        ahead = order.after(order.apply(stream), spot.read.get(slot, "")).values("pk")[:most]
        part = Lead.objects.filter(pk__in=ahead).order_by().annotate(place=order.by)
        parts.append(part.values_list(Value(slot), "place", "pk", "next_due_at"))
    read: dict[Slot, list[Placed]] = {slot: [] for slot in each}
    for name, place, pk, due_at in sorted(parts[0].union(*parts[1:], all=True)):
        slot = Slot(name)
        read[slot].append(Placed(pk, due_at or place, slot, cursor_of(place, pk)))
    return read


def blend(
    read: dict[Slot, list[Placed]], *, now: datetime, begun: int, working: WorkingTime
) -> Iterator[tuple[Placed, Slot]]:
    """One row after the other, with the stream it came from; `begun` places of fives are taken."""
    heads = {slot: iter(rows) for slot, rows in read.items()}
    front = {slot: next(rows, None) for slot, rows in heads.items()}
    while any(front.values()):
        slot = choose(front, now=now, place=begun % 5, working=working)
        row = cast(Placed, front[slot])  # chosen among those that are there
        is_debt = slot == Slot.OLD_DEBT and is_due(row, now)
        said = Slot.DUE if slot == Slot.OLD_DEBT and not is_debt else slot
        yield replace(row, slot=said), slot
        front[slot] = next(heads[slot], None)
        begun += 1


def choose(
    front: dict[Slot, Placed | None], *, now: datetime, place: int, working: WorkingTime
) -> Slot:
    """Whose turn it is at this place of the five."""
    if front[Slot.PROMISE]:
        return Slot.PROMISE
    debt, due = front[Slot.OLD_DEBT], front[Slot.DUE]
    is_its_turn = debt is not None and is_due(debt, now) and place in AGAIN_PLACES
    if debt and (is_its_turn or is_old(debt, now, working)):
        return Slot.OLD_DEBT
    if front[Slot.FIRST_TOUCH]:
        return Slot.FIRST_TOUCH
    if debt and (due is None or debt.due_at <= due.due_at):
        return Slot.OLD_DEBT
    return Slot.DUE if due else Slot.UNPLANNED


def is_due(row: Placed, now: datetime) -> bool:
    return row.due_at <= now


def is_old(row: Placed, now: datetime, working: WorkingTime) -> bool:
    """Late by so many working days that it waits for no turn."""
    return working.working_days_between(row.due_at, now) >= OLD_DEBT_WORKING_DAYS
