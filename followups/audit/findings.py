"""What a check finds: how many rows it looked at, and those that break its law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

CHUNK = 500


@dataclass(frozen=True)
class Finding:
    """How many rows a check looked at, and those that break its law ("touch 17")."""

    examined: int
    violations: list[str] = field(default_factory=list)


def broken(rows: QuerySet[Any], why: str) -> list[str]:
    name = rows.model._meta.model_name
    return [f"{name} {pk}: {why}" for pk in rows.order_by("pk").values_list("pk", flat=True)]


def chunks(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Ids, so many at a time, in order."""
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]
