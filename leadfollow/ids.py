"""Numbers of records, as addresses and forms name them."""

from __future__ import annotations

from django.urls.converters import IntConverter

DIGITS = 18  # a number of so many fits a column of either database; a longer one names nothing


def id_in(text: str) -> int | None:
    """The number that a text is; None where it is none, or longer than any."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


class IdConverter(IntConverter):
    """In a route: an address with a longer number leads nowhere, before a database is asked."""

    regex = rf"[0-9]{{1,{DIGITS}}}"
