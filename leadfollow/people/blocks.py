"""Blocks of a day in one column: "09:00-12:00 13:00-18:00".

One text can be checked by a constraint on both databases; rows of their own could overlap, and
only PostgreSQL could refuse that.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Length, Substr
from django.db.models.lookups import Exact, LessThan, LessThanOrEqual

from leadfollow.clock import Blocks

MOST_BLOCKS = 3
TIME, STRIDE = len("09:00"), len("09:00-")
MOST_TIMES = 2 * MOST_BLOCKS


class BlocksField(models.CharField):
    """Up to three blocks of a day, as `clock.Blocks`; none is an empty tuple."""

    def __init__(self, *args: Any, **more: Any) -> None:
        defaults: dict[str, Any] = {
            "max_length": STRIDE * MOST_TIMES - 1,
            "blank": True,
            "default": (),
        }
        super().__init__(*args, **(defaults | more))

    def from_db_value(self, value: str, expression: Any, connection: Any) -> Blocks:
        return self.to_python(value)

    def to_python(self, value: Any) -> Blocks:
        if isinstance(value, str):
            pairs = (block.split("-") for block in value.split())
            return tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)
        return tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        return value if isinstance(value, str) else blocks_in_words(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))


def blocks_in_words(blocks: Blocks, *, dash: str = "-", between: str = " ") -> str:
    """As in "09:00-12:00 13:00-18:00"."""
    return between.join(f"{opens:%H:%M}{dash}{closes:%H:%M}" for opens, closes in blocks)


def blocks_in_order(column: str) -> Q:
    """For a constraint: whole blocks, each ending after it begins and none overlapping the next."""

    def nth(n: int) -> Substr:
        return Substr(column, 1 + STRIDE * n, TIME)

    length = Length(column)
    whole = Q()
    for blocks in range(MOST_BLOCKS + 1):
        whole |= Q(Exact(length, Value(max(2 * STRIDE * blocks - 1, 0))))
    order = Q()
    for n in range(1, MOST_TIMES):
        ends_a_block = n % 2 == 1
        follows = (LessThan if ends_a_block else LessThanOrEqual)(nth(n - 1), nth(n))
        order &= Q(LessThan(length, Value(STRIDE * n))) | Q(follows)
    return whole & order
