"""Days and moments as people and programs write them.

A date with numbers alone ("03/04/2024") says by itself neither day nor month first. The rule, in
this order: the formats of the mapping; ISO and other unmistakable ways; dots mean day first; a
number over 12 cannot be a month; what the rest of the column shows (`day_first`); am/pm in the
column means month first. What is still open, and would give two different days, is refused.
A local midnight (00:00:00, as spreadsheets add to every date) is the day, not the moment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from django.utils.translation import gettext as _

from leads.imports.refusals import BadValue

YEARS = range(1970, 2101)
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial has no zone
# fmt: off
MONTHS = {
    name: number
    for number, names in enumerate([
        "jan ene gen", "feb fev fevr", "mar mrz maer marz", "apr abr avr", "may mai mag mayo",
        "jun juin giu", "jul juil lug", "aug ago aout", "sep sept set", "oct okt ott", "nov",
        "dec dez dic",
    ], start=1)
    for name in names.split()
}
# fmt: on
TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?"
)
ONLY_CLOCK = re.compile(TIME, re.IGNORECASE)
CLOCK = r"(?:(?:T|,?\s+(?:at\s+)?)" + TIME + r"\s*(?P<offset>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
YMD = re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})" + CLOCK, re.IGNORECASE)
DMY = re.compile(
    r"(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<y>\d{4}|\d\d)" + CLOCK, re.IGNORECASE
)
WORDS = re.compile(
    r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*(?:de\s+)?(?P<name>[^\W\d_]+)"
    r"|(?P<name2>[^\W\d_]+)\.?[\s-]*(?P<d2>\d{1,2})(?:st|nd|rd|th)?)"
    r"\.?,?[\s-]*(?:de\s+)?(?P<y>\d{4}|\d\d)" + CLOCK,
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+", re.IGNORECASE)
SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")


def read_moment(
    text: str, *, zone: tzinfo, formats: Sequence[str] = (), day_first: bool | None = None
) -> date | datetime:
    """A day, or a moment (in UTC) where the text has a time; without an offset it is local."""
    text = " ".join(text.split())
    found: date | None = _by_format(text, formats)
    if found is None:
        found = _iso_or_number(text)
    if found is None:
        if formats:
            raise BadValue(_("is no date like %(formats)s") % {"formats": formats[0]})
        found = _by_pattern(text, day_first)
    return _checked(found, zone)


def read_day(
    text: str, *, zone: tzinfo, formats: Sequence[str] = (), day_first: bool | None = None
) -> date:
    """The day a text names, local where it names a moment."""
    found = read_moment(text, zone=zone, formats=formats, day_first=day_first)
    return found.astimezone(zone).date() if isinstance(found, datetime) else found


def read_clock(text: str) -> time:
    """A time of day that stands in a column beside its date."""
    match = ONLY_CLOCK.fullmatch(text.strip())
    try:
        if match:
            return _clock(match)
    except ValueError:
        pass
    raise BadValue(_("is no time of day"))


def at_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """That local time of that day."""
    return _local(datetime.combine(day, clock), zone)


def start_of(value: date | datetime, zone: tzinfo) -> datetime:
    """The moment itself, or the local start of the day."""
    return value if isinstance(value, datetime) else _local(datetime.combine(value, time()), zone)


def end_of(value: date | datetime, zone: tzinfo) -> datetime:
    """The moment itself, or the local end of the day, which is the start of the next one."""
    return value if isinstance(value, datetime) else start_of(value + timedelta(days=1), zone)


def shows_day_first(texts: Iterable[str]) -> bool | None:
    """Whether a column writes the day before the month; None if it does not show."""
    day = month = half = False
    for text in texts:
        match = DMY.fullmatch(WEEKDAY.sub("", " ".join(text.split())))
        if match and match["sign"] != ".":
            day |= int(match["a"]) > 12
            month |= int(match["b"]) > 12
            half |= bool(match["half"])
    if day == month:
        return False if half and not day else None
    return day


def _by_format(text: str, formats: Sequence[str]) -> datetime | None:
    for form in formats:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added below
        except ValueError:
            continue
    return None


def _iso_or_number(text: str) -> date | datetime | None:
    if SERIAL.fullmatch(text):  # days since 1900, as Excel counts
        return EXCEL_EPOCH + timedelta(seconds=round(float(text) * 86400))
    if re.fullmatch(r"1\d{9}(\d{3})?", text):  # seconds or milliseconds since 1970
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if re.fullmatch(r"(19|20)\d{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = YMD.fullmatch(text)
    return _put(match["y"], match["m"], match["d"], match) if match else None


def _by_pattern(text: str, day_first: bool | None) -> date | datetime:
    bare = WEEKDAY.sub("", text)
    if match := DMY.fullmatch(bare):
        a, b = int(match["a"]), int(match["b"])
        if match["sign"] == "." or a > 12 or a == b:
            day_first = True
        elif b > 12:
            day_first = False
        if day_first is None:
            raise BadValue(_("may be two different days: name the date format"))
        day, month = (a, b) if day_first else (b, a)
        return _put(match["y"], month, day, match)
    if match := WORDS.fullmatch(bare):
        name = _ascii(match["name"] or match["name2"])
        number = MONTHS.get(name) or MONTHS.get(name[:4]) or MONTHS.get(name[:3])
        if number:
            return _put(match["y"], number, match["d"] or match["d2"], match)
    raise BadValue(_("is no date"))


def _put(year: str, month: str | int, day: str | int, match: re.Match[str]) -> date | datetime:
    """Parts into a day or moment, or a plain sentence."""
    full = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 69 else 0)
    try:
        on = date(full, int(month), int(day))
        if match["hour"] is None:
            return on
        clock = _clock(match)
    except ValueError as fault:
        raise BadValue(_("is no date")) from fault
    return datetime.combine(on, clock, tzinfo=_offset(match["offset"]))


def _clock(match: re.Match[str]) -> time:
    """Raises ValueError for 25:00."""
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    return time(hour, int(match["minute"]), int(match["second"] or 0))


def _offset(offset: str | None) -> tzinfo | None:
    if not offset:
        return None
    if offset.upper() in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if offset[0] == "+" else -ahead) if hours < 24 else UTC


def _checked(found: date | datetime, zone: tzinfo) -> date | datetime:
    if found.year not in YEARS:
        raise BadValue(_("lies too far from today"))
    if not isinstance(found, datetime):
        return found
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    return found.date() if found.time() == time() else _local(found, zone)


def _local(naive: datetime, zone: tzinfo) -> datetime:
    return naive.replace(tzinfo=zone).astimezone(UTC)


def _ascii(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in folded if letter.isascii())
