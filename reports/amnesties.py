"""What managers wrote off in a week: how many overdue touches, who did it and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet


@dataclass(frozen=True)
class Amnesty:
    """One word of one manager; the debt stays in the ledger of its week as not made."""

    by: str
    why: str
    at: datetime
    number: int


def amnesties(touches: QuerySet[Any]) -> list[Amnesty]:
    """Of touches that were written off, by who said what; the newest first. One query."""
    told = (
        touches.order_by()
        .values("cancelled_by__name", "cancel_note")
        .annotate(at=Max("cancelled_at"), number=Count("pk"))
        .order_by("-at", "cancelled_by__name")
    )
    return [
        Amnesty(row["cancelled_by__name"], row["cancel_note"], row["at"], row["number"])
        for row in told
    ]
