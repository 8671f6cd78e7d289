"""Lists to choose from: read by everybody, kept by whom each list names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.lists.declared import LISTS, ChoiceList
from leadfollow.people.lists.form import RowForm
from leadfollow.people.lists.operations import add_row, bring_back_row, edit_row, retire_row
from leadfollow.people.lists.page import list_page
from leadfollow.people.operations import Refusal

UNPROCESSABLE = 422


def list_named(slug: str) -> ChoiceList:
    """The list, if it is used here."""
    if (its := LISTS.get(slug)) is None or not its.is_on():
        raise Http404
    return its


def editable(request: SignedInRequest, slug: str, row_id: int) -> tuple[ChoiceList, Any]:
    """The list and one of its rows, for whoever keeps it."""
    its = list_named(slug)
    if not its.may_edit(request.user):
        raise Http404
    return its, get_object_or_404(its.rows, pk=row_id)


@require_http_methods(["GET", "POST"])
def rows(request: SignedInRequest, list_slug: str) -> HttpResponse:
    """What is offered and what is retired; with a post, one more."""
    its = list_named(list_slug)
    page = list_page(its, reader=request.user)
    if request.method == "POST" and not page.may_edit:
        raise Http404
    form = its.form(request.POST if request.method == "POST" else None)
    if form.is_valid() and (added := saved(form, its, request)):
        messages.success(request, _("“%(name)s” is offered from now on.") % {"name": added})
        return redirect("people:list", list_slug=list_slug)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "people/list.html", {"page": page, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def row(request: SignedInRequest, list_slug: str, row_id: int) -> HttpResponse:
    """What is said about one."""
    its, this = editable(request, list_slug, row_id)
    form = its.form(request.POST if request.method == "POST" else None, row=this)
    if form.is_valid() and (changed := saved(form, its, request, row=this)):
        messages.success(request, _("“%(name)s” is saved.") % {"name": changed})
        return redirect("people:list", list_slug=list_slug)
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"list": its, "row": this, "form": form}
    return render(request, "people/list_row.html", context, status=status)


def saved(form: RowForm, its: ChoiceList, request: SignedInRequest, *, row: Any = None) -> Any:
    """The row as it is now; none where that cannot be, and the form says why."""
    values, by, at = form.cleaned_data, request.user, clock.now()
    try:
        if row is None:
            return add_row(to=its, values=values, by=by, at=at)
        return edit_row(of=its, row=row, values=values, by=by, at=at)
    except Refusal as refusal:
        field = getattr(refusal, "field", its.same[0])
        form.add_error(field if field in form.fields else None, str(refusal))
        return None


@require_POST
def retire(request: SignedInRequest, list_slug: str, row_id: int) -> HttpResponse:
    """Offer it no more; the line that says so can undo it."""
    its, this = editable(request, list_slug, row_id)
    try:
        retire_row(of=its, row=this, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("“%(name)s” is retired: not offered any more, kept where it was chosen.")
        undo = reverse("people:bring_back_row", args=[list_slug, row_id])
        messages.success(request, told % {"name": this}, extra_tags=undo)
    return redirect("people:list", list_slug=list_slug)


@require_POST
def bring_back(request: SignedInRequest, list_slug: str, row_id: int) -> HttpResponse:
    """Offer it again; the line that says so can undo it."""
    its, this = editable(request, list_slug, row_id)
    try:
        bring_back_row(of=its, row=this, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        undo = reverse("people:retire_row", args=[list_slug, row_id])
        told = _("“%(name)s” is offered again.") % {"name": this}
        messages.success(request, told, extra_tags=undo)
    return redirect("people:list", list_slug=list_slug)
