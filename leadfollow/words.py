"""How moments, ages, shares and money are said on pages.

The zone is the reader's; a moment of a touch that is due on a day is that day's end, and is said
as the day. How dates are written is the organisation's: a door says so once, by `said_in`, as
Django's timezone.override says the zone; without it days come first, and weeks begin on Monday.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from leadfollow.clock import ONE_DAY, WorkingTime, day_end, today

NOTHING = "–"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SAID_IN_HOURS = timedelta(hours=48)  # longer ages are said in days


class DateStyle(StrEnum):
    """How dates are written."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    ISO = "iso"


@dataclass(frozen=True)
class Style:
    """How dates are written here, and with which ISO weekday a week begins."""

    dates: DateStyle = DateStyle.DAY_FIRST
    week_begins: int = 1


_style: ContextVar[Callable[[], Style]] = ContextVar("style", default=Style)


def style() -> Style:
    """That of the request or task that is under way."""
    return _style.get()()


@contextmanager
def said_in(style: Callable[[], Style]) -> Iterator[None]:
    """Say all dates within so; asked for only where one is said."""
    token = _style.set(style)
    try:
        yield
    finally:
        _style.reset(token)


def day_in_full(day: date) -> str:
    """As in "Thu 3 Dec 2026", "Thu Dec 3, 2026", "Thu 2026-12-03"."""
    match style().dates:
        case DateStyle.ISO:
            return _day(day)
        case DateStyle.MONTH_FIRST:
            return f"{_day(day)}, {day.year}"
        case _:
            return f"{_day(day)} {day.year}"


def day_briefly(day: date) -> str:
    """As in "Thu 3 Dec", "Thu Dec 3", where the year is plain; an ISO date keeps its year."""
    return _day(day)


def days_between(first_on: date, last_on: date) -> str:
    """As in "from Mon 23 Nov to Fri 27 Nov", "on Mon 23 Nov"."""
    if first_on == last_on:
        return f"on {_day(first_on)}"
    return f"from {_day(first_on)} to {_day(last_on)}"


def span_in_full(first: date, last: date) -> str:
    """Without weekdays, as in "24–26 Nov 2026", "30 Nov – 2 Dec 2026", "24 Nov 2026"."""
    if style().dates == DateStyle.ISO:
        return f"{first} – {last}" if first != last else str(first)
    comma = "," if style().dates == DateStyle.MONTH_FIRST else ""
    end = f"{date_of_year(last)}{comma} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{date_of_year(first)}{comma} {first.year} – {end}"
    if first.month != last.month:
        return f"{date_of_year(first)} – {end}"
    return f"{date_of_year(first)}–{last.day}, {last.year}" if comma else f"{first.day}–{end}"


def days_in_words(days: frozenset[int]) -> str:
    """ISO weekdays, as in "Mon–Fri" or "Mon, Wed, Fri"."""
    places = [place for place, (day, _) in enumerate(weekdays()) if day in days]
    names = [weekdays()[place][1] for place in places]
    if len(names) > 2 and places[-1] - places[0] == len(names) - 1:
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def weekdays() -> list[tuple[int, str]]:
    """ISO weekday and name of each, from the first of the week here."""
    first = style().week_begins - 1
    named = list(enumerate(WEEKDAYS, start=1))
    return named[first:] + named[:first]


def in_week(day: date) -> int:
    """How many days of its week come before it here."""
    return (day.isoweekday() - style().week_begins) % 7


def moment_in_full(at: datetime, zone: tzinfo) -> str:
    """As in "Thu 3 Dec 2026, 14:00"."""
    local = at.astimezone(zone)
    return f"{day_in_full(local.date())}, {_time(local)}"


def due_in_full(due_at: datetime, due_on: date | None, zone: tzinfo) -> str:
    """A due moment with all its parts; the day alone where that is what was agreed."""
    return day_in_full(due_on) if due_on else moment_in_full(due_at, zone)


