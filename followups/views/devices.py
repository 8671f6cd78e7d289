"""The devices of a campaign's stand, for whoever makes its form: added, named, revoked."""

from __future__ import annotations

from datetime import datetime

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import devices as operations
from campaigns.models import Campaign, Device
from campaigns.operations import Refusal
from followups.capture.standing import heard_until, lines_of
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.models import Captured

INVALID = 422


class LabelForm(forms.Form):
    """What a device is called."""

    label = forms.CharField(
        max_length=60,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As it is called at the stand: “Tablet 2”, “Ana’s phone”."),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )


@require_http_methods(["GET", "POST"])
def devices(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Each of them, and one more: a telephone by the picture of a code, this computer at once."""
    campaign = formed(request, campaign_id)
    now = clock.now()
    is_sent = request.method == "POST"
    form = LabelForm(request.POST) if is_sent else LabelForm()
    if form.is_valid():
        device, code = operations.add_device(
            campaign=campaign, label=form.cleaned_data["label"], by=request.user, at=now
        )
        return redirect(here(code)) if "here" in request.POST else code_page(request, device, code)
    lines = lines_of(campaign.devices.all(), now=now)
    of_them = Captured.objects.filter(device__campaign=campaign)
    context = {
        "campaign": campaign,
        "lines": [line for line in lines if not line.device.revoked_at],
        "revoked": [line for line in lines if line.device.revoked_at],
        "quarantined": of_them.quarantined().count(),
        "form": form,
    }
    status = INVALID if form.errors else 200
    return render(request, "campaigns/devices.html", context, status=status)


@require_http_methods(["GET", "POST"])
def device(request: SignedInRequest, campaign_id: int, device_id: int) -> HttpResponse:
    """One of them: its name, how it stands, and what can be done."""
    found = its(request, campaign_id, device_id)
    is_sent = request.method == "POST"
    form = LabelForm(request.POST if is_sent else None, initial={"label": found.label})
    if form.is_valid():
        label = form.cleaned_data["label"]
        operations.name_device(device=found, label=label, by=request.user, at=clock.now())
        messages.success(request, _("It is called %(label)s now.") % {"label": found.label})
        return redirect("followups:devices", campaign_id)
    context = {
        "campaign": found.campaign,
        "device": found,
        "line": lines_of([found], now=clock.now())[0],
        "heard_until": heard_until(found),
        "is_heard": not found.is_shut_out(clock.now()),
        "form": form,
    }
    status = INVALID if form.errors else 200
    return render(request, "campaigns/device.html", context, status=status)


@require_POST
def renew(request: SignedInRequest, campaign_id: int, device_id: int) -> HttpResponse:
    """Another code, where the first was not used in time or the browser forgot what it knew."""
    found = its(request, campaign_id, device_id)
    try:
        code = operations.renew_code(device=found, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("followups:device", campaign_id, device_id)
    found.refresh_from_db(fields=["code_expires_at"])  # until when this code is good
    return redirect(here(code)) if "here" in request.POST else code_page(request, found, code)


@require_POST
@reauthentication_required
def revoke(request: SignedInRequest, campaign_id: int, device_id: int) -> HttpResponse:
    """It captures no more; what it holds still comes, for three days, into quarantine."""
    found = its(request, campaign_id, device_id)
    operations.revoke_device(device=found, by=request.user, at=clock.now())
    said = _("%(device)s captures no more. What it still holds waits in quarantine when it comes.")
    messages.success(request, said % {"device": found})
    return redirect("followups:devices", campaign_id)


def code_page(request: SignedInRequest, device: Device, code: str) -> HttpResponse:
    """The code as a picture and as an address; it stands on no other page, and is not kept."""
    import segno  # takes a while, and few pages need it

    address = request.build_absolute_uri(here(code))
    drawn = segno.make(address, error="m").svg_inline(omitsize=True, light="#fff")
    until: datetime = device.code_expires_at
    context = {"campaign": device.campaign, "device": device, "drawn": drawn}
    context |= {"address": address, "until": until}
    return render(request, "campaigns/device_code.html", context)


def here(code: str) -> str:
    return reverse("followups:capture_here", args=[code])


def formed(request: SignedInRequest, campaign_id: int) -> Campaign:
    return get_object_or_404(Campaign.objects.formed_by(request.user), pk=campaign_id)


def its(request: SignedInRequest, campaign_id: int, device_id: int) -> Device:
    rows = Device.objects.select_related("campaign", "revoked_by", "made_by")
    return get_object_or_404(rows, campaign=formed(request, campaign_id), pk=device_id)
