"""What was asked for is sent: said on the lead's page, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from followups import operations
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.models import Inquiry, Lead


@require_POST
def fulfil(request: SignedInRequest, inquiry_id: int) -> HttpResponse:
    """It went out: how, is in the button that was pressed."""
    inquiry = workable(request, inquiry_id)
    how = request.POST.get("how", "")
    try:
        sent = operations.fulfil(inquiry=inquiry, how=how, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Sent %(how)s: %(request)s.") % {
            "how": sent.get_fulfilled_how_display(),
            "request": sent.wanted,
        }
        undo = reverse("followups:undo_fulfil", args=[inquiry_id])
        messages.success(request, said, extra_tags=undo)
    return redirect("followups:lead", inquiry.lead_id)


@require_POST
def undo_fulfil(request: SignedInRequest, inquiry_id: int) -> HttpResponse:
    """It did not go out."""
    inquiry = workable(request, inquiry_id)
    try:
        operations.undo_fulfil(inquiry=inquiry, by=request.user, at=clock.now())
    except operations.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Taken back: %(request)s is still to be sent.") % {"request": inquiry.wanted},
        )
    return redirect("followups:lead", inquiry.lead_id)


def workable(request: SignedInRequest, inquiry_id: int) -> Inquiry:
    mine = Lead.objects.workable_by(request.user)
    return get_object_or_404(Inquiry, pk=inquiry_id, lead__in=mine)
