"""The rows of an import as a table to mend and send again."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from followups.imports.starting import as_options
from leads.imports.guard import guarded
from leads.imports.refusals import Refused
from leads.models import Import

BOM = "\ufeff"  # without it a spreadsheet program takes UTF-8 for something else


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(batch: Import, fate: str) -> Iterator[str]:
    """The rows of one fate, or those that an undo let stay: line, reason, warnings and the cells
    as they came."""
    writer: Any = csv.writer(Echo())
    yield BOM + writer.writerow(
        [_("Line"), _("Reason"), _("Warnings"), *map(guarded, header_of(batch))]
    )
    rows = batch.rows.filter(Q(fate=fate) | Q(undone=fate)).order_by("line")
    for row in rows.iterator(chunk_size=500):
        cells = [_(row.stays_for) if row.stays_for else row.reason, row.warning, *row.cells]
        yield writer.writerow([row.line, *(guarded(str(cell)) for cell in cells)])


def header_of(batch: Import) -> list[str]:
    """The names of the file's columns, where the file was kept."""
    options, content = as_options(batch.options), bytes(batch.content or b"")
    try:
        return options.open(content).header
    except Refused:
        return []
