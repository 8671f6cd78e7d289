"""Alive and ready; and the pages for what went wrong."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults

from followups.staleness import flags_as_of, is_stale
from leadfollow import clock


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """The web process answers."""
    return JsonResponse({"ok": True})


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and the sweep runs; 503 when not.

    A recent sweep proves broker, worker and beat; asking Redis could hold this page for long.
    """
    try:
        swept_at = flags_as_of()
    except DatabaseError:
        told: dict[str, Any] = {"ok": False, "database": False, "sweep": False, "swept_at": None}
    else:
        fresh = not is_stale(swept_at, now=clock.now())
        told = {"ok": fresh, "database": True, "sweep": fresh, "swept_at": swept_at}
    return JsonResponse(told, status=200 if told["ok"] else 503)


@login_not_required
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: say so, and how to go on."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


@login_not_required
def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person."""
    return defaults.permission_denied(request, exception, template_name="403.html")


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here, or nothing that this person may see."""
    return defaults.page_not_found(request, exception, template_name="404.html")


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return defaults.server_error(request, template_name="500.html")
