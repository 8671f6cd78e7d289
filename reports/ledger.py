"""What came due in a week, and what became of it.

Law 6: for any rep, week and moment, came due = on time + late + not made + moved + cancelled. In
a week is what has its due moment in it (due on a day: that day), in the team's zone, and not
after the moment asked for. It counts for whoever owned the lead when it came due, or when it was
called off if that was earlier; where nobody did, for the lead's first owner; where there never
was one, for *nobody*. Automatic touches and what was undone are left out. What a manager wrote
off was not made: an amnesty lets a lead go on, and takes no debt away.

The ledger is history: what was made or called off after the moment asked for is not made by
then. Teams have no history: a rep's weeks are with the team that he is in today.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from followups.models import LOGGED, CancelReason, Touch, TouchState
from leadfollow.clock import Week
from leadfollow.people.models import Team, User
from leads.models import Assignment, Lead

MARGIN = timedelta(days=2)  # a day's end elsewhere is never further from the same day's end here


class Fate(models.TextChoices):
    """What became of a touch that came due."""

    ON_TIME = "on_time", gettext_lazy("on time")
    LATE = "late", gettext_lazy("late")
    NOT_MADE = "not_made", gettext_lazy("not made")
    MOVED = "moved", gettext_lazy("moved")
    CANCELLED = "cancelled", gettext_lazy("cancelled")


@dataclass(frozen=True)
class LedgerRow:
    """One rep's week in touches; `rep` is None in the row *nobody* and in totals."""

    rep: User | None
    came_due: int = 0
    on_time: int = 0
    late: int = 0
    not_made: int = 0
    moved: int = 0
    cancelled: int = 0


@dataclass(frozen=True)
class Ledger:
    """A week of a team, its reps by name and *nobody* last, or of one rep."""

    week: Week
    as_of: datetime
    rows: tuple[LedgerRow, ...]

    @property
    def total(self) -> LedgerRow:
        fates = {fate.value: sum(getattr(row, fate) for row in self.rows) for fate in Fate}
        return LedgerRow(None, came_due=sum(row.came_due for row in self.rows), **fates)


def ledger(whose: Team | User, week: Week, *, now: datetime) -> Ledger:
    """The week's ledger of a team or of one rep, as of the moment."""
    return ledgers(whose, [week], now=now)[0]


def ledgers(whose: Team | User, weeks: Sequence[Week], *, now: datetime) -> list[Ledger]:
    """A ledger a week, of weeks that follow one another, in two queries whatever the weeks, reps
    and touches.

    Everybody of the team has a row in each, also where nothing came due.
    """
    reps: list[User | None] = list(reps_of(whose))
    if isinstance(whose, Team):
        reps.append(None)
    counted = (
        _touches_due(whose, weeks, now=now)
        .values_list("week", "counts_for", "fate")
        .annotate(number=Count("pk"))
    )
    fates: dict[tuple[int, int | None], Counter[str]] = defaultdict(Counter)
    for week, rep_id, fate, number in counted:
        fates[week, rep_id][fate] += number
    return [
        Ledger(week, now, tuple(_row(rep, fates[i, rep.pk if rep else None]) for rep in reps))
        for i, week in enumerate(weeks)
    ]


def came_due(whose: Team | User, week: Week, *, now: datetime, fate: str = "") -> QuerySet[Any]:
    """The touches behind the week's numbers, each with `counts_for` (a rep's id) and `fate`."""
    touches = _touches_due(whose, [week], now=now).filter(_mine(whose))
    return touches.filter(fate=fate) if fate else touches


def reps_of(whose: Team | User) -> QuerySet[User]:
    """Everybody who is in the team, at work or gone; of a rep, himself."""
    if isinstance(whose, Team):
        return User.objects.filter(team=whose)
    return User.objects.filter(pk=whose.pk)


def zone_of(whose: Team | User) -> tzinfo:
    """Where a week begins for them: a rep's where his team is."""
    team = whose if isinstance(whose, Team) else whose.team
    return team.time_zone if team else whose.time_zone


def within(first: Week, last: Week, zone: tzinfo) -> Q:
    """Due from one week to another there; what is due on a day, on one of their days anywhere."""
    due_on = Q(due_on__gte=first.first_on, due_on__lte=last.last_on)
    due_at = Q(due_at__gte=first.starts_at(zone), due_at__lt=last.ends_at(zone))
    return due_on | Q(due_on=None) & due_at


def before_week(week: Week, zone: tzinfo) -> Q:
    """Due before the week begins there."""
    due_at = Q(due_on=None, due_at__lt=week.starts_at(zone))
    soon = Q(due_at__lt=week.starts_at(zone) + MARGIN)  # lets the index on due_at cut
    return soon & (Q(due_on__lt=week.first_on) | due_at)


