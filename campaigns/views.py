"""The registry of campaigns: list, one, create, edit, retire."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import operations
from campaigns.forms import CampaignForm
from campaigns.models import Campaign
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.people.models import User


def campaigns(request: SignedInRequest) -> HttpResponse:
    """Those in reach: events by date, the newest first, then the standing sources."""
    shown = "retired" if request.GET.get("state") == "retired" else "in use"
    rows = Campaign.objects.visible_to(request.user).select_related("owner", "team", "segment")
    rows = rows.filter(retired_at__isnull=shown == "in use")
    kinds = rows.order_by("kind", F("starts_on").desc(nulls_last=True), "name")  # events first
    page = {
        "campaigns": kinds,
        "shown": shown,
        "now": clock.now(),
        "may_create": may_create(request.user),
    }
    return render(request, "campaigns/campaigns.html", page)


def campaign(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """One campaign: what is said about it, and the ways to its leads and its report."""
    rows = Campaign.objects.visible_to(request.user)
    rows = rows.with_held().select_related("owner", "team", "segment", "lead_form")
    found = get_object_or_404(rows, pk=campaign_id)
    may_edit = Campaign.objects.editable_by(request.user).filter(pk=found.pk).exists()
    files = [link.file for link in found.files.kept().select_related("file__by")]
    page = {
        "campaign": found,
        "may_edit": may_edit,
        "may_form": found.is_formed_by(request.user),
        "now": clock.now(),
        "files": files,
    }
    return render(request, "campaigns/campaign.html", page)


def new(request: SignedInRequest) -> HttpResponse:
    """Write down a new one."""
    if not may_create(request.user):
        raise Http404
    form = CampaignForm(
        request.POST or None, editor=request.user, segment=request.GET.get("segment", "")
    )
    if form.is_valid():
        try:
            made = operations.create_campaign(facts=form.facts, by=request.user, at=clock.now())
        except operations.Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("%(made)s is written down.") % {"made": made})
            return redirect("campaigns:detail", made.pk)
    return form_page(request, {"form": form})


def edit(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Say something else about it."""
    found = get_object_or_404(Campaign.objects.editable_by(request.user), pk=campaign_id)
    form = CampaignForm(request.POST or None, editor=request.user, campaign=found)
    if form.is_valid():
        try:
            operations.edit_campaign(
                campaign=found, facts=form.facts, by=request.user, at=clock.now()
            )
        except operations.Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns:detail", found.pk)
    return form_page(request, {"form": form, "campaign": found})


@require_POST
def retire(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Take it out of the lists one picks from."""
    found = get_object_or_404(Campaign.objects.editable_by(request.user), pk=campaign_id)
    operations.retire_campaign(campaign=found, by=request.user, at=clock.now())
    messages.success(
        request, _("%(found)s is retired; its leads and its report stay.") % {"found": found}
    )
    return redirect("campaigns:detail", found.pk)


@require_POST
def bring_back(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Put it back in use."""
    found = get_object_or_404(Campaign.objects.editable_by(request.user), pk=campaign_id)
    operations.bring_back_campaign(campaign=found, by=request.user, at=clock.now())
    messages.success(request, _("%(found)s is in use again.") % {"found": found})
    return redirect("campaigns:detail", found.pk)


def may_create(user: User) -> bool:
    return user.is_admin or user.is_manager or user.is_event_manager


def form_page(request: SignedInRequest, page: dict[str, Any]) -> HttpResponse:
    """The form; what is wrong with it comes back as 422, which htmx shows too."""
    status = 422 if page["form"].errors else 200
    return render(request, "campaigns/campaign_form.html", page, status=status)
