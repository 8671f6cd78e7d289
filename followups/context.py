"""What the bar of every page tells: how fresh the flags are, and what is new for the person."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest

from followups import staleness
from followups.help.pages import help_of
from followups.notices.listing import how_many_new, in_words
from leadfollow import clock
from leadfollow.people.models import User


def bar(request: HttpRequest) -> dict[str, Any]:
    """`help_url` of the page; `flags_as_of`, `flags_stale` and `new_notices` (how many, as text).

    Asked for only where a page shows one of them, and then all in one query.
    """
    user = getattr(request, "user", None)  # an error page may come before anybody is known
    if user is None or not user.is_authenticated:
        return {}

    @cache
    def told() -> tuple[datetime | None, int]:
        asked = User.objects.filter(pk=user.pk)
        return asked.values_list(staleness.newest_sweep(), how_many_new(user)).get()

    found = request.resolver_match
    return {
        "help_url": help_of(found.view_name if found else ""),
        "flags_as_of": lambda: told()[0],
        "flags_stale": lambda: staleness.is_stale(told()[0], now=clock.now()),
        "new_notices": lambda: in_words(told()[1]),
    }
