"""The form of a campaign, as its event manager makes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.lead_form import making
from campaigns.lead_form.asks import asks_in, default_asks
from campaigns.models import Campaign, LeadForm
from campaigns.operations import Refusal
from followups.submissions.builder_form import BuilderForm
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.models import Criterion
from leads.own_fields.values import own_fields_in_use

INVALID, CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
def lead_form(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """What it asks, and where it is."""
    campaign = formed(request, campaign_id)
    form = LeadForm.objects.filter(campaign=campaign).first()
    asks = (form and asks_in(form)) or default_asks(campaign)
    built = BuilderForm(
        request.POST if request.method == "POST" else None,
        asks=asks,
        hosts=form.hosts if form else (),
        criteria=list(Criterion.objects.in_force()),
        own=own_fields_in_use(),
    )
    if built.is_valid():
        try:
            return saved(request, campaign, built)
        except Refusal as refusal:
            field = "hosts" if isinstance(refusal, making.BadHost) else None
            built.add_error(field, str(refusal))
    context = {
        "campaign": campaign,
        "lead_form": form,
        "form": built,
        "address": address_of(request, form) if form else "",
        "waiting": form.submissions.quarantined().count() if form else 0,
    }
    status = INVALID if built.errors else 200
    return render(request, "campaigns/lead_form.html", context, status=status)


def address_of(request: SignedInRequest, form: LeadForm) -> str:
    """Where it is, as seen from where one is."""
    return request.build_absolute_uri(reverse("followups:public_form", args=[form.token]))


def saved(request: SignedInRequest, campaign: Campaign, built: BuilderForm) -> HttpResponse:
    making.save_form(
        campaign=campaign, asks=built.made, hosts=built.framed_by, by=request.user, at=clock.now()
    )
    messages.success(request, _("Saved: whoever opens the form now sees it so."))
    return redirect("followups:lead_form", campaign.pk)


@require_POST
def close_form(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Nobody can fill it in any more."""
    form = get_object_or_404(LeadForm, campaign=formed(request, campaign_id))
    making.close_form(form=form, by=request.user, at=clock.now())
    undo = reverse("followups:open_form", args=[campaign_id])
    messages.success(request, _("The form is closed."), extra_tags=undo)
    return redirect("followups:lead_form", campaign_id)


@require_POST
def open_form(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Let it be filled in again."""
    form = get_object_or_404(LeadForm, campaign=formed(request, campaign_id))
    making.open_form(form=form, by=request.user, at=clock.now())
    messages.success(request, _("The form is open, at the same address."))
    return redirect("followups:lead_form", campaign_id)


def formed(request: SignedInRequest, campaign_id: int) -> Campaign:
    return get_object_or_404(Campaign.objects.formed_by(request.user), pk=campaign_id)
