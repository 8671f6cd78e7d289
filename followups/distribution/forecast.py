"""The work that comes: touches due per rep and working day, against what he has time for.

What is scheduled, and the steps of running cadences after it, on the dates that the plan gives
them if each touch is made when it is due and nobody answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from followups.cadences.planning import plan_next
from followups.chips import chips_for
from followups.distribution.capacity import Pace, minutes_of, paces_of
from followups.models import Cadence, Enrolment, Touch
from leadfollow.clock import ONE_DAY, WorkingTime, day_end, today
from leadfollow.people.models import Absence, User
from leads.models import Lead

DAYS = 10
WHOLE = 100  # per cent of what there is time for
ALARM_DAYS = 5  # more work than time over so many working days is more than a busy day


@dataclass(frozen=True)
class Coming:
    """One touch to be made; without a moment, a lead that has no next step and needs one."""

    lead_id: int
    rep_id: int
    day: date
    due_at: datetime | None = None
    step: str = ""
    channel: str = ""
    is_to_come: bool = False  # a later step of its cadence, which is not scheduled yet


@dataclass(frozen=True)
class DayOfWork:
    """How many touches one day asks of a rep, and for how many he has time."""

    day: date
    touches: int
    room: int
    is_away: bool = False

    @property
    def percent(self) -> int | None:
        """None where there is no time at all."""
        return round(WHOLE * self.touches / self.room) if self.room else None

    @property
    def is_over(self) -> bool:
        return self.touches > self.room


@dataclass(frozen=True)
class RepWork:
    """The working days to come of one rep, and how fast he works."""

    rep: User
    days: list[DayOfWork]
    pace: Pace

    @property
    def touches(self) -> int:
        return sum(day.touches for day in self.days)

    @property
    def room(self) -> int:
        return sum(day.room for day in self.days)

    @property
    def first_over(self) -> DayOfWork | None:
        return next((day for day in self.days if day.is_over), None)


@dataclass
class Horizon:
    """The days that are looked at: those on which one of the reps works, from today on."""

    reps: dict[int, User]
    now: datetime
    days: list[date]
    absences: dict[int, list[Absence]] = field(default_factory=dict)
    times: dict[int, WorkingTime] = field(default_factory=dict)

    @classmethod
    def of(cls, reps: Iterable[User], *, now: datetime, days: int) -> Horizon:
        known = {rep.pk: rep for rep in reps}
        times = {rep.working_time for rep in known.values()}
        day = min((today(time.zone, now) for time in times), default=now.date())
        found: list[date] = []
        while times and len(found) < days:
            if any(time.is_working_day(day) for time in times):
                found.append(day)
            day += ONE_DAY
        horizon = cls(known, now, found)
        for absence in Absence.objects.not_over(now).select_related("user__team"):
            horizon.absences.setdefault(absence.user_id, []).append(absence)
        return horizon

    @cached_property
    def owners(self) -> dict[int, User]:
        """The reps, and those for whom one of them will stand in."""
        away = [absence for them in self.absences.values() for absence in them]
        others = {a.user_id: a.user for a in away if a.deputy_id in self.reps}
        return others | self.reps

    def working(self, rep: User) -> WorkingTime:
        """Put together once for each."""
        if rep.pk not in self.times:
            self.times[rep.pk] = rep.working_time
        return self.times[rep.pk]

    def until(self, rep: User) -> datetime:
        return day_end(self.days[-1], self.working(rep).zone)

    def day_of(self, at: datetime, owner: User) -> date | None:
        """On which of them it is looked at: what is late today, what is due on a day off on the
        next day; None beyond them."""
        due_on = today(self.working(owner).zone, at)
        return next((day for day in self.days if day >= due_on), None)

    def whose(self, owner: User, at: datetime) -> int:
        """Who makes it then: while the owner is away, who stands in for him."""
        away = self.absence_at(owner, at)
        return away.deputy_id if away and away.deputy_id else owner.pk

    def absence_at(self, rep: User, at: datetime) -> Absence | None:
        mine = self.absences.get(rep.pk, ())
        return next((away for away in mine if away.begins_at <= at < away.ends_at), None)


def work_of(reps: Iterable[User], *, now: datetime, days: int = DAYS) -> list[RepWork]:
    """What the next working days ask of each rep, by his queue; the number of queries does not
    grow with them."""
    horizon = Horizon.of(reps, now=now, days=days)
    asked = Counter((coming.rep_id, coming.day) for coming in coming_to(horizon))
    paces = paces_of(horizon.reps.values(), now=now)
    return [
        RepWork(
            rep,
            [day_of_work(horizon, rep, day, asked[rep.pk, day], paces[rep.pk])
             for day in horizon.days],
            paces[rep.pk],
        )
        for rep in horizon.reps.values()
    ]  # fmt: skip


def day_of_work(horizon: Horizon, rep: User, day: date, touches: int, pace: Pace) -> DayOfWork:
    working = horizon.working(rep)
    opens = working.at_time(day, working.opens)
    if horizon.absence_at(rep, max(opens, horizon.now)):
        return DayOfWork(day, touches, 0, is_away=True)
    minutes = minutes_of(rep) if working.is_working_day(day) else 0
    return DayOfWork(day, touches, int(minutes // pace.minutes))


def comings_of(reps: Iterable[User], *, now: datetime, days: int = DAYS) -> list[Coming]:
    """The touches behind those numbers, in due order."""
    found = coming_to(Horizon.of(reps, now=now, days=days))
    return sorted(found, key=lambda each: (each.day, each.due_at or now, each.lead_id))


def coming_to(horizon: Horizon) -> Iterator[Coming]:
    """Of the reps' own leads, and of those for whose owners they stand in."""
    if not horizon.days:
        return
    found = (*unplanned(horizon), *planned(horizon))
    yield from (coming for coming in found if coming.rep_id in horizon.reps)


