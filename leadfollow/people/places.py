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
    return str(lies_in.get(zone) or lies_in.get(get_global("zone_aliases").get(zone, ""), ""))


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Each country whose public holidays are known: its code and its name, by name."""
    from holidays.registry import COUNTRIES  # as in `clock`: many processes never need it

    names = {codes[1]: in_words(codes[0]) for codes in COUNTRIES.values()}
    return dict(sorted(names.items(), key=lambda country: country[1]))


def in_words(name: str) -> str:
    """A country's name out of one word: "IsleOfMan" is Isle of Man."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return re.sub(r"(?<= )(And|Of|The)(?= )", lambda word: word[0].lower(), spaced)
