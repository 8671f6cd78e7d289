"""How moments, ages, shares and money are said on pages.

The zone is the reader's; a moment of a touch that is due on a day is that day's end, and is said
as the day. How dates and numbers are written is the organisation's: a door says so once, by
`said_in`, as Django's timezone.override says the zone; without it days come first, weeks begin on
Monday, and thousands are parted by a comma.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from leadfollow.clock import ONE_DAY, WorkingTime, day_end, today

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
else:
    StrOrPromise = str

Said: TypeAlias = StrOrPromise  # what a module says to people is translated where it is shown

NOTHING = "–"
# As they are typed; `weekday` and `month` say them.
WEEKDAYS = (
    gettext_noop("Mon"), gettext_noop("Tue"), gettext_noop("Wed"), gettext_noop("Thu"),
    gettext_noop("Fri"), gettext_noop("Sat"), gettext_noop("Sun"),
)  # fmt: skip
MONTHS = (
    gettext_noop("Jan"), gettext_noop("Feb"), gettext_noop("Mar"), gettext_noop("Apr"),
    gettext_noop("May"), gettext_noop("Jun"), gettext_noop("Jul"), gettext_noop("Aug"),
    gettext_noop("Sep"), gettext_noop("Oct"), gettext_noop("Nov"), gettext_noop("Dec"),
)  # fmt: skip
CAPITAL_NOUNS = ("de", "lb")  # languages
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SAID_IN_HOURS = timedelta(hours=48)  # longer ages are said in days


class DateStyle(StrEnum):
    """How dates are written."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    ISO = "iso"


class NumberStyle(StrEnum):
    """What parts thousands and decimals."""

    POINT = "point"
    COMMA = "comma"
    SPACE = "space"


PARTED_BY = {
    NumberStyle.POINT: ",.",
    NumberStyle.COMMA: ".,",
    NumberStyle.SPACE: "\N{NO-BREAK SPACE},",
}


@dataclass(frozen=True)
class Style:
    """How dates and numbers are written here, and with which ISO weekday a week begins."""

    dates: DateStyle = DateStyle.DAY_FIRST
    week_begins: int = 1
    numbers: NumberStyle = NumberStyle.POINT


_style: ContextVar[Callable[[], Style]] = ContextVar("style", default=Style)


def style() -> Style:
    """That of the request or task that is under way."""
    return _style.get()()


@contextmanager
def said_in(style: Callable[[], Style]) -> Iterator[None]:
    """Say all dates and numbers within so; asked for only where one is said."""
    token = _style.set(style)
    try:
        yield
    finally:
        _style.reset(token)


def weekday(day: date) -> str:
    """Its name, short."""
    return _(WEEKDAYS[day.weekday()])


def month(day: date) -> str:
    """Its name, short."""
    return _(MONTHS[day.month - 1])


def number(value: float | Decimal, places: int | None = None) -> str:
    """As in "1,234", "1.234,50": with so many decimals, or with those it has.

    With a true minus sign, and never minus zero.
    """
    plain = f"{value + 0:,}" if places is None else f"{value + 0:,.{places}f}"
    return plain.translate(str.maketrans(",.-", f"{PARTED_BY[style().numbers]}−"))


def within(label: Said) -> str:
    """A label in the midst of a sentence, with a small letter; where nouns have capitals, as is."""
    return str(label) if get_language() in CAPITAL_NOUNS else str(label).lower()


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
        return _("on %(day)s") % {"day": _day(first_on)}
    return _("from %(day)s to %(last)s") % {"day": _day(first_on), "last": _day(last_on)}


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
    places = [place for place, (day, _name) in enumerate(weekdays()) if day in days]
    names = [weekdays()[place][1] for place in places]
    if len(names) > 2 and places[-1] - places[0] == len(names) - 1:
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def from_monday() -> list[tuple[int, str]]:
    """ISO weekday and name of each."""
    return [(day, _(name)) for day, name in enumerate(WEEKDAYS, start=1)]


