"""The lead list."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from followups.lists.bulk_form import BulkForm
from followups.lists.known import met_in_search
from followups.lists.lead_filter import LeadFilter
from followups.lists.lead_list import NEWEST, lead_list
from followups.lists.saved_views import (
    query_of,
    teams_to_share_with,
    told_of,
    view_at,
    views_in_reach,
)
from followups.lists.view_forms import ViewForm
from followups.views.bulk import change_leads
from leadfollow import clock
from leadfollow.http import SignedInRequest, tidy

UNPROCESSABLE = 422


def leads(request: SignedInRequest) -> HttpResponse:
    """The leads in reach that the address asks for; htmx gets the table alone."""
    asked = tidy(request.GET)
    address = f"{request.path}?{asked.urlencode()}" if asked else request.path
    if len(asked) != len(request.GET) and request.method == "GET" and not request.htmx:
        return redirect(address)
    request.GET = asked  # type: ignore[assignment]  # links in the table keep only what says something
    if request.method == "POST":
        return bulk(request, address)
    response = page(request)
    if request.htmx:
        response["HX-Push-Url"] = address
    return response


def bulk(request: SignedInRequest, address: str) -> HttpResponse:
    """Change the ticked leads; what is refused is said on the same list, with the same ticks."""
    filtered = LeadFilter(request.GET, user=request.user, now=clock.now())
    form = BulkForm(request.POST, filtered=filtered)
    return redirect(address) if change_leads(request, form) else page(request, refused=form)


def exported(asked: QueryDict, sort: str) -> str:
    """The address of the same list as a file: its filters and its order."""
    query = query_of(asked)
    return query or (f"sort={sort}" if sort != NEWEST else "")


def page(request: SignedInRequest, *, refused: BulkForm | None = None) -> HttpResponse:
    """The list, or for htmx its table; the numbers of the views stand on the whole page only."""
    user = request.user
    now, typed = clock.now(), request.GET.get("q", "")
    listed = lead_list(request.GET, user=user, now=now)
    views = views_in_reach(user)
    context: dict[str, Any] = {
        "list": listed,
        "met": met_in_search(typed, user=user, now=now) if typed else [],
        "sort": listed.sort,
        "export_query": exported(request.GET, listed.sort),
        "view": view_at(views, request.GET, user),
        "bulk": refused or BulkForm(filtered=listed.filter),
        "view_form": ViewForm(teams=teams_to_share_with(user)) if listed.filter.chips else None,
    }
    if request.htmx:
        return render(request, "followups/_lead_list.html", context)
    lines, more = told_of(views, user, like=listed.filter)
    status = UNPROCESSABLE if refused else 200
    context |= {"views": lines, "more": more}
    return render(request, "followups/leads.html", context, status=status)
