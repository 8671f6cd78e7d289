"""The lead list."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from followups.lead_list import lead_list
from followups.saved_views import teams_to_share_with, view_at, views_of
from followups.view_forms import ViewForm
from leadfollow import clock
from leadfollow.http import SignedInRequest


def leads(request: SignedInRequest) -> HttpResponse:
    """The leads in reach that the address asks for; htmx gets the table alone."""
    asked = tidy(request.GET)
    address = f"{request.path}?{asked.urlencode()}" if asked else request.path
    if len(asked) != len(request.GET) and not request.htmx:
        return redirect(address)
    request.GET = asked  # type: ignore[assignment]  # links in the table keep only what says something
    response = page(request)
    if request.htmx:
        response["HX-Push-Url"] = address
    return response


def page(request: SignedInRequest) -> HttpResponse:
    """The list, or for htmx its table; the numbers of the views stand on the whole page only."""
    user = request.user
    listed = lead_list(request.GET, user=user, now=clock.now())
    context = {
        "list": listed,
        "sort": listed.sort,
        "view": view_at(user, request.GET),
        "view_form": ViewForm(teams=teams_to_share_with(user)) if listed.filter.chips else None,
    }
    if request.htmx:
        return render(request, "followups/_lead_list.html", context)
    views, more = views_of(user, like=listed.filter)
    return render(request, "followups/leads.html", {**context, "views": views, "more": more})


def tidy(asked: QueryDict) -> QueryDict:
    """Only what was filled in, once each; another page is asked for only by its own link."""
    said = QueryDict(mutable=True)
    for name in asked:
        if value := str(asked[name]).strip():
            said[name] = value
    return said
