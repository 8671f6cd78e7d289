"""What is said of a week: as of now, or, once it was closed, as it was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from followups.models import Touch
from reports.commitments_kept import CommitmentsKept, commitments_kept
from reports.ledger import written_off
from reports.models import Retrospective
from reports.models.retrospective import held_of
from reports.retrospective import Findings, retrospective
from reports.retrospective_asked import Asked
from reports.snapshots import read


@dataclass(frozen=True)
class Told:
    """The numbers of a week, and its session if there was one; `asked` says where its rows are."""

    asked: Asked
    held: Retrospective | None
    findings: Findings
    made: CommitmentsKept
    pardoned: QuerySet[Any]  # the touches that were written off in it

    @property
    def is_closed(self) -> bool:
        return bool(self.held and self.held.is_closed)


def told_of(asked: Asked) -> Told:
    """The week that somebody asks for."""
    held = held_of(asked)
    if held and held.is_closed:
        kept = read(held, rep=asked.rep)
        ids = kept.ids_of(
            "written_off", rep=asked.rep.pk if asked.rep else None, all_reps=not asked.rep
        )
        pardoned = Touch.objects.filter(pk__in=ids)
        return Told(replace(asked, is_kept=True), held, kept.findings, kept.kept, pardoned)
    findings = retrospective(asked.whose, asked.week, now=asked.now)
    made = commitments_kept(asked.team, asked.week, rep=asked.rep)
    return Told(asked, held, findings, made, written_off(asked.whose, asked.week, now=asked.now))
