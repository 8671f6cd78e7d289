"""Taking an import back: what would go and what would stay, then the worker does it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from followups.imports.undoing import ask_undo, forecast, may_undo, until
from followups.operations.refusal import Refusal
from followups.views.imports import reachable
from leadfollow import clock
from leadfollow.http import SignedInRequest


def undo_import(request: SignedInRequest, import_id: int) -> HttpResponse:
    """What the undo of an import would do; sent, the worker begins with it."""
    batch = get_object_or_404(reachable(request).select_related("by"), pk=import_id)
    now = clock.now()
    if request.method == "POST":
        try:
            ask_undo(batch=batch, by=request.user, at=now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("followups:import", batch.pk)
    if not may_undo(batch, request.user, now=now):
        raise Http404
    found = forecast(batch)
    stays = [(_(event), number) for event, number in found.stays.most_common()]
    page = {"import": batch, "found": found, "stays": stays, "undo_until": until(batch)}
    return render(request, "followups/import_undo.html", page)
