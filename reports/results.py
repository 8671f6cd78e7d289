"""What became of each rep's leads: how many were closed, how many of them won, for how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from leads.models import Disposition, LeadStatus
from reports.median import Median
from reports.question import Answer, Question
from reports.sources import share

CLOSED = Q(status=LeadStatus.CLOSED)
WON = Q(disposition=Disposition.WON)


@dataclass(frozen=True)
class Result:
    """The leads that a rep has or had until they ended."""

    rep: str
    team: str
    rep_id: int | None
    leads: int
    closed: int
    won: int
    percent: float | None  # of the closed ones
    value: int  # of the won ones, without cents
    days: int | None  # median from receipt to the end of those won


def answer(question: Question) -> Answer:
    """Team by team, whoever won most first."""
    found = counted(question.leads.values("owner__team__name", "owner__name", "owner"))
    rows = [
        Result(
            rep=row["owner__name"] or _("Nobody"),
            team=row["owner__team__name"] or "",
            rep_id=row["owner"],
            **figures(row),
        )
        for row in found.order_by(
            F("owner__team__name").asc(nulls_last=True), "-won", "owner__name", "owner"
        )
    ]
    return Answer(rows[question.window], totals(rows))


def counted(groups: Any) -> Any:
    """The figures of groups of leads."""
    return groups.annotate(
        leads=Count("pk"),
        closed=Count("pk", filter=CLOSED),
        won=Count("pk", filter=WON),
        total=Sum("value", filter=WON),
        took=Median(F("closed_at") - F("received_at"), filter=WON),
    )


def figures(row: dict[str, Any]) -> dict[str, Any]:
    took: timedelta | None = row["took"]
    return {
        "leads": row["leads"],
        "closed": row["closed"],
        "won": row["won"],
        "percent": share(row["won"], row["closed"]),
        "value": round(row["total"] or 0),
        "days": round(took / timedelta(days=1)) if took is not None else None,
    }


def totals(rows: list[Result]) -> dict[str, Any]:
    closed, won = sum(row.closed for row in rows), sum(row.won for row in rows)
    return {
        "leads": sum(row.leads for row in rows),
        "closed": closed,
        "won": won,
        "percent": share(won, closed),
        "value": sum(row.value for row in rows),
    }
