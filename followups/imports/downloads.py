"""The rows of an import as a table to mend and send again."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from followups.imports.starting import as_options
from leads.imports.refusals import Refused
from leads.models import Import, ImportRow

FATES = (*ImportRow.Fate.values, ImportRow.Undone.STAYS)


def titles_of(batch: Import) -> list[str]:
    """What stands above the rows."""
    return [_("Line"), _("Reason"), _("Warnings"), *header_of(batch)]


def rows_of(batch: Import, fate: str) -> Iterator[list[str]]:
    """The rows of one fate, or those that an undo let stay: line, reason, warnings and the cells
    as they came."""
    rows = batch.rows.filter(Q(fate=fate) | Q(undone=fate)).order_by("line")
    for row in rows.iterator(chunk_size=500):
        why = _(row.stays_for) if row.stays_for else row.reason
        yield [str(row.line), why, row.warning, *map(str, row.cells)]


def header_of(batch: Import) -> list[str]:
    """The names of the file's columns, where they or the file were kept."""
    if batch.header:
        return list(batch.header)
    options, content = as_options(batch.options), bytes(batch.content or b"")
    try:
        return options.open(content).header
    except Refused:
        return []