def unplanned(horizon: Horizon) -> Iterator[Coming]:
    """Leads without a next step stand on today's queue."""
    leads = Lead.objects.without_next_step().filter(owner__in=horizon.owners)
    for lead_id, owner_id in leads.order_by().values_list("pk", "owner"):
        if owner_id is not None:
            rep = horizon.whose(horizon.owners[owner_id], horizon.now)
            yield Coming(lead_id, rep, horizon.days[0])


def planned(horizon: Horizon) -> Iterator[Coming]:
    """What is scheduled, each followed by the steps after it."""
    last = max(horizon.until(owner) for owner in horizon.owners.values())
    touches = (
        Touch.objects.scheduled()
        .manual()
        .filter(lead__owner__in=horizon.owners, lead__closed_at=None, due_at__lte=last)
    )
    cadences = cadences_of(touches.values("enrolment__cadence"))
    rows = touches.select_related("lead", "enrolment", "contact").order_by()
    for touch in rows.defer("lead__note", "lead__extra"):
        owner = horizon.owners[touch.lead.owner_id or 0]
        cadence = cadences.get(touch.enrolment.cadence_id) if touch.enrolment else None
        yield from steps_of(touch, cadence, owner, horizon)


def cadences_of(ids: Any) -> dict[int, Cadence]:
    """Each once, with its steps and their branches."""
    used = Cadence.objects.filter(pk__in=ids).prefetch_related("steps__branches")
    return {cadence.pk: cadence for cadence in used}


def steps_of(
    touch: Touch, cadence: Cadence | None, owner: User, horizon: Horizon
) -> Iterator[Coming]:
    """The touch, and what its cadence asks for if each is made when due and nobody answers."""
    due_at, at = touch.due_at, max(touch.due_at or horizon.now, horizon.now)
    coming = Coming(touch.lead_id, 0, horizon.days[0], due_at, touch.subject, touch.channel)
    yield from placed(coming, at, owner, horizon)
    if cadence is None or touch.enrolment is None or touch.is_decision:
        return
    its = replace_cadence(touch.enrolment, cadence)
    done = next((step for step in cadence.steps.all() if step.pk == touch.step_id), None)
    channel, last = touch.channel, horizon.until(owner)
    while True:
        follows = plan_next(
            its,
            done=done,
            outcome=nobody_answers(channel),
            contact=touch.contact,
            at=at,
            working=horizon.working(owner),
        )
        if follows is None or follows.due_at > last:
            return
        done, at, channel = follows.step, follows.due_at, follows.channel
        next_one = Coming(touch.lead_id, 0, coming.day, at, follows.subject, channel, True)
        yield from placed(next_one, at, owner, horizon)
        if follows.is_decision:
            return


def replace_cadence(enrolment: Enrolment, cadence: Cadence) -> Enrolment:
    """One cadence with its steps for all that are in it: they are read once."""
    enrolment.cadence = cadence
    return enrolment


def nobody_answers(channel: str) -> str:
    return chips_for(channel)[0].outcome


def placed(coming: Coming, at: datetime, owner: User, horizon: Horizon) -> Iterator[Coming]:
    """On its day and with whoever makes it then; nothing beyond the last day."""
    day = horizon.day_of(at, owner)
    if day is not None:
        yield replace(coming, day=day, rep_id=horizon.whose(owner, at))


def overload_of(work: Collection[RepWork]) -> int | None:
    """How many per cent of their time the next five working days ask of the reps together; None
    unless that is more than there is."""
    first = [day for rep in work for day in rep.days[:ALARM_DAYS]]
    touches, room = sum(day.touches for day in first), sum(day.room for day in first)
    if touches <= room:
        return None
    return round(WHOLE * touches / room) if room else WHOLE * touches
