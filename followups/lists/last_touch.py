"""By how many days ago their last touch was leads are asked for."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS = (7, 30, 60, 90)
KINDS = ("since", "silent")
ANY_DAYS = re.compile(r"(since|silent)-([1-9]\d{0,3})")


def touched_choices(asked_for: str = "") -> list[tuple[str, str]]:
    """The usual numbers of days, and whatever other an address asks for."""
    values = [f"{kind}-{days}" for kind in KINDS for days in DAYS]
    if ANY_DAYS.fullmatch(asked_for) and asked_for not in values:
        values.append(asked_for)
    parts = [(value, *value.split("-")) for value in values]
    return [
        ("never", _("Never touched")),
        *((value, in_days(kind, int(days))) for value, kind, days in parts),
    ]


def in_days(kind: str, days: int) -> str:
    """A last touch that was, or was not, within so many days."""
    if kind == "silent":
        said = ngettext("Silent for %(number)s day", "Silent for %(number)s days", days)
    else:
        said = ngettext("In the last %(number)s day", "In the last %(number)s days", days)
    return said % {"number": days}