def due_in_words(
    due_at: datetime, now: datetime, working: WorkingTime, due_on: date | None = None
) -> str:
    """How late it is, or when it is due, for somebody with this working time.

    "2 working days late", "3 h late", "was due Fri 27 Nov", "in 40 min", "today 14:00", "Thu 3
    Dec, 09:00". What is due on a day is said without a time. Give its `due_on` where the touch's
    zone may be another; without it a moment at the reader's midnight is the end of a day.
    """
    due_at, now = due_at.astimezone(UTC), now.astimezone(UTC)
    due_on = due_on or _day_that_ends(due_at, working.zone)
    if due_at <= now:
        return _late(due_at, now, working, due_on)
    if due_on:
        by_tonight = due_at <= day_end(today(working.zone, now), working.zone)
        return "today" if by_tonight else _day_near(due_on, today(working.zone, now))
    if due_at - now < HOUR:
        return f"in {-((now - due_at) // MINUTE)} min"
    local = due_at.astimezone(working.zone)
    if local.date() == today(working.zone, now):
        return f"today {_time(local)}"
    return _moment_near(due_at, now, working.zone)


def _late(due_at: datetime, now: datetime, working: WorkingTime, due_on: date | None) -> str:
    """Whole working days; below one, hours for a moment, and the day for what was due on it."""
    if days := working.working_days_between(due_at, now):
        return f"{_count(days, 'working day')} late"
    if due_on:
        here = today(working.zone, now)
        return f"was due {'yesterday' if due_on == here - ONE_DAY else _day_near(due_on, here)}"
    if now - due_at < MINUTE:
        return "due now"
    if now - due_at < ONE_DAY:
        return f"{age_in_words(now - due_at)} late"
    return f"was due {_moment_near(due_at, now, working.zone)}"  # no working day has gone by


def age_in_words(age: timedelta | None) -> str:
    """Whole minutes below an hour, hours below two days, then days: "40 min", "19 h", "3 days"."""
    if age is None:
        return NOTHING
    if age < HOUR:
        return f"{max(age // MINUTE, 0)} min"
    if age < SAID_IN_HOURS:
        return f"{age // HOUR} h"
    return _count(age // ONE_DAY, "day")


def percent(part: int | Decimal, whole: int | Decimal) -> str:
    """As in "80 %"; a dash of nothing. A part is never rounded to nothing or to everything."""
    if not whole:
        return NOTHING
    share = 100 * Decimal(part) / Decimal(whole)
    if 0 < share < 1:
        return "<1 %"
    if 99 < share < 100:
        return ">99 %"
    return f"{_signed(share.quantize(Decimal(1), ROUND_HALF_UP))} %"


def money(amount: Decimal | int | None, currency: str) -> str:
    """As in "18,400 €", "86.50 €", "1,200 CHF"; a dash where no amount is known."""
    if amount is None:
        return NOTHING
    cents = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    exact = cents if cents % 1 else cents.quantize(Decimal(1))
    return f"{_signed(exact)} {SIGNS.get(currency, currency)}"


def _day_that_ends(at: datetime, zone: tzinfo) -> date | None:
    """The day whose end this moment is, None if it is not the first moment of another."""
    before = today(zone, at) - ONE_DAY
    return before if day_end(before, zone) == at else None


def _moment_near(at: datetime, now: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{_day_near(local.date(), today(zone, now))}, {_time(local)}"


def _day_near(day: date, today: date) -> str:
    """With the year only if it is another than this one."""
    return _day(day) if day.year == today.year else day_in_full(day)


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {date_of_year(day)}"


def date_of_year(day: date) -> str:
    """Without the weekday: "3 Dec", "Dec 3"; an ISO date keeps its year."""
    match style().dates:
        case DateStyle.ISO:
            return day.isoformat()
        case DateStyle.MONTH_FIRST:
            return f"{MONTHS[day.month - 1]} {day.day}"
        case _:
            return f"{day.day} {MONTHS[day.month - 1]}"


def _time(local: datetime) -> str:
    return f"{local:%H:%M}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _signed(number: Decimal) -> str:
    """Thousands in groups, and a true minus sign; never minus zero."""
    return f"{number + 0:,}".replace("-", "−")
