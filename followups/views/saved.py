"""Saved views of the lead list: kept, named, shared, taken out and brought back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.lists.lead_filter import LeadFilter
from followups.lists.saved_views import (
    MOST_LISTED,
    address_of,
    query_of,
    teams_to_share_with,
    told_of,
    views_in_reach,
)
from followups.lists.view_forms import ViewForm
from followups.models import SavedView
from leadfollow import clock
from leadfollow.http import SignedInRequest

CONFLICT, UNPROCESSABLE = 409, 422


def changeable(request: SignedInRequest, view_id: int) -> SavedView:
    views = SavedView.objects.changeable_by(request.user).select_related("team")
    return get_object_or_404(views, pk=view_id)


def views(
    request: SignedInRequest, *, status: int = 200, refused: tuple[int, ViewForm] | None = None
) -> HttpResponse:
    """All views in reach, with their numbers; forms for those that are this person's to change."""
    user = request.user
    like = LeadFilter(QueryDict(), user=user, now=clock.now())
    lines, more = told_of(views_in_reach(user), user, like=like, most=MOST_LISTED)
    teams, forms = teams_to_share_with(user), dict([refused] if refused else [])
    for line in lines:
        if line.may_change:
            forms.setdefault(line.view.pk, ViewForm(teams=teams, view=line.view))
    rows = [(line, forms.get(line.view.pk)) for line in lines]
    return render(request, "followups/views.html", {"rows": rows, "more": more}, status=status)


def new_view(request: SignedInRequest) -> HttpResponse:
    """Keep the filters that the address carries."""
    filtered = LeadFilter(request.GET, user=request.user, now=clock.now())
    query = query_of(request.GET)
    if not query or not filtered.is_valid():
        messages.error(request, _("There is nothing to keep yet: filter the list first."))
        return redirect("followups:leads")
    form = ViewForm(request.POST or None, teams=teams_to_share_with(request.user))
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            view = operations.save_view(query=query, by=request.user, at=clock.now(), **form.chosen)
        except operations.Refusal as refusal:
            form.add_error("name", str(refusal))
            status = CONFLICT
        else:
            messages.success(
                request, _("Saved as “%(view)s”. It stands above the list.") % {"view": view}
            )
            return redirect(address_of(query))
    context = {"form": form, "chips": filtered.chips, "back": address_of(query)}
    return render(request, "followups/new_view.html", context, status=status)


@require_POST
def change_view(request: SignedInRequest, view_id: int) -> HttpResponse:
    """Another name, or shared with others."""
    view = changeable(request, view_id)
    form = ViewForm(request.POST, teams=teams_to_share_with(request.user), view=view)
    if not form.is_valid():
        return views(request, status=UNPROCESSABLE, refused=(view_id, form))
    try:
        view = operations.change_view(view=view, by=request.user, at=clock.now(), **form.chosen)
    except operations.Refusal as refusal:
        form.add_error("name", str(refusal))
        return views(request, status=CONFLICT, refused=(view_id, form))
    messages.success(request, _("Saved: “%(view)s”.") % {"view": view})
    return redirect("followups:views")


@require_POST
def remove_view(request: SignedInRequest, view_id: int) -> HttpResponse:
    """Take a view out; the standing line brings it back."""
    view = changeable(request, view_id)
    operations.remove_view(view=view, by=request.user, at=clock.now())
    undo = reverse("followups:restore_view", args=[view.pk])
    messages.success(
        request, _("Deleted: “%(view)s”. No lead was touched.") % {"view": view}, extra_tags=undo
    )
    return redirect("followups:views")


@require_POST
def restore_view(request: SignedInRequest, view_id: int) -> HttpResponse:
    """Bring a view back."""
    view = changeable(request, view_id)
    try:
        operations.restore_view(view=view, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(view)s” is back.") % {"view": view})
    return redirect("followups:views")
