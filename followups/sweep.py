"""The periodic job that makes the flags true, as of a moment.

Two statements over all rules: end what no longer holds, begin what holds and does not stand. They
look at the state, not at what happened since the last run, so that a missed, doubled or killed
run does no harm. Both databases run the same SQL, but for one clause: on PostgreSQL a lead on
which an operation is at work is passed over, for the two would wait for each other (it for the
flag, the sweep for the lead). The operation knows its flags, and the next sweep sees the rest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Q

from followups.models import Flag, FlagKind, SweepRun
from followups.models.flag import RULES
from leads.models import Lead

BREACHES = " UNION ALL ".join(
    f"SELECT id AS lead_id, '{kind.value}' AS kind, {column} AS began_at FROM leads_lead"
    f" WHERE status <> 'closed' AND {column} <= %(now)s"
    for kind, column in RULES.items()
)
END = f"""
    WITH breach AS MATERIALIZED ({BREACHES})
    UPDATE followups_flag SET ended_at = %(now)s
    WHERE id IN (
        SELECT flag.id
        FROM followups_flag AS flag LEFT JOIN breach
          ON breach.lead_id = flag.lead_id AND breach.kind = flag.kind
          AND breach.began_at = flag.began_at
        WHERE flag.ended_at IS NULL AND breach.lead_id IS NULL
    )
    RETURNING kind
"""
BEGIN = f"""
    WITH breach AS MATERIALIZED ({BREACHES}),
    standing AS MATERIALIZED (SELECT lead_id, kind FROM followups_flag WHERE ended_at IS NULL),
    unseen AS MATERIALIZED (
        SELECT breach.lead_id, breach.kind, breach.began_at
        FROM breach LEFT JOIN standing
          ON standing.lead_id = breach.lead_id AND standing.kind = breach.kind
        WHERE standing.lead_id IS NULL
    )
    INSERT INTO followups_flag (lead_id, kind, began_at)
    SELECT lead_id, kind, began_at FROM unseen {{at_rest}}
    WHERE TRUE  -- without it SQLite takes ON CONFLICT for a join's ON
    ON CONFLICT DO NOTHING
    RETURNING kind
"""
AT_REST = """
    CROSS JOIN LATERAL (
        SELECT FROM leads_lead WHERE id = unseen.lead_id FOR KEY SHARE SKIP LOCKED
    ) AS lead
"""
RUNS_KEPT = timedelta(days=30)
LOCK = 7_203_114  # one sweep at a time on PostgreSQL; SQLite has one writer anyway


class SweepRefused(Exception):
    """A sentence that says why nothing was swept."""


@dataclass(frozen=True)
class Sweep:
    """What one sweep found. Counts are flags by kind; `examined` are the open leads."""

    as_of: datetime
    examined: int
    raised: dict[str, int]
    cleared: dict[str, int]
    standing: dict[str, int]
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"as_of": self.as_of.isoformat()}


def sweep(*, now: datetime, force: bool = False) -> Sweep | None:
    """Make the flags true as of a moment, and record the run, finished as long after it as it took.

    None if another sweep is at work. A moment before the last sweep is refused, unless forced:
    then the flags begun after it are deleted (for trials on a scratch database).
    """
    began = monotonic()
    with transaction.atomic():
        if not alone():
            return None
        newest = SweepRun.objects.newest_first().first()
        if newest and newest.as_of > now:
            if not force:
                raise SweepRefused(
                    f"The last sweep was as of {newest.as_of:%Y-%m-%d %H:%M} UTC. A moment before"
                    " it needs --force, which deletes the flags begun since."
                )
            rewind(now)
        begin = BEGIN.format(at_rest=AT_REST if connection.vendor == "postgresql" else "")
        cleared, raised = run(END, now), run(begin, now)
        result = Sweep(
            as_of=now,
            examined=Lead.objects.open().count(),
            raised=raised,
            cleared=cleared,
            standing=standing(),
            seconds=round(monotonic() - began, 3),
        )
        finished_at = now + timedelta(seconds=result.seconds)
        SweepRun.objects.create(finished_at=finished_at, **asdict(result))
        SweepRun.objects.filter(as_of__lt=now - RUNS_KEPT).delete()
    return result


def alone() -> bool:
    """Whether no other sweep is at work; holds until the transaction ends."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def run(statement: str, now: datetime) -> dict[str, int]:
    """Execute one of the statements; how many flags of each kind it changed."""
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": moment})
        found = Counter(kind for (kind,) in cursor.fetchall())
    return {kind: found[kind] for kind in FlagKind.values}


def standing() -> dict[str, int]:
    """How many flags of each kind stand."""
    counts = Flag.objects.standing().values_list("kind").annotate(Count("pk"))
    return dict.fromkeys(FlagKind.values, 0) | dict(counts)


def rewind(now: datetime) -> None:
    """Forget what later sweeps recorded.

    Of the flags that ended later, or stand, only those stand whose breach holds: no two of a kind.
    """
    Flag.objects.filter(began_at__gt=now).delete()
    Flag.objects.filter(Q(ended_at=None) | Q(ended_at__gt=now)).update(ended_at=now)
    for kind, column in RULES.items():
        holds = Flag.objects.filter(kind=kind, ended_at=now, **{f"lead__{column}": F("began_at")})
        holds.update(ended_at=None)
    SweepRun.objects.filter(as_of__gt=now).delete()
