"""Many notices of one kind, told at one moment, are one line: no storm after an upgrade or an
import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from followups.models import FlagKind, Notice
from leadfollow.people.models import User

MANY = 10  # more of them than these are one line; own
LOOKED_AT = 1000  # of the new ones, so that the bell stays quick


@dataclass(frozen=True)
class Gathered:
    """The new notices of flags of one kind that one run told; how many."""

    kind: FlagKind
    told_at: datetime
    number: int = 0

    @property
    def name(self) -> str:
        """How an address asks for them."""
        return f"{self.kind}@{self.told_at.isoformat()}"

    @property
    def these(self) -> Q:
        return Q(flag__kind=self.kind, told_at=self.told_at)

    @classmethod
    def named(cls, name: str) -> Gathered | None:
        """From an address; None where it makes no sense."""
        kind, _, moment = name.partition("@")
        try:
            told_at = datetime.fromisoformat(moment)
            return cls(FlagKind(kind), told_at) if told_at.tzinfo else None
        except ValueError:
            return None


def lines_of(person: User, *, most: int) -> QuerySet[Any, Any]:
    """What is new for a person by kind and moment: how many notices, and how many lines they make;
    no more than one row above the most."""
    looked_at = Notice.objects.of(person).new().values("pk")[:LOOKED_AT]
    told = Notice.objects.filter(pk__in=looked_at).order_by("-told_at", "flag__kind")
    number = Count("pk")
    is_many = Q(flag__kind__isnull=False, number__gt=MANY)
    by_moment = told.values("flag__kind", "told_at").annotate(number=number)
    return by_moment.annotate(lines=Case(When(is_many, then=1), default="number"))[: most + 1]


def gathered_of(person: User, *, most: int) -> tuple[int, list[Gathered]]:
    """How many lines are new for a person, and those that gather many notices."""
    found = list(lines_of(person, most=most))
    many = [row for row in found if row["number"] > row["lines"]]
    gathered = [
        Gathered(FlagKind(row["flag__kind"]), row["told_at"], row["number"]) for row in many
    ]
    return sum(row["lines"] for row in found), gathered
