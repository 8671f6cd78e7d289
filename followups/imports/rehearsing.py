"""What would become of a file's rows: gone through as by an import, and nothing is written.

What earlier rows would bring is kept in memory, for later ones that belong to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from followups.imports.running import LOADERS, Account, chunks, judge
from leads.imports.lines import Line
from leads.imports.preparing import Plan
from leads.models import ImportRow

TOLD = (ImportRow.Fate.HELD, ImportRow.Fate.REJECTED)
TOLD_AT_MOST = 50


@dataclass
class Rehearsal:
    """What was found so far, and the first rows to look at."""

    account: Account = field(default_factory=Account)
    told: list[dict[str, Any]] = field(default_factory=list)

    def enter(self, lines: list[Line]) -> None:
        self.account.enter(lines)
        for line in lines:
            if len(self.told) < TOLD_AT_MOST and (line.warnings or line.fate in TOLD):
                self.told.append(as_told(line))

    def as_dict(self) -> dict[str, Any]:
        """As an import keeps it."""
        return self.account.as_dict() | {"told": self.told}


def as_told(line: Line) -> dict[str, Any]:
    said = [str(line.reason)] if line.reason else []
    return {
        "number": line.number, "fate": str(line.fate),
        "said": said + [str(warning) for warning in line.warnings],
    }  # fmt: skip


def rehearse(plan: Plan) -> Account:
    """What would become of all rows."""
    *_, last = rehearsing(plan)
    return last.account


def rehearsing(plan: Plan) -> Iterator[Rehearsal]:
    """What would become of the rows so far, again after each chunk."""
    plan = plan.anew()  # what is only thought of here is no business of whoever prepared it
    loader, found = LOADERS[plan.kind.name](plan.terms), Rehearsal()
    for rows in chunks(plan.rows()):
        lines = plan.lines(rows)
        judge(loader, lines)
        found.enter(lines)
        yield found
