"""Whether what stands holds, and what held at the newest sweep stands (law 7)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from followups.audit.findings import Finding, broken
from followups.models import (
    Flag,
    FlagKind,
)
from followups.models.flag import RULES
from followups.staleness import flags_as_of
from leadfollow.log.models import Entry
from leads.models import Lead


def unflagged(leads: QuerySet[Lead], kind: FlagKind, as_of: datetime) -> list[str]:
    """Leads whose rule held at the newest sweep, and no flag stands.

    What happened to a lead since then (a log entry tells) is the next sweep's to see.
    """
    standing = Flag.objects.standing().filter(lead=OuterRef("pk"), kind=kind)
    since = Entry.objects.filter(lead_id=OuterRef("pk"), at__gte=as_of)
    due = leads.filter(~Exists(standing), ~Exists(since), **{f"{RULES[kind]}__lte": as_of})
    return broken(due, f"has no standing {kind.value} flag")


def flags_have_a_life() -> Finding:
    """Law 7: what stands holds since the moment it says, and what held at the sweep stands."""
    as_of = flags_as_of()
    standing = Flag.objects.standing()
    found: list[str] = []
    for kind, column in RULES.items():
        mine = standing.filter(kind=kind)
        wrong = mine.exclude(**{f"lead__{column}": F("began_at")})
        found += broken(wrong, f"stands, but {kind.value} does not hold since then")
        if as_of and kind not in (FlagKind.MISSING, FlagKind.UNASSIGNED):
            found += unflagged(Lead.objects.open(), kind, as_of)
    return Finding(standing.count(), found)
