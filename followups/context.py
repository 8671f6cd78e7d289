"""What the bar of every page tells: how fresh the flags are, and what is new for the person."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest

from followups import staleness
from followups.notices.listing import new_notices
from leadfollow import clock


def freshness(request: HttpRequest) -> dict[str, Any]:
    """`flags_as_of` and `flags_stale`; asked for only where a page shows them, and only once."""
    user = getattr(request, "user", None)  # an error page may come before anybody is known
    if user is None or not user.is_authenticated:
        return {}

    @cache
    def flags_as_of() -> datetime | None:
        return staleness.flags_as_of()

    def flags_stale() -> bool:
        return staleness.is_stale(flags_as_of(), now=clock.now())

    return {"flags_as_of": flags_as_of, "flags_stale": flags_stale}


def bell(request: HttpRequest) -> dict[str, Any]:
    """`new_notices`: how many, as text; asked for only where a page shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"new_notices": lambda: new_notices(user)}
