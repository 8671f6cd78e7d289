"""How fresh the flags are, for the bar of every page."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest

from followups import staleness
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
