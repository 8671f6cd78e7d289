"""Whether every row of a file is accounted for, and what it brought can be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef

from followups.audit.findings import Finding
from followups.imports.touched import CAME
from leadfollow.log.models import Entry
from leads.models import Import, ImportRow, Lead
from leads.models.importing import ImportKind

Fate = ImportRow.Fate
POINT = (ImportKind.LEADS, ImportKind.MEMBERS)  # kinds of which each created row made a lead


def imports_account() -> Finding:
    """An import has the rows it counts, and each that made a lead points to it while it is here."""
    rows = ImportRow.objects.order_by()
    counted = rows.values_list("batch", "fate").annotate(number=Count("pk"))
    fates = {(batch, fate): number for batch, fate, number in counted}
    lost = rows.filter(fate=Fate.CREATED, lead=None, undone="", settled_at=None)
    lost = lost.filter(batch__kind__in=POINT)
    lost = lost.filter(settled_at=None)  # what a person took in came without the import
    loose = Counter(lost.values_list("batch", flat=True))
    found = []
    for batch in Import.objects.order_by("pk").defer("content", "mapping", "reasons"):
        found += list(miscounted(batch, fates))
        if loose[batch.pk] > (gone := gone_since(batch) if loose[batch.pk] else 0):
            number = loose[batch.pk] - gone
            found.append(f"import {batch.pk}: {number} of its rows have lost their leads")
    return Finding(rows.count(), found)


def miscounted(batch: Import, fates: dict[tuple[int, str], int]) -> Iterator[str]:
    for fate in Fate.values:
        rows, said = fates.get((batch.pk, fate), 0), getattr(batch, fate)
        if rows != said:
            yield f"import {batch.pk}: says {said} {fate}, and has {rows} such rows"


def gone_since(batch: Import) -> int:
    """Leads that came with it and are not here any more: in the bin, merged, gone for good."""
    here = Lead.objects.filter(pk=OuterRef("lead_id"))
    came = Entry.objects.filter(event=CAME, at=batch.started_at or batch.created_at, by=batch.by_id)
    return came.filter(~Exists(here)).count()
