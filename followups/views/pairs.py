"""Leads that may be one: put together, or told apart for good."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups.lists.pairs import pairs_for, rows_of
from followups.views.merging import mergeable
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.models import Pair
from leads.pairs import NotParted, part_leads, undo_parting

PAGE = 50


def pairs(request: SignedInRequest) -> HttpResponse:
    """Two by two, with what speaks for it; those found last come first."""
    user = request.user
    if not (user.is_manager or user.is_event_manager or user.is_admin):
        raise PermissionDenied
    page = Paginator(pairs_for(user), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_of(page.object_list)}
    return render(request, "followups/pairs.html", context)


@require_POST
def part(request: SignedInRequest, lead_id: int, other_id: int) -> HttpResponse:
    """They are not the same; that can be taken back."""
    one, other = mergeable(request, lead_id), mergeable(request, other_id)
    if one.pk == other.pk:
        raise Http404
    pair = part_leads(one=one, other=other, by=request.user, at=clock.now())
    said = _("%(one)s and %(other)s are not the same, and are not proposed again.")
    undo = reverse("followups:undo_part", args=[pair.pk])
    messages.success(request, said % {"one": one, "other": other}, extra_tags=undo)
    return redirect("followups:pairs")


@require_POST
def undo_part(request: SignedInRequest, pair_id: int) -> HttpResponse:
    """They may be the same after all: whoever may put the two together says so."""
    pair = get_object_or_404(Pair.objects.mergeable_by(request.user), pk=pair_id)
    try:
        undo_parting(pair=pair, by=request.user, at=clock.now())
    except NotParted as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: they may be the same."))
    return redirect("followups:pairs")
