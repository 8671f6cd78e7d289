"""What leads say in their own fields, typed, as plain values and in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from leadfollow.once import forget as ask_again
from leadfollow.once import once
from leadfollow.words import day_in_full, number
from leads.models import Lead, OwnField, OwnFieldChoice, OwnValue

Value = str | Decimal | date | bool | OwnFieldChoice
Plain = str | bool | None
ALL = "own fields"


def own_fields() -> list[OwnField]:
    """Every own field with its choices, in order; asked for once a request, in one query where
    there are none."""
    return once(ALL, lambda: list(OwnField.objects.prefetch_related("choices")))


def own_fields_in_use() -> list[OwnField]:
    return [field for field in own_fields() if field.is_in_use]


def forget() -> None:
    """They were changed: ask again."""
    ask_again(ALL)


def rows_of(leads: Collection[Lead | int]) -> dict[int, list[OwnValue]]:
    """The values of these leads in the order of the fields, in one query."""
    rows: dict[int, list[OwnValue]] = defaultdict(list)
    told = OwnValue.objects.filter(lead__in=leads).select_related("field", "choice")
    for row in told.order_by("field__position", "field"):
        rows[row.lead_id].append(row)
    return rows


def own_values_of(leads: Collection[Lead | int]) -> dict[int, dict[str, Plain]]:
    """Of each of these leads what it says, as {code: value}, in one query; blanks are left out.

    Numbers and days come as text (`12.5`, `2026-11-02`), choices as their names.
    """
    told = rows_of(leads)
    return {lead: {row.field.code: plain(row.said) for row in its} for lead, its in told.items()}


def plain(value: Value | None) -> Plain:
    """As JSON and files hold it."""
    match value:
        case None | bool():
            return value
        case Decimal():
            return number_as_text(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def number_as_text(number: Decimal) -> str:
    """Without zeros at its end; yet never three decimals, which files read as thousands."""
    text = f"{number.normalize():f}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def in_words(value: Value) -> str:
    """As people read it."""
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case Decimal():
            return number(Decimal(f"{value.normalize():f}"))
        case date():
            return day_in_full(value)
        case _:
            return str(value)


def with_choices(fields: Iterable[OwnField]) -> list[OwnField]:
    """The same, their choices read in one query for all."""
    found = list(fields)
    prefetch_related_objects(found, "choices")
    return found
