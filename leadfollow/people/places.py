"""Where people are: time zones and countries to choose from."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import available_timezones


def zones(present: str = "UTC") -> list[tuple[str, str]]:
    """Every place of the zone database; without the short names that nobody says, but with the
    present one, so that a form does not change it silently."""
    names = sorted(name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
    offered = dict.fromkeys(["UTC", present, *names])
    return [(name, name.replace("_", " ")) for name in offered]


def country_of(zone: str) -> str:
    """The code of the country in which a place of the zone database lies; empty where none is."""
    from babel.core import get_global  # reads a file of a megabyte

    lies_in = get_global("zone_territories")
    code = lies_in.get(zone) or lies_in.get(get_global("zone_aliases").get(zone, ""), "")
    return str(code) if len(code) == 2 else ""  # 001 is the world


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Each country whose public holidays are known: its code and its name, by name."""
    from holidays.registry import COUNTRIES  # as in `clock`: many processes never need it

    names = {codes[1]: in_words(codes[0]) for codes in COUNTRIES.values()}
    return dict(sorted(names.items(), key=lambda country: country[1]))


@lru_cache(maxsize=256)
def regions(country: str) -> dict[str, str]:
    """Its states or regions that have holidays of their own: "DE-BY" and its name, by name."""
    if country not in countries():
        return {}
    from holidays import country_holidays

    days = country_holidays(country)
    names = {code: name for name, code in reversed(days.subdivisions_aliases.items())}
    known = {f"{country}-{code}": names.get(code, code) for code in days.subdivisions}
    return dict(sorted(known.items(), key=lambda region: region[1]))


def calendars(*opened: str) -> list[tuple[str, str]]:
    """All countries to choose from, and behind each of those in `opened` its regions."""
    theirs = {code.partition("-")[0] for code in opened}
    return [
        (calendar, calendar_in_words(calendar))
        for code in countries()
        for calendar in (code, *(regions(code) if code in theirs else ()))
    ]


def calendar_in_words(calendar: str) -> str:
    """As in "Germany" or "Germany: Bayern"; empty where there is none."""
    country = calendar.partition("-")[0]
    name = countries().get(country, country)
    return f"{name}: {regions(country).get(calendar, calendar)}" if "-" in calendar else name


def in_words(name: str) -> str:
    """A country's name out of one word: "IsleOfMan" is Isle of Man."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return re.sub(r"(?<= )(And|Of|The)(?= )", lambda word: word[0].lower(), spaced)
