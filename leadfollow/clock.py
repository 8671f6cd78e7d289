"""The one place that knows now, today, this week, working hours and holidays.

Everything but `now()` is a pure function of its arguments, so that a sweep, a page and a test
agree on the moment. Moments are aware datetimes and come back in UTC; a day is a `date`, and
belongs to a zone only through `day_start` and `day_end`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

Blocks = tuple[tuple[time, time], ...]  # of a day: when each begins and ends, in order

ONE_DAY = timedelta(days=1)
WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
LANGUAGE = "en_US"  # in which holidays are named, as far as the calendar knows
FIRST_YEAR, LAST_YEAR = 1970, 2999  # of a week that may be asked for; keeps sums inside `date`


def now() -> datetime:
    """This moment, in UTC. Only doors (views, tasks, commands) call it, and nothing else does."""
    return datetime.now(UTC)


def today(zone: tzinfo, now: datetime) -> date:
    """The calendar day that it is in the zone at this moment."""
    return now.astimezone(zone).date()


@lru_cache(maxsize=8192)
def day_start(day: date, zone: tzinfo) -> datetime:
    """The first moment of the day there: local midnight, or the next that exists."""
    return _moment(day, time.min, zone)


def day_end(day: date, zone: tzinfo) -> datetime:
    """The first moment of the next day: what is due on a day is due then."""
    return day_start(day + ONE_DAY, zone)


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    """A local time as a moment: a skipped one is the first after the gap, a doubled one the first.

    In a gap fold=1 reads the later offset and lands before the change of clocks, fold=0 behind.
    """
    local = datetime.combine(day, at.replace(fold=0), tzinfo=zone)
    after = local.astimezone(UTC)
    before = local.replace(fold=1).astimezone(UTC)
    if before >= after:
        return after
    return _change_of_clocks(before, after, zone)


def _change_of_clocks(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The first second of the new offset, between a moment of the old and one of the new."""
    new = after.astimezone(zone).utcoffset()
    start = before.replace(microsecond=0)
    low, high = 0, int((after.replace(microsecond=0) - start).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        there = (start + timedelta(seconds=middle)).astimezone(zone)
        low, high = (low, middle) if there.utcoffset() == new else (middle, high)
    return start + timedelta(seconds=high)


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week, Monday to Sunday; the zone decides when it begins and ends."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(
                _("A week's year is between %(first_year)s and %(last_year)s.")
                % {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}
            )
        try:
            date.fromisocalendar(self.year, self.number, 1)
        except ValueError:
            raise ValueError(
                _("The year %(year)s has no week %(number)s.")
                % {"year": self.year, "number": self.number}
            ) from None

    @classmethod
    def of(cls, day: date) -> Week:
        """The week in which this day lies."""
        return cls(*day.isocalendar()[:2])

    @classmethod
    def parse(cls, text: str) -> Week:
        """From "2026-W47"; a ValueError says in a sentence what is wrong."""
        if not (match := WEEK.fullmatch(text)):
            raise ValueError(
                _("A week is written like 2026-W47, not %(text)s.") % {"text": repr(text)}
            )
        return cls(int(match[1]), int(match[2]))

    @property
    def first_on(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_on(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    def starts_at(self, zone: tzinfo) -> datetime:
        return day_start(self.first_on, zone)

    def ends_at(self, zone: tzinfo) -> datetime:
        """The first moment after it."""
        return day_end(self.last_on, zone)

    @property
    def previous(self) -> Week:
        return Week.of(self.first_on - ONE_DAY)

    @property
    def is_first(self) -> bool:
        """Whether none before it may be asked for."""
        return (self.year, self.number) == (FIRST_YEAR, 1)

    @property
    def next(self) -> Week:
        return Week.of(self.last_on + ONE_DAY)

    def contains(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


@dataclass(frozen=True)
class OwnDays:
    """What an organisation says beside the country's public holidays: days on which nobody works,
    and public holidays on which one works after all."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


NO_OWN_DAYS = OwnDays()


@lru_cache(maxsize=1024)
def _days_off(country: str, zone: ZoneInfo, year: int, own: OwnDays) -> frozenset[date]:
    """The year's public holidays but those that are worked, own days off, and the days that the
    zone skipped (Samoa, 30 December 2011)."""
    ours = frozenset(day for day in own.off if day.year == year)
    public = frozenset(public_holidays(country, year)) - own.worked if country else frozenset()
    return _days_skipped(zone, year) | public | ours


def public_holidays(country: str, year: int) -> dict[date, str]:
    """The days with their names, of a country ("DE") or one of its regions ("DE-BY");
    NotImplementedError for one that the calendar lacks."""
    from holidays import country_holidays  # takes a third of a second, and many never need it

    code, _, region = country.partition("-")
    return dict(country_holidays(code, region or None, years=year, language=LANGUAGE))


@lru_cache(maxsize=1024)
def _days_skipped(zone: ZoneInfo, year: int) -> frozenset[date]:
    """Its days that have no moment there."""
    first, following = date(year, 1, 1), date(year + 1, 1, 1)
    days = (first + n * ONE_DAY for n in range((following - first).days))
    return frozenset(day for day in days if day_start(day, zone) == day_end(day, zone))


def refuse_disorder(blocks: Blocks) -> None:
    """A ValueError says in a sentence what is wrong with blocks of a day; one may follow at once
    on another."""
    if any(opens >= closes for opens, closes in blocks):
        raise ValueError(_("Each block must end after it begins."))
    if any(closes > opens for (_, closes), (opens, _) in pairwise(blocks)):
        raise ValueError(_("Blocks must follow one another without overlapping."))


@dataclass(frozen=True)
class WorkingTime:
    """When a user or a team works: days of the week and hours in a zone, without its holidays.

    A day has one or more blocks, with breaks between them. `country` is an ISO code such as "DE",
    or one of its regions as "DE-BY"; without one there are no public holidays, and `own` are the
    days beside them.
    NotImplementedError where a holiday has to be known of a country that the calendar does not
    have.
    """

    zone: ZoneInfo
    days: frozenset[int]  # ISO: 1 is Monday
    blocks: Blocks
    country: str = ""
    own: OwnDays = NO_OWN_DAYS

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(1, 8)):
            raise ValueError(_("Working time needs at least one day of the week, 1 to 7."))
        if not self.blocks:
            raise ValueError(_("Working time needs at least one block a day."))
        refuse_disorder(self.blocks)

    @property
    def opens(self) -> time:
        """When the day's first block begins."""
        return self.blocks[0][0]

    def is_working_day(self, day: date) -> bool:
        if day.isoweekday() not in self.days:
            return False
        return day not in _days_off(self.country, self.zone, day.year, self.own)

    def is_open(self, at: datetime) -> bool:
        at = at.astimezone(UTC)  # a moment of a doubled hour equals none of another zone
        return self.next_opening(at) == at

    def next_opening(self, at: datetime) -> datetime:
        """The moment itself while open, else the next moment at which work begins."""
        return self.add_working_minutes(at, 0)

    def add_working_minutes(self, at: datetime, minutes: int) -> datetime:
        """The moment after so many minutes of open hours; always one that is open.

        30 minutes after Friday 17:45, closing at 18:00, is Monday 09:15; 15 minutes is Monday
        09:00.
        """
        _refuse_negative(minutes)
        day, moment, left = today(self.zone, at), at.astimezone(UTC), timedelta(minutes=minutes)
        while True:
            for opens, closes in self.blocks_on(day):
                moment = max(moment, opens)
                if left < closes - moment:
                    return moment + left
                left -= max(closes - moment, timedelta())
            day += ONE_DAY

    def blocks_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """When each block of that day begins and ends; none on a day off."""
        if not self.is_working_day(day):
            return []
        return [
            (self.at_time(day, opens), self.at_time(day, closes)) for opens, closes in self.blocks
        ]

    def add_hours(self, at: datetime, hours: int) -> datetime:
        """The moment after so many hours by the clock, whole non-working days skipped.

        24 h after Friday 15:00 is Monday 15:00. On a non-working day the clock starts at the next
        working day's midnight: 24 h after Saturday 10:00 is Tuesday 00:00. Always on a working
        day; hours are real ones, also on the night when clocks change.
        """
        _refuse_negative(hours)
        day, moment, left = today(self.zone, at), at.astimezone(UTC), timedelta(hours=hours)
        while True:
            if self.is_working_day(day):
                moment = max(moment, day_start(day, self.zone))
                rest_of_day = day_end(day, self.zone) - moment
                if left < rest_of_day:
                    return moment + left
                left -= rest_of_day
            day += ONE_DAY

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after this one; a non-working day counts as the next working day.

        0 is the day itself or the next working day; 1 after a Saturday is Tuesday.
        """
        _refuse_negative(n)
        while True:
            if self.is_working_day(day):
                if n == 0:
                    return day
                n -= 1
            day += ONE_DAY

    def at_time(self, day: date, local_time: time) -> datetime:
        """That local time on that day; a skipped one is the first moment after, a doubled one
        the first of the two."""
        return _moment(day, local_time, self.zone)

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Whole working days from start to end, 0 if end is not later.

        From Thursday 14:00 it is 1 from Friday 14:00 on, all through the weekend, until Monday
        14:00 makes 2. Non-working days stand still.
        """
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        passed = self._working_days(first.date(), last.date())
        if self._time_of_day(last) < self._time_of_day(first):
            passed -= 1  # the last of them is not yet whole
        return max(passed, 0)

    def working_days_ago(self, at: datetime, n: int) -> datetime:
        """The latest moment from which on so many whole working days have gone by.

        2 before Tuesday 14:00 is Friday 14:00, 2 before a Sunday is Thursday 00:00. A skipped
        local time is the first moment after it.
        """
        if n < 1:
            raise ValueError(_("Give at least one working day."))
        local = at.astimezone(self.zone)
        day, time_of_day = local.date(), self._time_of_day(local)
        while n:
            day -= ONE_DAY
            n -= self.is_working_day(day)
        return self.at_time(day, time_of_day)

    def _time_of_day(self, local: datetime) -> time:
        return local.time() if self.is_working_day(local.date()) else time.min

    def _working_days(self, first: date, end: date) -> int:
        """How many working days lie from the first day on and before the end; no loop over days."""
        if end <= first:
            return 0
        weeks, rest = divmod((end - first).days, 7)
        weekdays = {(first + n * ONE_DAY).isoweekday() for n in range(rest)}
        off = (
            day
            for year in range(first.year, end.year + 1)
            for day in _days_off(self.country, self.zone, year, self.own)
            if first <= day < end and day.isoweekday() in self.days
        )
        return weeks * len(self.days) + len(weekdays & self.days) - sum(1 for _ in off)


def _refuse_negative(amount: int) -> None:
    if amount < 0:
        raise ValueError(_("Working time is added, never taken away."))
