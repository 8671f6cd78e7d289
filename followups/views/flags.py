"""What slips through the cracks, as of the last sweep."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from followups.lists.flag_list import flag_list
from leadfollow import clock
from leadfollow.http import SignedInRequest, tidy


def flags(request: SignedInRequest) -> HttpResponse:
    """The standing flags in reach, by cause; htmx gets the list alone."""
    request.GET = tidy(request.GET)  # type: ignore[assignment]
    listed = flag_list(request.GET, user=request.user, now=clock.now())
    template = "followups/_flag_list.html" if request.htmx else "followups/flags.html"
    return render(request, template, {"list": listed})
