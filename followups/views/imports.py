"""Bringing a file in, step by step: file, columns, check, import, result."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.exports.writing import as_csv, as_workbook
from followups.imports.checking import AT_ONCE, ask_check
from followups.imports.downloads import FATES, rows_of, titles_of
from followups.imports.forms import ColumnsForm
from followups.imports.retention import kept_until
from followups.imports.running import Watch, parted
from followups.imports.starting import draft
from followups.imports.undoing import may_undo, until
from followups.imports.upload_form import UploadForm, kinds_for
from followups.imports.waiting import first_steps, go_on_with, to_begin
from followups.staleness import flags_as_of, is_stale
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User
from leads.imports.preparing import Options
from leads.models import Import, ImportRow, ImportShape, Lead
from leads.models.importing import BEFORE, ImportState


def reachable(request: SignedInRequest) -> Any:
    """The imports of somebody who may import; for anybody else there is no such page."""
    if not kinds_for(request.user):
        raise Http404
    return Import.objects.visible_to(request.user).defer("content")


def imports(request: SignedInRequest) -> HttpResponse:
    """What was brought in, and the form for another file."""
    rows = reachable(request).select_related("by")[:50]
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial={"campaign": request.GET.get("campaign", "")},
    )
    if request.method == "POST" and form.is_valid():
        batch = draft(
            kind=form.cleaned_data["kind"],
            file_name=form.cleaned_data["file"].name,
            content=form.content,
            options=Options(campaign=form.campaign_code),
            by=request.user,
            at=clock.now(),
        )
        return redirect("followups:import", batch.pk)
    shapes = ImportShape.objects.forgettable_by(request.user).select_related("by")[:50]
    page = {"imports": rows, "form": form, "shapes": shapes}
    return render(request, "followups/imports.html", page, status=422 if form.errors else 200)


def import_(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Where it stands: the columns of a draft, the progress, or the result."""
    batch = get_object_or_404(reachable(request), pk=import_id)
    if batch.state == ImportState.CHECKING and request.method == "GET" and not request.GET:
        return redirect("followups:check_import", batch.pk)
    if batch.state in (ImportState.DRAFT, ImportState.CHECKING):
        return columns(request, batch)
    now = clock.now()
    waits = batch.started_at is None and is_stale(flags_as_of(), now=now)  # the same worker sweeps
    page = {"import": batch, "now": now, "nobody_came": waits, "kept_until": kept_until(batch)}
    page |= {"said": parted(batch.reasons, batch.warned)}
    if batch.undo_by_id:
        page |= undone_so_far(batch)
    else:
        page |= left_to_begin(request, batch) | left_to_give(request, batch)
        page |= {"may_undo": may_undo(batch, request.user, now=now), "undo_until": until(batch)}
    template = "_import_progress.html" if request.htmx else "import.html"
    return render(request, f"followups/{template}", page)


SHOWN = 100  # rows of an undone import that stay; the download has all


def undone_so_far(batch: Import) -> dict[str, Any]:
    """What its undo took back, and what stays and why."""
    rows = batch.rows.exclude(undone="").order_by("line")
    gone = Counter(rows.filter(undone=ImportRow.Undone.GONE).values_list("fate", flat=True))
    stays = rows.filter(undone=ImportRow.Undone.STAYS).select_related("lead").defer("cells")
    return {"gone": gone, "stays": stays[:SHOWN], "stays_count": stays.count()}


def left_to_begin(request: SignedInRequest, batch: Import) -> dict[str, Any]:
    """How many leads it brought wait for their cadence, to those who may start it."""
    if batch.state != ImportState.DONE:
        return {}
    proposed = {"proposed": first_steps(batch)}
    if not may_begin(request.user):
        return proposed
    return proposed | {"to_begin": to_begin(batch, by=request.user).count()}


