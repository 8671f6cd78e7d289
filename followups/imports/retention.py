"""How long the file of an import is kept: for its downloads and its undo, and no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from followups.policy import IMPORT_DAYS
from leads.models import Import
from leads.models.importing import BEFORE

KEPT = timedelta(days=IMPORT_DAYS)


def kept_until(batch: Import) -> datetime | None:
    """When the file and the cells of its rows are deleted; None while it is under way."""
    return batch.finished_at + KEPT if batch.finished_at else None


def drop_old_files(*, now: datetime) -> int:
    """Delete what imports of 30 days ago brought, but for the counts and what became of each line;
    drafts of then wholly. How many imports."""
    drafts = Import.objects.filter(BEFORE, created_at__lte=now - KEPT)
    number, _ = drafts.delete()
    old = Import.objects.filter(finished_at__lte=now - KEPT).exclude(mapping={}, content=None)
    for batch in old.defer("content").iterator():
        with transaction.atomic():
            batch.rows.update(cells=[], reason="", warning="")
            batch.content, batch.mapping = None, {}
            batch.save(update_fields=["content", "mapping"])
        number += 1
    return number
