"""The four states as sign and word; moments, ages, shares and money said by `leadfollow.words`.

Built in for every template by settings.TEMPLATES: no `{% load %}`. Moments are told in the zone of
the person who looks, unless another is given.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Protocol

from django.template import Context, Library
from django.utils import timezone
from django.utils.translation import gettext_lazy

from leadfollow import words
from leadfollow.clock import WorkingTime

register = Library()


class Due(Protocol):
    """What is due: at a moment, or by the end of a day."""

    due_at: datetime | None
    due_on: date | None


SIGNS = {"overdue": "▲", "today": "●", "none": "◇", "done": "✓"}
WORDS = {
    "overdue": gettext_lazy("overdue"),
    "today": gettext_lazy("today"),
    "none": gettext_lazy("no next step"),
    "done": gettext_lazy("done"),
    "later": gettext_lazy("later"),
}
STATE_OF_MESSAGE = {"success": "done", "warning": "today", "error": "overdue"}


@register.filter
def state_sign(state: str) -> str:
    """The sign of a state; later has none."""
    return SIGNS.get(state, "")


@register.filter
def state_word(state: str) -> str:
    """The word of a state."""
    return str(WORDS.get(state, ""))


@register.filter
def message_state(level_tag: str) -> str:
    """The state in which a message of Django's is drawn."""
    return STATE_OF_MESSAGE.get(level_tag, "later")


@register.filter
def minus(number: int, other: int) -> int:
    """The difference, for the place of a bar."""
    return number - other


@register.filter
def moment_in_full(at: datetime | None, zone: tzinfo | None = None) -> str:
    """As in "Thu 3 Dec 2026, 14:00", here or in the zone given."""
    return words.moment_in_full(at, zone or timezone.get_current_timezone()) if at else "–"


@register.filter
def due_in_full(touch: Due) -> str:
    """As in "Thu 3 Dec 2026, 14:00", or the day alone where that is what was agreed."""
    if touch.due_at is None:
        return words.NOTHING
    return words.due_in_full(touch.due_at, touch.due_on, timezone.get_current_timezone())


@register.filter
def day_briefly(day: date | None) -> str:
    """As in "Thu 3 Dec"."""
    return words.day_briefly(day) if day else words.NOTHING


@register.filter
def day_in_full(day: date | datetime | None) -> str:
    """As in "Thu 3 Dec 2026"; of a moment, its day where the reader is."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return words.day_in_full(day) if day else "–"


@register.simple_tag(takes_context=True)
def due_in_words(context: Context, due_at: datetime | None, due_on: date | None = None) -> str:
    """How late, or when due. The view gives `now` and `working_time` of the reader."""
    if due_at is None:
        return ""
    now: datetime = context["now"]
    working: WorkingTime = context["working_time"]
    return words.due_in_words(due_at, now, working, due_on)


@register.filter
def age_in_words(age: timedelta | None) -> str:
    """As in "40 min", "19 h", "3 days"."""
    return words.age_in_words(age)


@register.filter
def number(value: object, places: int | None = None) -> str:
    """As in "1,234", the way of the organisation; what is no number stays as it is."""
    return words.number(value, places) if isinstance(value, int | float | Decimal) else str(value)


@register.filter
def percent_of(part: int | Decimal, whole: int | Decimal) -> str:
    """As in "80 %"; a dash of nothing."""
    return words.percent(part, whole)


@register.filter
def money(amount: Decimal | int | None, currency: str = "EUR") -> str:
    """As in "18,400 €"."""
    return words.money(amount, currency)
