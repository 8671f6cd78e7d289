"""The lead list."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from followups.lead_list import lead_list
from leadfollow import clock
from leadfollow.http import SignedInRequest


def leads(request: SignedInRequest) -> HttpResponse:
    """The leads in reach that the address asks for; htmx gets the table alone."""
    asked = tidy(request.GET)
    address = f"{request.path}?{asked.urlencode()}" if asked else request.path
    if len(asked) != len(request.GET) and not request.htmx:
        return redirect(address)
    request.GET = asked  # type: ignore[assignment]  # links in the table keep only what says something
    listed = lead_list(asked, user=request.user, now=clock.now())
    template = "followups/_lead_list.html" if request.htmx else "followups/leads.html"
    response = render(request, template, {"list": listed, "sort": listed.sort})
    if request.htmx:
        response["HX-Push-Url"] = address
    return response


def tidy(asked: QueryDict) -> QueryDict:
    """Only what was filled in, once each; another page is asked for only by its own link."""
    said = QueryDict(mutable=True)
    for name in asked:
        if value := str(asked[name]).strip():
            said[name] = value
    return said