def written_off(whose: Team | User, week: Week, *, now: datetime) -> QuerySet[Any]:
    """The overdue touches for which a manager granted an amnesty in the week, each with
    `counts_for`: whose lead it was then."""
    zone = zone_of(whose)
    pardoned = (
        Touch.objects.standing()
        .manual()
        .filter(
            cancel_reason=CancelReason.AMNESTY,
            cancelled_at__gte=week.starts_at(zone),
            cancelled_at__lt=week.ends_at(zone),
            cancelled_at__lte=now,
        )
    )
    theirs = (
        pardoned.annotate(counted_at=F("cancelled_at"))
        .annotate(held=_held_then())
        .filter(_may_count_for(whose))
        .annotate(counts_for=_owner())
        .order_by()
    )
    return theirs.filter(_mine(whose))


def _mine(whose: Team | User) -> Q:
    mine = Q(counts_for__in=reps_of(whose).values("pk"))
    return mine | Q(counts_for=None) if isinstance(whose, Team) else mine


def _row(rep: User | None, fates: Counter[str]) -> LedgerRow:
    numbers = {fate.value: fates[fate] for fate in Fate}
    return LedgerRow(rep, came_due=sum(numbers.values()), **numbers)


def _touches_due(whose: Team | User, weeks: Sequence[Week], *, now: datetime) -> QuerySet[Any]:
    """What came due by now in these weeks, with `week` (its place among them), `counts_for` and
    `fate`; also for others, who owned the same leads at another time."""
    zone, first, last = zone_of(whose), weeks[0], weeks[-1]
    counted_at = Case(When(cancelled_at__lt=F("due_at"), then="cancelled_at"), default="due_at")
    return (
        Touch.objects.standing()
        .manual()
        .filter(
            within(first, last, zone),
            due_at__gte=first.starts_at(zone) - MARGIN,
            due_at__lt=last.ends_at(zone) + MARGIN,
            due_at__lte=now,
        )
        .annotate(week=_place(weeks, zone), counted_at=counted_at, fate=_fate(now))
        .annotate(held=_held_then())
        .filter(_may_count_for(whose))
        .annotate(counts_for=_owner())
        .order_by()
    )


def _place(weeks: Sequence[Week], zone: tzinfo) -> Case:
    """Which of the weeks it is, of what is due in one of them; the newest are asked first.

    A gap between them would count with the week before it.
    """
    assert all(week.next == following for week, following in pairwise(weeks)), "A week is missing."
    later = list(enumerate(weeks))[:0:-1]
    on = [When(due_on__gte=week.first_on, then=i) for i, week in later]
    at = [When(due_at__gte=week.starts_at(zone), then=i) for i, week in later]
    return Case(When(due_on=None, then=Case(*at, default=0)), default=Case(*on, default=0))


def _may_count_for(whose: Team | User) -> Q:
    """Whoever held the lead at `counted_at` is one of them. Where nobody did, it is a lead that
    one of them has had, or that waits for the team: what of it counts for others is sorted out
    by `counts_for`."""
    reps = reps_of(whose).values("pk")
    had = Q(lead__in=Assignment.objects.filter(rep__in=reps).values("lead"))
    if not isinstance(whose, Team):
        return had  # few leads: their touches are found by them
    waits = Q(lead__in=Lead.objects.filter(campaign__team=whose).values("pk"))
    return Q(held__rep__in=reps) | Q(held__rep=None) & (had | waits)


def _fate(now: datetime) -> Case:
    made = LOGGED & Q(happened_at__lte=now)
    called_off = Q(state=TouchState.CANCELLED, cancelled_at__lte=now)
    called_off &= ~Q(cancel_reason=CancelReason.AMNESTY)  # it was not made, whoever wrote it off
    return Case(
        When(made & Q(happened_at__lte=F("due_at")), then=Value(Fate.ON_TIME)),
        When(made, then=Value(Fate.LATE)),
        When(called_off & Q(cancel_reason=CancelReason.MOVED), then=Value(Fate.MOVED)),
        When(called_off, then=Value(Fate.CANCELLED)),
        default=Value(Fate.NOT_MADE),
    )


def _assignments() -> QuerySet[Assignment]:
    return Assignment.objects.filter(lead=OuterRef("lead"))


def _held_then() -> FilteredRelation:
    """The assignment that ran at `counted_at`: one join for all rows, as a lead has one at a
    time."""
    not_ended = Q(lead__assignments__ended_at=None)
    not_yet = Q(lead__assignments__ended_at__gt=F("counted_at"))
    begun = Q(lead__assignments__began_at__lte=F("counted_at"))
    return FilteredRelation("lead__assignments", condition=begun & (not_ended | not_yet))


def _owner() -> Coalesce:
    """The owner at `counted_at`, else the lead's first."""
    first = Subquery(_assignments().order_by("began_at", "pk").values("rep")[:1])
    return Coalesce("held__rep", first, output_field=models.BigIntegerField())
