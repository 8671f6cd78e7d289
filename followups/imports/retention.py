"""How long the file of an import is kept: for its downloads and its undo, and no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from followups.imports.downloads import header_of
from followups.policy import IMPORT_DAYS
from leads.models import Import, ImportRow
from leads.models.importing import BEFORE, ImportRowQuerySet, ImportState

KEPT = timedelta(days=IMPORT_DAYS)
GONE_AFTER = timedelta(days=1)  # without a sign of life; own


def kept_until(batch: Import) -> datetime | None:
    """When the file and the cells of its rows are deleted, but for those that still wait for a
    person; None while it is under way."""
    return batch.finished_at + KEPT if batch.finished_at else None


def drop_old_files(*, now: datetime) -> int:
    """Delete what imports of 30 days ago brought, but for the counts, what became of each line, and
    the cells of rows that still wait for a person; drafts of then wholly. How many imports."""
    drafts = Import.objects.filter(BEFORE, created_at__lte=now - KEPT)
    number, _rows = drafts.delete()
    old = Import.objects.filter(finished_at__lte=now - KEPT).exclude(mapping={}, content=None)
    waits = still_told(now).filter(batch=OuterRef("pk"))
    told = ImportRow.objects.filter(batch=OuterRef("pk")).exclude(cells=[])
    rest = told.exclude(pk__in=still_told(now).values("pk"))
    known = old.annotate(waits=Exists(waits), has_rest=Exists(rest))
    for batch in known.exclude(waits=True, has_rest=False, content=None).iterator():
        drop(batch, now=now)
        number += 1
    return number


def end_the_killed(*, now: datetime) -> int:
    """Imports from the command line whose process is gone: no worker can go on with them. The same
    file, imported again, does. How many."""
    dead = Import.objects.filter(
        state=ImportState.RUNNING, content=None, beaten_at__lte=now - GONE_AFTER
    )
    return dead.update(
        state=ImportState.REFUSED, finished_at=now, refusal=_("Interrupted: import the file again.")
    )


def still_told(now: datetime) -> ImportRowQuerySet:
    """Rows that wait for a person, or of which he may take back what he decided."""
    told = Q(fate=ImportRow.Fate.HELD) | Q(settled_at__gt=now - KEPT)
    return ImportRow.objects.filter(told, batch__undo_by=None)


@transaction.atomic
def drop(batch: Import, *, now: datetime) -> None:
    """What waits can be read as before: by the names of the columns and what they hold."""
    list(Import.objects.select_for_update().filter(pk=batch.pk).values_list("pk"))
    told = still_told(now).filter(batch=batch)
    batch.rows.exclude(pk__in=told.values("pk")).update(cells=[], reason="", warning="")
    waits = told.exists()
    batch.header = header_of(batch) if waits else []
    batch.content, batch.mapping = None, batch.mapping if waits else {}
    batch.save(update_fields=["content", "mapping", "header"])
