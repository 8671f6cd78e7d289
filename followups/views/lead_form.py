"""The form of a campaign, as its event manager makes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.lead_form import making
from campaigns.lead_form.asks import FormAsks, asks_in, default_asks
from campaigns.lead_form.wording import ENGLISH, languages
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
    asks = asks_to_show(request, campaign, form)
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
            built.add_error("hosts" if isinstance(refusal, making.BadHost) else None, str(refusal))
    context = {"campaign": campaign, "lead_form": form, "form": built} | where(request, form, asks)
    status = INVALID if built.errors else 200
    return render(request, "campaigns/lead_form.html", context, status=status)


def asks_to_show(request: SignedInRequest, campaign: Campaign, form: LeadForm | None) -> FormAsks:
    """What it asks now; the default where there is none, or where one begins anew in a language."""
    asks = form and asks_in(form)
    language = request.GET.get("language", "")
    if asks and language not in dict(languages()):
        return asks
    default = default_asks(campaign, language=language or ENGLISH)
    return replace(default, version=asks.version if asks else 0)


def where(request: SignedInRequest, form: LeadForm | None, asks: FormAsks) -> dict[str, Any]:
    """Its address, the line for other sites, what waits, and the languages in which to begin."""
    anew = [each for each in languages() if each[0] != asks.language]
    if form is None:
        return {"languages": anew}
    address = address_of(request, form)
    return {
        "languages": anew,
        "address": address,
        "line": line_for(address, asks.title or form.campaign.name),
        "waiting": form.submissions.quarantined().count(),
    }


def address_of(request: SignedInRequest, form: LeadForm) -> str:
    """Where it is, as seen from where one is."""
    return request.build_absolute_uri(reverse("followups:public_form", args=[form.token]))


def line_for(address: str, title: str) -> str:
    """What another site puts into its page."""
    told = {"address": address, "title": title}
    return render_to_string("forms/embed_line.html", told).strip()


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
    is_moved = "moved" in request.POST
    making.open_form(form=form, by=request.user, at=clock.now(), is_moved=is_moved)
    where = _("The form is open, at a new address; nothing is at the old one.")
    messages.success(request, where if is_moved else _("The form is open, at the same address."))
    return redirect("followups:lead_form", campaign_id)


def formed(request: SignedInRequest, campaign_id: int) -> Campaign:
    return get_object_or_404(Campaign.objects.formed_by(request.user), pk=campaign_id)