def left_to_give(request: SignedInRequest, batch: Import) -> dict[str, Any]:
    """How many leads it brought have no owner, to those who may give them one; how many of its
    rows wait for this person to complete or drop them."""
    if batch.state != ImportState.DONE:
        return {}
    brought = batch.rows.filter(fate=ImportRow.Fate.CREATED).values("lead")
    leads = Lead.objects.unassigned().assignable_by(request.user)
    undecided = ImportRow.objects.waiting_for(request.user).filter(batch=batch)
    return {"nobodys": leads.filter(pk__in=brought).count(), "undecided": undecided.count()}


def may_begin(user: User) -> bool:
    return user.is_manager or user.is_admin


def columns(request: SignedInRequest, batch: Import) -> HttpResponse:
    """Step 2: which column is what; the guess is filled in."""
    guessing = request.GET.get("guess", "")
    form = ColumnsForm(
        request.POST or None, batch=batch, user=request.user, at=clock.now(), guessing=guessing
    )
    if request.method == "POST" and form.is_another_table:
        chosen = form.table_chosen | form.asked_for_all()
        read_otherwise(batch, {**batch.options, **chosen})
        messages.info(request, _("Read anew. Look at the columns, then check."))
        return redirect("followups:import", batch.pk)
    if request.method == "POST" and form.is_valid():
        rows = form.sheet.row_count
        ask_check(batch, mapping=form.said(), options=form.chosen(), rows=rows)
        if rows <= AT_ONCE:
            go_on_with(batch.pk, Watch(clock.now()))
        return redirect("followups:check_import", batch.pk)
    twin = reachable(request).filter(content_hash=batch.content_hash)
    done = twin.filter(state=ImportState.DONE, kind=batch.kind, undone_at=None)
    before = done.exclude(pk=batch.pk).first()
    page = {"import": batch, "form": form, "before": before}
    status = 422 if form.errors else 200
    return render(request, "followups/import_columns.html", page, status=status)


def read_otherwise(batch: Import, options: dict[str, Any]) -> None:
    """Another table of the file: what was said of its columns, or found, holds no more."""
    Import.objects.filter(BEFORE, pk=batch.pk).update(
        mapping={}, options=options, time_zone=options["time_zone"],
        state=ImportState.DRAFT, checked={}, refusal="", beaten_at=None,
    )  # fmt: skip


@require_POST
def forget_shape(request: SignedInRequest, shape_id: int) -> HttpResponse:
    """Let the next file of these columns be guessed anew."""
    if not kinds_for(request.user):
        raise Http404
    shape = get_object_or_404(ImportShape.objects.forgettable_by(request.user), pk=shape_id)
    shape.delete()
    said = _("Forgotten. The next file with the columns of “%(name)s” is guessed anew.")
    messages.success(request, said % {"name": shape.name})
    return redirect("followups:imports")


@require_POST
def discard(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Throw a draft away; what was imported stays on record."""
    get_object_or_404(reachable(request), BEFORE, pk=import_id).delete()
    messages.success(request, _("The file is thrown away. Nothing was imported."))
    return redirect("followups:imports")


def rows(
    request: SignedInRequest, import_id: int, fate: str, form: str
) -> StreamingHttpResponse | FileResponse:
    """The rows of one fate, with line, reason and original cells, as CSV or a workbook."""
    batch = get_object_or_404(reachable(request), pk=import_id)
    if fate not in FATES:
        raise Http404
    header, found, name = titles_of(batch), rows_of(batch, fate), f"import-{batch.pk}-{fate}.{form}"
    if form == "xlsx":
        return FileResponse(as_workbook(header, found), as_attachment=True, filename=name)
    response = StreamingHttpResponse(as_csv(header, found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def begin_cadences(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Start the cadence of its owned leads without a next step; the worker does it."""
    batch = get_object_or_404(reachable(request), pk=import_id, state=ImportState.DONE)
    if not may_begin(request.user):
        raise Http404
    Import.objects.filter(pk=batch.pk, cadence_by=None).update(
        cadence_by=request.user, cadence_done_to=0, beaten_at=None
    )
    messages.success(request, _("The cadences are being started."))
    return redirect("followups:import", batch.pk)
