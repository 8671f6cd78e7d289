"""Moments that people type in words: "thu 14", "12.1.", "in 3 months", "yesterday 15:00".

What may mean two things is refused and never guessed: a wrong guess is a missed appointment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow import clock
from leadfollow.bounds import LAST_YEAR
from leadfollow.clock import FIRST_YEAR, ONE_DAY, WorkingTime, months_on
from leadfollow.words import MONTHS, WEEKDAYS, day_in_full, in_week, moment_in_full

USUAL_TIME = time(9)  # where a day is named without a time
NIGHT = range(1, 7)  # "2" is more often 14:00 than 02:00, so it has to be said
TIMES = {"morning": time(9), "noon": time(12), "midday": time(12), "afternoon": time(14)}
NUMBERS = "a one two three four five six seven eight nine ten eleven twelve".split()
NAMED = {"today": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "day after tomorrow": 2, "yesterday": -1}
NEVER = {(30, 2), (31, 2), (31, 4), (31, 6), (31, 9), (31, 11)}
EXAMPLES = gettext_lazy("Write “thu 14:00”, “12.1.” or “in 3 months”.")
EXAMPLES_OF_PAST = gettext_lazy("Write “yesterday 15:00”, “mon 9:30” or “12.1. 14:00”.")

DAY = (
    r"(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
COUNT = rf"(\d{{1,3}}|an|{'|'.join(NUMBERS)})"
NTH = r"(?:st|nd|rd|th|\.)"
HOUR = re.compile(r"(?:(.*\S) +)?((\d{1,2})(?:[:.h](\d{2})|h)? *(am|pm)?)")
PART_OF_DAY = re.compile(rf"(?:(.*\S) +)?(?:in the +)?({'|'.join(TIMES)})")
IN_HOURS = re.compile(rf"(in +)?{COUNT} *(m|min|mins|minutes?|h|hrs?|hours?)( +ago)?")


class Unreadable(ValueError):
    """What was typed is no moment; the text says in one sentence what was understood of it.

    `is_guess` where part of it was: worth saying while somebody still types.
    """

    def __init__(self, sentence: str, *, is_guess: bool = True) -> None:
        super().__init__(sentence)
        self.is_guess = is_guess


@dataclass(frozen=True)
class Reader:
    """Who reads the words: when, in which zone, with which working days; of what is to come, or
    of what was (`past`).

    Without a time a day is its morning; a span of days ends on a working day. A weekday is the
    coming one and never today.
    """

    now: datetime
    working: WorkingTime
    past: bool = False
    by_day: bool = False  # of what was, a day is enough

    def read(self, text: str) -> datetime:
        """The moment; an Unreadable says what to write instead."""
        typed = in_english(text.lower())
        typed = " ".join(re.sub(r"\b(?:at|on)\b|[@,]", " ", typed).split())
        typed = re.sub(r"(?<=\d)t(?=\d)", " ", typed)  # as browsers write it
        moment = exact(text) or self.in_hours(typed) or self.on_day(typed)
        said = moment_in_full(moment, self.working.zone)
        if self.past and moment > self.now:
            raise Unreadable(
                _("“%(text)s” is %(said)s, still to come. Say when it happened.")
                % {"text": text, "said": said}
            )
        if not self.past and moment <= self.now:
            raise Unreadable(
                _("“%(text)s” is %(said)s, which is past. Choose a later moment.")
                % {"text": text, "said": said}
            )
        return moment

    @property
    def today(self) -> date:
        return clock.today(self.working.zone, self.now)

    def in_hours(self, typed: str) -> datetime | None:
        """From "in 2 hours", "45 min", "2 h ago"."""
        said = IN_HOURS.fullmatch(typed)
        if said is None or bool(said[4]) != self.past:
            return None
        amount = count(said[2])
        span = timedelta(minutes=amount) if said[3][0] == "m" else timedelta(hours=amount)
        moment = self.now - span if self.past else self.now + span
        return moment.replace(second=0, microsecond=0)

    def on_day(self, typed: str) -> datetime:
        """A day, with or without a time; the whole may be a day, as "14.12" is."""
        day, at = self.day(typed), None
        if day is None:
            said = PART_OF_DAY.fullmatch(typed) or HOUR.fullmatch(typed)
            rest = (said[1] or "") if said else typed
            day = self.day(rest) if rest else self.today
            if said is None or day is None:
                raise self.not_understood(typed, rest)
            at = TIMES.get(said[2]) or hour_of(said, rest)
        if at is None and self.past and day > self.today:
            full = day_in_full(day)
            raise Unreadable(
                _("“%(typed)s” is %(full)s, still to come. Say when it happened.")
                % {"typed": typed, "full": full}
            )
        if at is None and self.by_day:
            return self.working.at_time(day, time(0))
        if at is None and (self.past or day == self.today):
            raise Unreadable(
                _("Understood %(day)s. Add the time, such as “%(typed)s 15:00”.")
                % {"day": day_in_full(day), "typed": typed}
            )
        return self.working.at_time(day, at or USUAL_TIME)

    def not_understood(self, typed: str, rest: str) -> Unreadable:
        """Says which of the first words were understood."""
        examples = EXAMPLES_OF_PAST if self.past else EXAMPLES
        words = rest.split()
        for end in range(len(words) - 1, 0, -1):
            first = " ".join(words[:end])
            if (day := self.day(first)) is not None:
                rest = typed.removeprefix(first).strip()
                return Unreadable(
                    _("Understood %(day)s, but not “%(rest)s”. %(examples)s")
                    % {"day": day_in_full(day), "rest": rest, "examples": examples}
                )
        return Unreadable(
            _("“%(typed)s” is no date that we know. %(examples)s")
            % {"typed": typed, "examples": examples},
            is_guess=False,
        )

    def day(self, typed: str) -> date | None:
        """The day, if the words are one and nothing else."""
        for pattern, rule in RULES.items():
            if said := re.fullmatch(pattern, typed):
                day: date = getattr(self, rule)(*said.groups())
                if not FIRST_YEAR <= day.year <= LAST_YEAR:
                    raise Unreadable(
                        _("Give a date between %(first_year)s and %(last_year)s.")
                        % {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}
                    )
                return day
        said = re.fullmatch(rf"{DAY}\.? +(\D*\d.*)", typed)
        named_too = self.day(said[2]) if said else None
        if said and named_too and WEEKDAYS[named_too.weekday()].lower() != said[1][:3]:
            full = day_in_full(named_too)
            raise Unreadable(
                _("That is no %(said)s: %(full)s. Write the date.")
                % {"said": said[1][:3], "full": full}
            )
        return named_too

    def named(self, name: str) -> date:
        return self.today + NAMED[name] * ONE_DAY

    def weekday(self, which: str | None, name: str) -> date:
        """The coming one, or the last. "next fri" on a Wednesday may be in two days or in nine."""
        named = [day.lower() for day in WEEKDAYS].index(name[:3])
        to_come = (named - self.today.weekday()) % 7 or 7
        coming = self.today + to_come * ONE_DAY
        if which == "last" or (self.past and not which):
            last = coming - 7 * ONE_DAY
            return last - 7 * ONE_DAY if which and last == self.today else last
        if which == "next" and in_week(self.today) + to_come < 7:
            days = _("%(day)s or %(other)s") % {
                "day": day_in_full(coming),
                "other": day_in_full(coming + 7 * ONE_DAY),
            }
            raise Unreadable(
                _("“next %(name)s” may be %(days)s. Write “%(name)s” or the date.")
                % {"name": name, "days": days}
            )
        return coming

    def dotted(self, day: str, month: str, year: str | None) -> date:
        return self.near(int(day), int(month), year)

    def slashed(self, first: str, second: str, year: str | None) -> date:
        """Which is the month is known only where the other cannot be one."""
        day, month = int(first), int(second)
        if 0 < day <= 12 and 0 < month <= 12 and day != month:
            raise Unreadable(
                _(
                    "“%(first)s/%(second)s” may be %(one)s or %(other)s. Write"
                    " “%(first)s.%(second)s.”."
                )
                % {
                    "first": first,
                    "second": second,
                    "one": f"{day} {_(MONTHS[month - 1])}",
                    "other": f"{month} {_(MONTHS[day - 1])}",
                }
            )
        return self.near(*((month, day) if month > 12 else (day, month)), year)

    def month_last(self, day: str, month: str, year: str | None) -> date:
        """From "3 dec", "3. December 2026"."""
        names = [name.lower() for name in MONTHS]
        return self.near(int(day), names.index(month) + 1, year)

    def month_first(self, month: str, day: str, year: str | None) -> date:
        return self.month_last(day, month, year)

    def of_month(self, day: str) -> date:
        return self.near(int(day), None, None)

    def iso(self, year: str, month: str, day: str) -> date:
        return dated(int(year), int(month), int(day))

    def near(self, day: int, month: int | None, year: str | None) -> date:
        """The date of that name; without a year the nearest on the side that is told of."""
        if year and month:
            return dated(int(year) + (2000 if len(year) == 2 else 0), month, day)
        if not 1 <= day <= 31 or month not in (None, *range(1, 13)) or (day, month) in NEVER:
            raise no_such_date(day, month)
        found, step = self.today, -ONE_DAY if self.past else ONE_DAY
        while found.day != day or month not in (None, found.month):
            found += step
        return found

    def working_days(self, amount: str) -> date:
        return self.working.add_working_days(self.today, count(amount))

    def span(self, amount: str, unit: str, ago: str | None) -> date:
        """So many days, weeks, months or years on, then a working day; or ago, that very day."""
        number = -count(amount) if ago else count(amount)
        if unit in ("month", "year"):
            day = months_on(self.today, number * (12 if unit == "year" else 1))
        else:
            day = self.today + number * (7 if unit == "week" else 1) * ONE_DAY
        return day if ago or day.year > LAST_YEAR else self.working.add_working_days(day, 0)

    def following(self, unit: str) -> date:
        """From "next week", as "in a week"."""
        return self.span("one", unit, None)


RULES = {
    rf"({'|'.join(NAMED)})": "named",
    rf"(?:(next|this|last|coming) +)?{DAY}": "weekday",
    r"(\d{1,2})\.(0?[1-9]|1[0-2])(?:\.|\.(\d{4}|\d{2}))?": "dotted",
    r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?": "slashed",
    rf"(\d{{1,2}}){NTH}? *(?:of +)?{MONTH}(?: +(\d{{4}}))?": "month_last",
    rf"{MONTH} *(\d{{1,2}}){NTH}?(?: +(\d{{4}}))?": "month_first",
    rf"(?:the +)?(\d{{1,2}}){NTH}": "of_month",
    r"(\d{4})-(\d{1,2})-(\d{1,2})": "iso",
    rf"(?:in +)?{COUNT} +working +days?": "working_days",
    rf"(?:in +)?{COUNT} +(day|week|month|year)s?( +ago)?": "span",
    r"next +(week|month|year)": "following",
}


def in_english(typed: str) -> str:
    """With the days and months that are named in the reader's language, as we write them."""
    for name in (*WEEKDAYS, *MONTHS):
        here = _(name)
        if here != name:
            typed = re.sub(rf"(?<!\w){re.escape(here.lower())}(?!\w)", name.lower(), typed)
    return typed