def weekdays() -> list[tuple[int, str]]:
    """The same, from the first of the week here."""
    first, named = style().week_begins - 1, from_monday()
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
    return due_in_both(due_at, now, working, due_on)[0]


def due_in_both(
    due_at: datetime, now: datetime, working: WorkingTime, due_on: date | None = None
) -> tuple[str, str]:
    """The same, and as a pill has it, whose colour, sign and hidden word say the rest.

    There "2 working days late" is "2 days", "today 14:00" is "14:00", and "was due Fri 20 Nov,
    09:00" is "Fri 20 Nov".
    """
    due_at, now = due_at.astimezone(UTC), now.astimezone(UTC)
    due_on = due_on or _day_that_ends(due_at, working.zone)
    if due_at <= now:
        return _late(due_at, now, working, due_on)
    here = today(working.zone, now)
    if due_on:
        by_tonight = due_at <= day_end(here, working.zone)
        return (_("today") if by_tonight else _day_near(due_on, here),) * 2
    if due_at - now < HOUR:
        minutes = {"number": -((now - due_at) // MINUTE)}
        return _("in %(number)s min") % minutes, _("%(number)s min") % minutes
    local = due_at.astimezone(working.zone)
    if local.date() == here:
        return _("today %(time)s") % {"time": _time(local)}, _time(local)
    return _moment_near(due_at, now, working.zone), _day_near(local.date(), here)


def _late(
    due_at: datetime, now: datetime, working: WorkingTime, due_on: date | None
) -> tuple[str, str]:
    """Whole working days; below one, hours for a moment, and the day for what was due on it."""
    if days := working.working_days_between(due_at, now):
        late = ngettext("%(number)s working day late", "%(number)s working days late", days)
        return late % {"number": number(days)}, _days(days)
    here = today(working.zone, now)
    if due_on == here - ONE_DAY:
        return _("was due yesterday"), _("yesterday")
    if not due_on and now - due_at < MINUTE:
        return (_("due now"),) * 2
    if not due_on and now - due_at < ONE_DAY:
        age = age_in_words(now - due_at)
        return _("%(age)s late") % {"age": age}, age
    # No working day has gone by.
    day = _day_near(due_on or due_at.astimezone(working.zone).date(), here)
    full = day if due_on else _moment_near(due_at, now, working.zone)
    return _("was due %(day)s") % {"day": full}, day


def age_in_words(age: timedelta | None) -> str:
    """Whole minutes below an hour, hours below two days, then days: "40 min", "19 h", "3 days"."""
    if age is None:
        return NOTHING
    if age < HOUR:
        return _("%(number)s min") % {"number": max(age // MINUTE, 0)}
    if age < SAID_IN_HOURS:
        return _("%(number)s h") % {"number": age // HOUR}
    return _days(age // ONE_DAY)


def _days(days: int) -> str:
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": number(days)}


def percent(part: int | Decimal, whole: int | Decimal) -> str:
    """As in "80 %"; a dash of nothing. A part is never rounded to nothing or to everything."""
    if not whole:
        return NOTHING
    share = 100 * Decimal(part) / Decimal(whole)
    if 0 < share < 1:
        return "<1 %"
    if 99 < share < 100:
        return ">99 %"
    return f"{number(share.quantize(Decimal(1), ROUND_HALF_UP))} %"


def money(amount: Decimal | int | None, currency: str) -> str:
    """As in "18,400 €", "86.50 €", "1,200 CHF"; a dash where no amount is known."""
    if amount is None:
        return NOTHING
    cents = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    exact = cents if cents % 1 else cents.quantize(Decimal(1))
    return f"{number(exact)} {SIGNS.get(currency, currency)}"


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
    return f"{weekday(day)} {date_of_year(day)}"


def date_of_year(day: date) -> str:
    """Without the weekday: "3 Dec", "Dec 3"; an ISO date keeps its year."""
    match style().dates:
        case DateStyle.ISO:
            return day.isoformat()
        case DateStyle.MONTH_FIRST:
            return f"{month(day)} {day.day}"
        case _:
            return f"{day.day} {month(day)}"


def _time(local: datetime) -> str:
    return f"{local:%H:%M}"
