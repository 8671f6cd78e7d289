"""How operations keep the flags true between two sweeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from followups.models import Flag, FlagKind
from followups.models.flag import RULES
from leads.models import Lead


def keep(
    leads: Iterable[Lead],
    *,
    before: Mapping[int, Mapping[str, datetime | None]],
    at: datetime,
) -> None:
    """End the flags whose breach is over, and let those stand again whose breach is back.

    `before` holds each lead's columns as they were. A breach that no sweep had seen is written
    begun and ended, unless it lasted no time: an operation may settle in several steps. What
    begins now or later is the sweep's to raise.
    """
    now = {lead.pk: {column: getattr(lead, column) for column in RULES.values()} for lead in leads}
    if not now:
        return
    known = {
        (flag.lead_id, flag.kind, flag.began_at): flag
        for flag in Flag.objects.filter(lead__in=list(now))
    }
    ended, stands_again, unseen = [], [], []
    for flag in known.values():
        holds = now[flag.lead_id][RULES[FlagKind(flag.kind)]]
        if flag.ended_at is None and flag.began_at != holds:
            flag.ended_at = max(at, flag.began_at)
            ended.append(flag)
        elif flag.ended_at is not None and flag.began_at == holds <= at:
            flag.ended_at = None
            stands_again.append(flag)
    for lead_id, columns in now.items():
        for kind, column in RULES.items():
            began = before[lead_id][column]
            if began is None or began >= at or began == columns[column]:
                continue
            if (lead_id, kind, began) not in known:
                unseen.append(Flag(lead_id=lead_id, kind=kind, began_at=began, ended_at=at))
    Flag.objects.bulk_update(ended, ["ended_at"])
    Flag.objects.bulk_update(stands_again, ["ended_at"])
    Flag.objects.bulk_create(unseen, ignore_conflicts=True)


def begin_seen(leads: Iterable[Lead], *, swept: datetime) -> None:
    """Let what holds stand, as the newest sweep would have raised it: a new policy makes a breach
    of what was none."""
    holding = (
        Flag(lead=lead, kind=kind, began_at=began)
        for lead in leads
        for kind, column in RULES.items()
        if (began := getattr(lead, column)) and began <= swept
    )
    Flag.objects.bulk_create(holding, ignore_conflicts=True)


def end_over(lead_ids: Collection[int], *, at: datetime) -> None:
    """End the standing flags of these leads whose breach is over.

    For imports: what they bring ends breaches, but they record none that no sweep had seen.
    """
    standing = Flag.objects.standing().filter(lead__in=lead_ids).select_related("lead")
    over = [
        flag for flag in standing if flag.began_at != getattr(flag.lead, RULES[FlagKind(flag.kind)])
    ]
    for flag in over:
        flag.ended_at = max(at, flag.began_at)
    Flag.objects.bulk_update(over, ["ended_at"])