def exact(text: str) -> datetime | None:
    """A moment that a program wrote, with its offset."""
    if not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:", text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def count(word: str) -> int:
    return int(word) if word.isdigit() else max(NUMBERS.index(word.replace("an", "a")), 1)


def hour_of(said: re.Match[str], rest: str) -> time:
    """The time of day behind the rest of the words; a night's hour only where it is meant."""
    whole, hour, minute, half = said[2].strip(), int(said[3]), said[4], said[5]
    if not rest and whole.isdigit():
        raise Unreadable(
            _("“%(whole)s” may be an hour or a day. Write “%(hour)s:00” or “%(hour)s.”.")
            % {"whole": whole, "hour": hour}
        )
    if hour > 23 or int(minute or 0) > 59 or (half and not 1 <= hour <= 12):
        raise Unreadable(
            _("There is no time “%(whole)s”. Write a time such as “14:30”.") % {"whole": whole}
        )
    if whole.isdigit() and hour in NIGHT:
        hours = _("%(hour)s:00 or %(later)s:00") % {"hour": f"{hour:02}", "later": hour + 12}
        raise Unreadable(
            _("“%(rest)s %(whole)s” may be %(hours)s. Write “%(rest)s %(hour)s”.")
            % {"rest": rest, "whole": whole, "hours": hours, "hour": hour + 12}
        )
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, int(minute or 0))


def dated(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise no_such_date(day, month) from None


def no_such_date(day: int, month: int | None) -> Unreadable:
    name = f" {_(MONTHS[month - 1])}" if month and 1 <= month <= 12 else "."
    said = _("There is no %(date)s. Write a date such as “12.1.” or “12 jan”.")
    return Unreadable(said % {"date": f"{day}{name}"})
