"""The lead list as a file, for those who may take it along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from followups import operations
from followups.exports.columns import Cell, columns, rows
from followups.exports.writing import MOST_IN_WORKBOOK, as_csv, as_workbook
from followups.lists.lead_filter import LeadFilter
from followups.lists.lead_list import order_asked_for, order_of
from followups.lists.saved_views import query_of
from leadfollow import clock
from leadfollow.clock import today
from leadfollow.http import SignedInRequest, tidy
from leadfollow.people.models.organisation import known
from leads.models.lead import LeadQuerySet
from leads.own_fields.values import own_fields

FORMS = {"csv": None, "xlsx": MOST_IN_WORKBOOK}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reauthentication_required
@require_http_methods(["GET", "POST"])
def export_leads(request: SignedInRequest) -> HttpResponseBase:
    """What would leave; sent off, the file."""
    if not request.user.may_export:
        raise Http404
    request.GET = tidy(request.GET)  # type: ignore[assignment]  # as the list reads it
    now = clock.now()
    filtered = LeadFilter(request.GET, user=request.user, now=now)
    if request.method == "POST":
        return file(request, filtered)
    context = {
        "number": filtered.leads.exportable_by(request.user).order_by().count(),
        "chips": filtered.chips,
        "most": MOST_IN_WORKBOOK,
        "query": query_of(request.GET),
    }
    return render(request, "followups/export.html", context)


def file(request: SignedInRequest, filtered: LeadFilter) -> HttpResponseBase:
    """All rows in the order of the list, in the form that was asked for."""
    form, user, query = request.POST.get("form", ""), request.user, query_of(request.GET)
    if form not in FORMS:
        raise Http404
    placed = order_of(order_asked_for(request.GET)).apply(filtered.leads)
    leads = cast(LeadQuerySet, placed)
    try:
        ids = operations.export_leads(
            leads=leads, query=query, form=form, most=FORMS[form], by=user, at=filtered.now
        )
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{request.path}?{query}")
    return answer(form, ids, filtered)


def answer(form: str, ids: list[int], filtered: LeadFilter) -> HttpResponseBase:
    told = columns(own_fields())
    header = [name for name, _tell in told]
    lines = rows(ids, [tell for _name, tell in told], zone=filtered.zone)
    name = f"{_('leads')}-{today(filtered.zone, filtered.now).isoformat()}.{form}"
    if form == "xlsx":
        book = as_workbook(header, lines)
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    sent = StreamingHttpResponse(as_sent(header, lines), content_type="text/csv; charset=utf-8")
    sent["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def as_sent(header: list[str], lines: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file while it leaves, after the page is answered: what it needs is asked for once."""
    with known():
        yield from as_csv(header, lines)
