"""The bin: a lead put into it, the list of those that are there, and back out of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from followups.models import RemovalReason, RemovedLead
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.models import Lead

PAGE = 50


@require_POST
def remove_lead(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Into the bin: a manager decides that."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=lead_id)
    if not Lead.objects.removable_by(request.user).filter(pk=lead_id).exists():
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    if reason not in RemovalReason.values:
        messages.error(request, _("Say why it goes: a mistake, or a test. Nothing was changed."))
        return redirect("followups:lead", lead_id=lead_id)
    removed = operations.remove_lead(lead=lead, reason=reason, by=request.user, at=clock.now())
    undo = reverse("followups:restore_lead", args=[removed.pk])
    messages.success(
        request, _("%(removed)s is in the bin for 30 days.") % {"removed": removed}, extra_tags=undo
    )
    return redirect("followups:leads")


def bin_(request: SignedInRequest) -> HttpResponse:
    """What was removed, by whom and why, until it is deleted for good."""
    user = request.user
    if not (user.is_manager or user.is_admin):
        raise PermissionDenied
    there = RemovedLead.objects.visible_to(user).defer("rows", "pointers")
    rows = there.select_related("owner", "campaign", "removed_by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "followups/bin.html", {"page": page})


@require_POST
def restore_lead(request: SignedInRequest, removed_id: int) -> HttpResponse:
    """Back as it was."""
    removed = get_object_or_404(RemovedLead.objects.visible_to(request.user), pk=removed_id)
    try:
        lead = operations.restore_lead(removed=removed, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:bin")
    messages.success(request, _("%(lead)s is back as it was.") % {"lead": lead})
    return redirect("followups:lead", lead_id=lead.pk)
