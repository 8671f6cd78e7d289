"""A row of text, by field, into clean values; what is doubtful in sentences."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from leadfollow.words import Said
from leads.imports import values
from leads.imports.addresses import addresses_in, name_beside
from leads.imports.fields import LABELS, Field, Kind
from leads.imports.links import read_link
from leads.imports.moments import at_clock, read_clock, read_day, read_moment, shows_day_first
from leads.imports.refusals import BadValue
from leads.regions import region_of

# A person stays worth importing when one of these is wrong: the value goes, a warning comes.
FORGIVEN = frozenset({"email", "phone", "link"})
# Nobody said that the column holds these when the product guessed it.
FORGIVEN_IF_GUESSED = FORGIVEN | {
    "status",
    "money",
    "count",
    "flag",
    "outcome",
    "direction",
    "zone",
    "clock",
}
# Without its day a lead would seem to have come today, and its response time would be untrue; a
# person can look the day up, in a row that he may complete.
DAYS = frozenset({"moment", "day"})
COMPLETED = frozenset({"leads", "members"})
NAMES = frozenset({"name"})
CLOCKS = {  # the time of day in a column of its own -> the day's field -> the moment's
    "received_time": ("received_at", "received_at"),
    "happened_time": ("happened_at", "happened_at"),
    "due_time": ("due_on", "due_at"),
}

READERS: dict[str, Callable[[str], Any]] = {
    "text": values.read_text,
    "note": values.read_note,
    "clock": read_clock,
    "id": values.read_id,
    "organisation": values.read_organisation,
    "email": values.read_email,
    "flag": values.read_flag,
    "done": values.read_done,
    "money": values.read_money,
    "count": values.read_count,
    "status": values.read_status,
    "channel": values.read_channel,
    "link": read_link,
    "outcome": values.read_outcome,
    "direction": values.read_direction,
    "campaign_kind": values.read_campaign_kind,
    "zone": values.read_zone,
    "roles": values.read_roles,
}


@dataclass(frozen=True)
class Habits:
    """How a file writes what can be written in several ways."""

    zone: tzinfo
    formats: tuple[str, ...] = ()
    day_first: MappingOf[str, bool | None] = field(default_factory=dict)  # by field
    region: str = ""  # of phone numbers in rows that name no country
    guessed: bool = False


@dataclass(frozen=True)
class Finding:
    """What is doubtful or wrong about a cell."""

    label: Said
    text: str
    what: str

    def __str__(self) -> str:
        text = self.text if len(self.text) <= 60 else self.text[:59] + "…"
        return _("%(label)s: '%(text)s' %(what)s.") % {
            "label": self.label,
            "text": text,
            "what": self.what,
        }

    @property
    def reason(self) -> str:
        """The same without the cell, so that rows can be counted by it."""
        return f"{self.label}: {self.what}"


@dataclass(frozen=True)
class Cleaned:
    """What a row says: values by field (only those it has), and what is doubtful or wrong.

    A row with `problems` is to be rejected, one with `doubts` held for a person; `warnings` come in
    with it.
    """

    values: dict[str, Any]
    warnings: list[Finding]
    problems: list[Finding]
    doubts: list[Finding]


def habits_of(
    kind: Kind,
    rows: list[dict[str, str]],
    *,
    zone: tzinfo,
    formats: tuple[str, ...] = (),
    region: str = "",
    guessed: bool = False,
) -> Habits:
    """How the file of these first rows writes its dates, column by column."""
    day_first = {
        item.name: shows_day_first(row.get(item.name, "") for row in rows)
        for item in kind.fields
        if item.type in DAYS
    }
    return Habits(zone, formats, day_first, region, guessed)


def clean(kind: Kind, raw: dict[str, str], habits: Habits) -> Cleaned:
    """Every field of a row of that kind, read as its type says."""
    result = Cleaned({}, [], [], [])
    forgiven = FORGIVEN_IF_GUESSED if habits.guessed else FORGIVEN
    region = region_of(raw.get("country", "")) or habits.region
    for item in kind.fields:
        text = raw.get(item.name, "")
        if not text.strip():
            continue
        try:
            value = _read(item, text, habits, region)
        except BadValue as fault:
            into = result.warnings if item.type in forgiven else result.problems
            if item.type in DAYS and kind.name in COMPLETED and not item.is_own:
                into = result.doubts
            into.append(Finding(item.label, text, str(fault)))
            continue
        if value not in ("", values.NO_PHONE):
            result.values[item.name] = value
    _join_clocks(result, habits.zone)
    _settle_person(result, region)
    _look_into_address(result, raw.get("email", ""))
    return result


def _look_into_address(result: Cleaned, text: str) -> None:
    """What a cell of addresses tells beside the first one."""
    found = result.values
    if "email" in found and "name" not in found and (name := name_beside(text)):
        found["name"] = name
    if len(addresses_in(text)) > 1:
        what = _("holds several addresses: the first is taken, all stay beside the lead")
        result.warnings.append(Finding(LABELS["email"], text, what))


def _join_clocks(result: Cleaned, zone: tzinfo) -> None:
    """A day and its time of day as one moment, where each stands in a column of its own."""
    found = result.values
    for name, (day, moment) in CLOCKS.items():
        clock = found.pop(name, None)
        if clock is not None and day in found and not isinstance(found[day], datetime):
            found[moment] = at_clock(found.pop(day), clock, zone)


def _read(item: Field, text: str, habits: Habits, region: str) -> Any:
    if item.type in DAYS:
        read = read_moment if item.type == "moment" else read_day
        return read(
            text,
            zone=habits.zone,
            formats=habits.formats,
            day_first=habits.day_first.get(item.name),
        )
    if item.type == "phone":
        return values.read_phone(text, region)
    if item.name in NAMES:
        return values.read_name(text)
    return reader_of(item)(text)


def reader_of(item: Field) -> Callable[[str], Any]:
    """How a cell of the field is read where neither zone nor country matter."""
    return item.reader or READERS[item.type]


def _settle_person(result: Cleaned, region: str) -> None:
    """One name, one phone and one e-mail, from whichever columns hold them."""
    found = result.values
    first, last = found.pop("first_name", ""), found.pop("last_name", "")
    if name := values.join_name(first, last):
        found["name"] = name
    if both := found.pop("email_or_phone", ""):
        try:
            email, phone = values.read_email_and_phone(both, region)
        except BadValue as fault:
            result.warnings.append(Finding(LABELS["email_or_phone"], both, str(fault)))
        else:
            found |= {"email": email} if email and "email" not in found else {}
            found |= {"phone": phone} if phone.text and "phone" not in found else {}
    numbers: list[values.Phone] = [found[name] for name in ("phone", "mobile") if name in found]
    found.pop("mobile", None)
    if numbers:  # one that is understood before one that is not
        best = found["phone"] = next((number for number in numbers if number.key), numbers[0])
        if not best.key:
            result.warnings.append(Finding(_("Phone"), best.text, _("is kept as it is written")))
