"""Steps 3 and 4 of bringing a file in: the check, and the start of the import."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from followups.imports.running import parted
from followups.imports.shapes import remember
from followups.imports.starting import as_options
from followups.staleness import flags_as_of, is_stale
from followups.views.imports import reachable
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.imports.preparing import prepare, refuse_unfit
from leads.imports.refusals import Refused
from leads.models import Import
from leads.models.importing import BEFORE, ImportState


def check(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Step 3: what would become of the rows, or how far that is. Nothing is written."""
    batch = get_object_or_404(reachable(request), pk=import_id)
    if not (batch.is_checked or batch.state == ImportState.CHECKING):  # refused, or begun
        address = reverse("followups:import", args=[batch.pk])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    now = clock.now()
    waits = not batch.checked and is_stale(flags_as_of(), now=now)  # the same worker sweeps
    found = batch.checked
    said = parted(found.get("reasons", {}), found.get("warned", {}))
    page = {"import": batch, "found": found, "said": said, "nobody_came": waits}
    template = "_import_check.html" if request.htmx else "import_check.html"
    return render(request, f"followups/{template}", page)


@require_POST
def start(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Step 4: let the worker take it, checked or not. Pressed twice, it starts once."""
    batch = get_object_or_404(reachable(request), pk=import_id)
    drafts = Import.objects.filter(BEFORE, pk=batch.pk)
    if batch.mapping and drafts.exists():
        try:
            header, rows = table_of(batch)
        except Refused as refusal:  # what it names has gone since the check
            messages.error(request, str(refusal))
        else:
            if drafts.update(
                state=ImportState.WAITING, rows_total=rows, header=header, checked={},
                beaten_at=None,
            ):  # fmt: skip
                remember(batch, header, by=request.user, at=clock.now())
    return redirect("followups:import", batch.pk)


def table_of(batch: Import) -> tuple[list[str], int]:
    """Its columns and how many rows it has, found by the check or, without one, now; Refused where
    what is said of the file makes no sense."""
    at, options = clock.now(), as_options(batch.options)
    if batch.is_checked:
        header = batch.checked["columns"]
        refuse_unfit(batch.kind, header, raw=batch.mapping, options=options, at=at, by=batch.by)
        return header, batch.rows_total
    plan = prepare(
        batch.kind, bytes(batch.content or b""), raw=batch.mapping, options=options,
        at=at, by=batch.by,
    )  # fmt: skip
    return plan.sheet.header, plan.sheet.row_count
