"""Foreign words into what an own field holds, or a plain sentence why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from leadfollow.bounds import LAST_YEAR
from leadfollow.clock import FIRST_YEAR
from leads.imports import values
from leads.imports.refusals import BadValue
from leads.models import OwnField, OwnFieldChoice
from leads.models.own_field import LONGEST_TEXT
from leads.own_fields.values import Value

PLACES = Decimal("0.0001")
TOO_LARGE = Decimal(10) ** 14
SHOWN = 5


def read_text(text: str) -> str:
    """The text on one line."""
    text = " ".join(values.read_text(text).split())
    if len(text) > LONGEST_TEXT:
        raise BadValue(_("is longer than %(most)d characters") % {"most": LONGEST_TEXT})
    return text


def read_number(text: str) -> Decimal:
    """A number as files write it, with the signs of any country."""
    return checked(values.read_amount(text))


def checked(number: Decimal) -> Decimal:
    """Rounded to the places that are kept; more than a column holds is refused."""
    if number.is_finite() and abs(number) < TOO_LARGE:
        rounded = number.quantize(PLACES) + 0  # no -0
        if abs(rounded) < TOO_LARGE:  # 99999999999999.99999 is not any more
            return rounded
    raise BadValue(_("is no number of at most 14 digits"))


def reader_of_choice(field: OwnField) -> Callable[[str], OwnFieldChoice]:
    """By name without case, retired ones too: what a file tells may be from before."""
    known = {choice.name.casefold(): choice for choice in field.choices.all()}

    def read(text: str) -> OwnFieldChoice:
        choice = known.get(" ".join(text.split()).casefold())
        if choice is None:
            raise BadValue(_("is none of its choices: %(some)s") % {"some": some_of(field)})
        return choice

    return read


def some_of(field: OwnField) -> str:
    names = [choice.name for choice in field.offered]
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


def read_foreign(field: OwnField, raw: Any) -> Value | None:
    """What another program sends as JSON, for `tell_own_fields`; None and "" are blank.

    BadValue, which reads on after the field's name ("is no number"), where it makes no sense.
    """
    if raw is None or raw == "":
        return None
    match field.kind:
        case OwnField.Kind.NUMBER:
            return _number(raw)
        case OwnField.Kind.YES_NO:
            return raw if isinstance(raw, bool) else values.read_flag(_string(raw))
        case OwnField.Kind.DAY:
            return _day(_string(raw))
        case OwnField.Kind.CHOICE:
            return reader_of_choice(field)(_string(raw))
        case _:
            return read_text(_string(raw)) or None


def _string(raw: Any) -> str:
    if not isinstance(raw, str):
        raise BadValue(_("must be a text"))
    return raw


def _number(raw: Any) -> Decimal:
    """A number, or one as text with a decimal point."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise BadValue(_("is no number"))
    try:
        return checked(Decimal(str(raw)))
    except InvalidOperation as fault:
        raise BadValue(_("is no number")) from fault


def _day(raw: str) -> date:
    try:
        day = date.fromisoformat(raw)
    except ValueError as fault:
        raise BadValue(_("is no day such as 2026-11-02")) from fault
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadValue(_("lies too far from today"))
    return day
