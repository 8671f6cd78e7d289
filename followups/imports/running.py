"""Taking a file's rows, 500 at a time: each chunk whole or not at all, and counted with it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from followups.flags import end_over
from followups.imports.loading_scans import LeadsAndMeetingsLoader
from followups.imports.loading_touches import TouchesLoader
from followups.imports.refusing import heed
from followups.imports.settling import settle_new
from followups.state import settle
from leads.imports.likeness import identity_of
from leads.imports.lines import Line, counted
from leads.imports.loaded import Loaded, Loader
from leads.imports.loading_campaigns import CampaignsLoader
from leads.imports.loading_contacts import ContactsLoader
from leads.imports.loading_members import MembersLoader
from leads.imports.loading_reps import RepsLoader
from leads.imports.preparing import Plan
from leads.imports.reading import Row
from leads.imports.terms import Terms
from leads.intake import wait_for_turns
from leads.models import Import, ImportRow, Lead
from leads.models.importing import ImportState

CHUNK = 500
BY_LIKENESS = ("leads", "contacts", "members")
EVERY_IMPORT = "every-import"  # of what imports wait for each other
LOADERS: dict[str, Callable[[Terms], Loader]] = {
    "leads": LeadsAndMeetingsLoader,
    "contacts": ContactsLoader,
    "touches": TouchesLoader,
    "campaigns": CampaignsLoader,
    "members": MembersLoader,
    "reps": RepsLoader,
}
Marked = tuple[Row, str]


class Overtaken(Exception):
    """Another worker has taken these rows."""


class Watch:
    """What time it is while a job runs that was begun at a given moment."""

    def __init__(self, now: datetime, *, seconds: float = float("inf")) -> None:
        self.began, self.ticks, self.seconds = now, time.monotonic(), seconds

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.ticks

    @property
    def now(self) -> datetime:
        return self.began + timedelta(seconds=self.elapsed)

    @property
    def is_over(self) -> bool:
        return self.elapsed >= self.seconds


@dataclass
class Account:
    """What became of rows: rows = created + added + held + rejected."""

    fates: Counter[str] = field(default_factory=Counter)
    warnings: int = 0
    reasons: Counter[str] = field(default_factory=Counter)  # of the fates, and the warnings
    warned: Counter[str] = field(default_factory=Counter)  # of these, the warnings

    def enter(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self.fates[line.fate] += 1
            self.warnings += len(line.warnings)
            warnings = [warning.reason for warning in line.warnings]
            self.reasons.update(warnings)
            self.warned.update(warnings)
            if line.reason:
                self.reasons[counted(line.reason)] += 1

    def as_dict(self) -> dict[str, Any]:
        """As `import_file --json` prints it."""
        fates = {fate: self.fates[fate] for fate in ImportRow.Fate.values}
        return {
            "rows": self.fates.total(), **fates, "warnings": self.warnings,
            "reasons": dict(self.reasons.most_common()), "warned": dict(self.warned.most_common()),
        }  # fmt: skip


def parted(reasons: dict[str, int], warned: dict[str, int]) -> dict[str, list[tuple[str, int]]]:
    """Why rows met their fates, and what was warned of, each with how often; most first."""
    fated = Counter(reasons)
    fated.subtract(warned)
    return {"fated": (+fated).most_common(), "warned": Counter(warned).most_common()}


def go_on(batch: Import, plan: Plan, watch: Watch) -> bool:
    """Take the rows that are left, until the watch is over; whether all are taken."""
    for rows in chunks(plan.rows(skip=batch.rows_done)):
        try:
            take_chunk(batch, plan, rows, now=watch.now)
        except IntegrityError:  # another import brought one of them in: now it is known
            plan = plan.anew()
            take_chunk(batch, plan, rows, now=watch.now)
        if watch.is_over:
            break
    return batch.rows_done >= plan.sheet.row_count


def chunks(rows: Iterator[Marked]) -> Iterator[list[Marked]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@transaction.atomic
def take_chunk(batch: Import, plan: Plan, rows: list[Marked], *, now: datetime) -> None:
    """The next rows, what follows from them, and the count of them, in one transaction.

    Raises Overtaken where the import is no longer as far as this worker thinks.
    """
    current = Import.objects.select_for_update().filter(
        pk=batch.pk, rows_done=batch.rows_done, state=ImportState.RUNNING
    )
    if not current.values_list("pk", flat=True):
        raise Overtaken
    lines = plan.lines(rows)
    wait_for_others(plan, lines)
    loaded = judge(LOADERS[plan.kind.name](plan.terms), lines)
    plan.terms.campaigns.write()
    settled = settle_new(loaded)
    loaded.write()
    loaded.leads.difference_update(lead.pk for lead in settled)
    follow(loaded, plan)
    keep_rows(batch, lines)
    count(batch, lines, now=now)


def wait_for_others(plan: Plan, lines: list[Line]) -> None:
    """Let who else brings people in at this moment be through: they would not be seen yet, and
    come in twice. One import at a time, and the inquiries of the same people."""
    if plan.kind.name in BY_LIKENESS:
        wait_for_turns([EVERY_IMPORT])
        who = [identity_of(line.values) for line in lines]
        wait_for_turns([key for each in who for key in (each.email, each.phone)])


def judge(loader: Loader, lines: list[Line]) -> Loaded:
    """Give each row its fate; what has to be written for them."""
    return loader.load([line for line in lines if line.is_open])


def follow(loaded: Loaded, plan: Plan) -> None:
    """The kept state of the leads, the flags that are over, the people who refuse."""
    if ids := sorted(loaded.leads):
        settle_from_database(ids, at=plan.terms.at)
    heed(loaded.refusing, by=plan.terms.by, at=plan.terms.at)


def settle_from_database(ids: list[int], *, at: datetime) -> None:
    list(Lead.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    settle(ids, at=at, keep_flags=False)
    end_over(ids, at=at)


def keep_rows(batch: Import, lines: list[Line]) -> None:
    """What became of each row, for the accounting and its downloads."""
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            line=line.number,
            fate=line.fate,
            reason=str(line.reason)[:300],
            warning=" ".join(str(warning) for warning in line.warnings)[:600],
            cells=line.cells,
            lead=line.lead,
        )
        for line in lines
    )


def count(batch: Import, lines: list[Line], *, now: datetime) -> None:
    """Move the counters on."""
    account = Account(reasons=Counter(batch.reasons), warned=Counter(batch.warned))
    account.enter(lines)
    for fate in ImportRow.Fate.values:
        setattr(batch, fate, getattr(batch, fate) + account.fates[fate])
    batch.rows_done += len(lines)
    batch.warnings += account.warnings
    batch.reasons, batch.beaten_at = dict(account.reasons.most_common()), now
    batch.warned = dict(account.warned.most_common())
    batch.save(update_fields=[*COUNTED, "beaten_at"])


COUNTED = [*ImportRow.Fate.values, "rows_done", "warnings", "reasons", "warned"]


def account_of(batch: Import) -> Account:
    """The account of the rows taken so far."""
    fates = Counter({fate: getattr(batch, fate) for fate in ImportRow.Fate.values})
    return Account(fates, batch.warnings, Counter(batch.reasons), Counter(batch.warned))
