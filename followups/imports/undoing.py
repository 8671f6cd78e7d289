"""An import taken back: what it brought and nobody touched since goes, the rest stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.bin import rows_with, take_out
from followups.imports.running import Overtaken, Watch
from followups.imports.touched import BRINGING, TAKEN_BACK, TAKEN_OFF, Brought, brought_by
from followups.models import Channel, Direction, RemovedLead, Source, Touch
from followups.operations.locking import lock_all
from followups.operations.removing import count_anew, people_in
from followups.operations.undoing import NotUndoable
from followups.policy import IMPORT_DAYS
from followups.state import settle
from leadfollow.log.models import Entry, record
from leadfollow.people.models import User
from leads.models import Closure, Contact, Import, ImportRow, Inquiry, Lead, LeadContact
from leads.models.importing import ImportState

AT_ONCE = 200  # rows in one transaction
UNDONE = gettext_noop("import undone")
GONE = gettext_noop("lead taken back")
Fate, Undone = ImportRow.Fate, ImportRow.Undone


def until(batch: Import) -> datetime | None:
    """Until when it can be undone; None where there is nothing to undo."""
    over = batch.state in (ImportState.DONE, ImportState.REFUSED) and batch.finished_at
    if not over or batch.kind not in BRINGING or batch.undone_at:
        return None
    if not batch.created + batch.added:
        return None
    return over + timedelta(days=IMPORT_DAYS)


def may_undo(batch: Import, user: User, *, now: datetime) -> bool:
    """Whoever brought it in, and an admin; not twice, and not after 30 days."""
    limit = until(batch)
    if limit is None or limit < now or batch.undo_by_id:
        return False
    return user.is_admin or batch.by_id == user.pk


@transaction.atomic
def ask_undo(*, batch: Import, by: User, at: datetime) -> Import:
    """Let the worker take an import back. Asked again, nothing changes."""
    batch = Import.objects.select_for_update(of=["self"]).get(pk=batch.pk)
    if batch.undo_by_id:
        return batch
    if not may_undo(batch, by, now=at):
        raise NotUndoable(
            _("An import can be undone for %(days)s days, by whoever made it or an admin.")
            % {"days": IMPORT_DAYS}
        )
    batch.undo_by, batch.cadence_by, batch.beaten_at = by, None, None
    batch.save(update_fields=["undo_by", "cadence_by", "beaten_at"])
    record(gettext_noop("import being undone"), of=batch, by=by, at=at)
    return batch


@dataclass
class Forecast:
    """What an undo would do now."""

    leads: int = 0
    inquiries: int = 0
    touches: int = 0
    stays: Counter[str] = field(default_factory=Counter)  # what happened -> leads

    @property
    def kept(self) -> int:
        return self.stays.total()


def forecast(batch: Import) -> Forecast:
    """Which leads, further inquiries and touches would go, and which stay and why."""
    found, seen = Forecast(), set[int]()
    for rows in slices(batch, size=2000):
        brought = brought_by(batch, rows)
        for lead in {row.lead_id or 0 for row in rows if brought.made_by(row)} - seen:
            if lead in brought.touched:
                found.stays[brought.touched[lead]] += 1
            elif lead in brought.leads:
                found.leads += 1
            else:
                found.inquiries += len(brought.inquiries.get(lead, ()))
                found.touches += len(brought.touches.get(lead, ()))
            seen.add(lead)
    return found


def slices(batch: Import, *, size: int, after: int = 0) -> Iterator[list[ImportRow]]:
    """Its rows in their order, without their cells; read anew for each slice."""
    while rows := list(batch.rows.filter(line__gt=after).order_by("line").defer("cells")[:size]):
        yield rows
        after = rows[-1].line


def go_back(batch: Import, watch: Watch) -> None:
    """Take back what is left, until the watch is over."""
    for rows in slices(batch, size=AT_ONCE, after=batch.undone_to):
        take_back(batch, rows, at=watch.now)
        if watch.is_over:
            return
    finish_undo(batch, at=watch.now)


@transaction.atomic
def finish_undo(batch: Import, *, at: datetime) -> None:
    """All rows are looked at; the log keeps how many went and how many stay."""
    mine = Import.objects.filter(pk=batch.pk, undone_at=None, undone_to=batch.undone_to)
    if not mine.update(undone_at=at):
        raise Overtaken
    counts = Counter(batch.rows.exclude(undone="").values_list("undone", flat=True))
    record(UNDONE, of=batch, by=batch.undo_by, at=at, **counts)


@transaction.atomic
def take_back(batch: Import, rows: Sequence[ImportRow], *, at: datetime) -> None:
    """What these rows brought goes, or is marked to stay; counted in the same transaction."""
    mine = Import.objects.select_for_update(of=["self"]).filter(
        pk=batch.pk, undone_to=batch.undone_to, undone_at=None
    )
    if not mine.values_list("pk", flat=True):
        raise Overtaken
    lock_all({row.lead_id for row in rows if row.lead_id})
    brought = brought_by(batch, rows)
    for row in rows:
        if brought.made_by(row):
            row.stays_for = brought.touched.get(row.lead_id or 0, "")
            row.undone = Undone.STAYS if row.stays_for else Undone.GONE
    ImportRow.objects.bulk_update(
        [row for row in rows if row.undone], ["undone", "stays_for"], batch_size=AT_ONCE
    )
    go(batch, brought, at=at)
    batch.undone_to, batch.beaten_at = rows[-1].line, at
    batch.save(update_fields=["undone_to", "beaten_at"])


def go(batch: Import, brought: Brought, *, at: datetime) -> None:
    """The leads that nobody touched, and what came to others that nobody touched since."""
    leads = brought.leads - brought.touched.keys()
    take_back_inquiries(batch, brought.of_known(brought.inquiries), at=at)
    take_back_touches(batch, brought.of_known(brought.touches), at=at)
    # With its lead a row forgets which it was, also one of a later slice.
    batch.rows.filter(lead__in=leads).update(undone=Undone.GONE)
    remove(batch, leads, at=at)


def take_back_inquiries(batch: Import, asked: dict[int, set[int]], *, at: datetime) -> None:
    """Their leads are as they were: with the talk at the booth that it brought, and their end."""
    inquiries = Inquiry.objects.filter(pk__in=set().union(*asked.values()))
    met = set(inquiries.values_list("lead", "received_at"))
    talks = Touch.objects.filter(
        lead__in=asked, source=Source.IMPORT, channel=Channel.MEETING, direction=Direction.INBOUND
    )
    had = {pk for pk, *when in talks.values_list("pk", "lead", "happened_at") if tuple(when) in met}
    ids = set(inquiries.values_list("pk", flat=True))
    log(TAKEN_BACK, "inquiry", [(pk, lead) for lead, its in asked.items() for pk in its & ids],
        by=batch.undo_by, at=at)  # fmt: skip
    take_out(rows_with(Touch, had))
    take_out(rows_with(Inquiry, ids))
    Closure.objects.filter(lead__in=asked, reopened_at=batch.started_at).update(reopened_at=None)
    settle(asked, at=at)


def take_back_touches(batch: Import, put: dict[int, set[int]], *, at: datetime) -> None:
    """Their leads are as they were without them."""
    here = set(Touch.objects.filter(pk__in=set().union(*put.values())).values_list("pk", flat=True))
    log(TAKEN_OFF, "touch", [(pk, lead) for lead, its in put.items() for pk in its & here],
        by=batch.undo_by, at=at)  # fmt: skip
    take_out(rows_with(Touch, here))
    settle(put, at=at)


def remove(batch: Import, leads: set[int], *, at: datetime) -> None:
    """These leads, and the people it made who stand nowhere else."""
    people = set(LeadContact.objects.filter(lead__in=leads).values_list("contact", flat=True))
    take_out(rows_with(Lead, leads))
    log(GONE, "lead", [(pk, pk) for pk in sorted(leads)], by=batch.undo_by, at=at)
    gone = forgotten(batch, people)
    take_out(rows_with(Contact, gone))
    count_anew(people - gone, at=at)


def forgotten(batch: Import, people: set[int]) -> set[int]:
    """Who came with the import and stands at no lead any more, neither here nor in the bin."""
    if batch.people_before is None:
        return set()
    new = Contact.objects.filter(pk__in=people, pk__gt=batch.people_before)
    alone = new.filter(leads=None, touches=None, inquiries=None, enrolments=None)
    found = set(alone.filter(do_not_contact=False).values_list("pk", flat=True))
    return found - people_in(RemovedLead.objects.only("rows").iterator()) if found else found


def log(
    event: str, kind: str, rows: list[tuple[int, int]], *, by: User | None, at: datetime
) -> None:
    """One entry for each record and its lead."""
    Entry.objects.bulk_create(
        Entry(event=event, kind=kind, record_id=pk, lead_id=lead, by=by, at=at) for pk, lead in rows
    )
