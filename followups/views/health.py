"""Whether the product does its work: the admin's page, and a monitor's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from followups import staleness
from followups.models import FlagKind, SweepRun
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.outbox.models import Outbox
from leadfollow.words import age_in_words

SWEEPS = 10
LETTERS = 20


def health(request: SignedInRequest) -> HttpResponse:
    """The last sweeps, and what lies in the outbox."""
    if not request.user.is_admin:
        raise PermissionDenied
    now = clock.now()
    waiting = Outbox.objects.waiting().order_by("created_at")
    given_up = Outbox.objects.filter(given_up_at__isnull=False).order_by("-given_up_at")
    as_of = staleness.flags_as_of()
    context = {
        "sweeps": [said(run) for run in SweepRun.objects.newest_first()[:SWEEPS]],
        "as_of": as_of,
        "age": age_in_words(now - as_of) if as_of else "",
        "is_stale": staleness.is_stale(as_of, now=now),
        "waiting": waiting.count(),
        "given_up": given_up.count(),
        "letters": [*waiting[:LETTERS], *given_up[:LETTERS]],
    }
    return render(request, "followups/health.html", context)


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and the sweep runs; 503 when not.

    A recent sweep proves broker, worker and beat; asking Redis could hold this page for long.
    """
    try:
        swept_at = staleness.flags_as_of()
    except DatabaseError:
        told: dict[str, Any] = {"ok": False, "database": False, "sweep": False, "swept_at": None}
    else:
        fresh = not staleness.is_stale(swept_at, now=clock.now())
        told = {"ok": fresh, "database": True, "sweep": fresh, "swept_at": swept_at}
    return JsonResponse(told, status=200 if told["ok"] else 503)


def said(run: SweepRun) -> dict[str, Any]:
    """One sweep, its counts in words."""
    counts = {name: in_words(getattr(run, name)) for name in ("raised", "cleared", "standing")}
    return {"as_of": run.as_of, "examined": run.examined, "seconds": run.seconds} | counts


def in_words(counts: dict[str, int]) -> str:
    """As in "3 overdue, 1 no next step"."""
    labels = dict(FlagKind.choices)
    return ", ".join(f"{n:,} {labels.get(kind, kind).lower()}" for kind, n in counts.items() if n)
