"""The optional parts: what each brings, and its switch."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.optional import OPTIONAL, switch_part


def parts(request: SignedInRequest) -> HttpResponse:
    """For admins: each part with what it brings, and whether it is on."""
    if not request.user.is_admin:
        raise PermissionDenied
    return render(request, "people/parts.html", {"parts": OPTIONAL})


@require_POST
def switch(request: SignedInRequest, part: str) -> HttpResponse:
    """On or off, as the button said."""
    if not request.user.is_admin:
        raise PermissionDenied
    meant = next((each for each in OPTIONAL if each.slug == part), None)
    if meant is None:
        raise Http404
    on = request.POST.get("on") == "1"
    switch_part(part=meant, on=on, by=request.user, at=clock.now())
    said = _("“%(part)s” is on.") if on else _("“%(part)s” is off. What was entered there stays.")
    messages.success(request, said % {"part": meant.name})
    return redirect("people:parts")
