"""Whether the product does its work: the admin's page, and a monitor's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from followups import staleness
from followups.condition import disk, newest_good, trouble_with_backups
from followups.models import FlagKind, SweepRun
from leadfollow import clock
from leadfollow.backups.models import BackupRun
from leadfollow.http import SignedInRequest
from leadfollow.outbox.models import Outbox
from leadfollow.outbox.sending import try_again
from leadfollow.words import age_in_words, number, within

SWEEPS = 10
BACKUPS = 7
LETTERS = 20
NOTHING_FAILED = gettext_lazy("No mail has failed: there is nothing to try again.")


def health(request: SignedInRequest) -> HttpResponse:
    """The last sweeps and backups, what lies in the outbox, and the room that is left."""
    refuse_others(request)
    now = clock.now()
    return render(
        request, "followups/health.html", {**swept(now), **kept(now), **letters(), "disk": disk()}
    )


@require_POST
def retry(request: SignedInRequest) -> HttpResponse:
    """Try what could not be sent once more."""
    refuse_others(request)
    count = try_again(now=clock.now())
    said = ngettext(
        "%(number)s mail is tried again within seconds.",
        "%(number)s mails are tried again within seconds.",
        count,
    )
    messages.success(request, said % {"number": number(count)} if count else NOTHING_FAILED)
    return redirect("followups:health")


def refuse_others(request: SignedInRequest) -> None:
    if not request.user.is_admin:
        raise PermissionDenied


def swept(now: datetime) -> dict[str, Any]:
    as_of = staleness.flags_as_of()
    return {
        "sweeps": [said(run) for run in SweepRun.objects.newest_first()[:SWEEPS]],
        "as_of": as_of,
        "age": age_in_words(now - as_of) if as_of else "",
        "is_stale": staleness.is_stale(as_of, now=now),
        "every": settings.SWEEP_EVERY,
    }


def kept(now: datetime) -> dict[str, Any]:
    good = newest_good()
    return {
        "backups": BackupRun.objects.newest_first()[:BACKUPS],
        "backups_on": settings.BACKUPS,
        "backups_in": settings.BACKUP_DIR,
        "good_backup": good,
        "backup_age": age_in_words(now - good.started_at) if good else "",
        "backup_trouble": trouble_with_backups(good, now=now),
    }


def letters() -> dict[str, Any]:
    waiting = Outbox.objects.waiting().order_by("created_at")
    given_up = Outbox.objects.filter(given_up_at__isnull=False).order_by("-given_up_at")
    return {
        "waiting": waiting.count(),
        "given_up": given_up.count(),
        "failed": Outbox.objects.failed().count(),
        "letters": [*waiting[:LETTERS], *given_up[:LETTERS]],
    }


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
    return ", ".join(
        f"{number(count)} {within(labels.get(kind, kind))}"
        for kind, count in counts.items()
        if count
    )
