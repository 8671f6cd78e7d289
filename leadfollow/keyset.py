"""Lists by key: the next page begins after a row, so that page 400 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable

Rows = TypeVar("Rows", bound=Model)


@dataclass(frozen=True)
class Order:
    """By what a list is sorted; rows without a value come last, equal ones by age of the row."""

    by: Combinable
    down: bool = False
    nullable: bool = False
    is_text: bool = False

    def apply(self, rows: QuerySet[Rows]) -> QuerySet[Rows]:
        last = {"nulls_last": True} if self.nullable else {}  # else no index would fit
        place = F("place").desc(**last) if self.down else F("place").asc(**last)
        placed: Any = rows.annotate(place=self.by)
        return placed.order_by(place, "-pk" if self.down else "pk")

    def after(self, rows: QuerySet[Rows], cursor: str) -> QuerySet[Rows]:
        """The rows behind the one that the cursor names; all of them if it names none."""
        text, _, pk = cursor.rpartition("~")
        try:
            value, key = self.value_of(text), int(pk)
        except ValueError:
            return rows
        further = Q(pk__lt=key) if self.down else Q(pk__gt=key)
        if value is None:
            return rows.filter(further, place=None)
        way = "lt" if self.down else "gt"
        behind = Q(**{f"place__{way}e": value}) & (Q(**{f"place__{way}": value}) | further)
        return rows.filter(behind | Q(place=None) if self.nullable else behind)

    def value_of(self, text: str) -> Any:
        if self.is_text:
            return text
        return datetime.fromisoformat(text) if text else None

    def cursor_of(self, row: Any) -> str:
        return cursor_of(row.place, row.pk)


def cursor_of(place: datetime | str | None, pk: int) -> str:
    """The place of a row in a list, for `Order.after`."""
    text = place.isoformat() if isinstance(place, datetime) else place or ""
    return f"{text}~{pk}"
