"""What a lead asks for: the product of each of its inquiries."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from followups.views.people import editable
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leads.operations import choose_products
from leads.product_form import ProductsForm

INVALID = 422


@require_http_methods(["GET", "POST"])
def products(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """Say it, or say it anew."""
    lead = editable(request, lead_id)
    inquiries = lead.inquiries.select_related("campaign", "product")
    form = ProductsForm(request.POST if request.method == "POST" else None, inquiries=inquiries)
    if form.is_valid():
        choose_products(lead=lead, chosen=dict(form.chosen), by=request.user, at=clock.now())
        messages.success(request, _("Saved: what %(lead)s asks for.") % {"lead": lead})
        return redirect("followups:lead", lead_id=lead_id)
    status = INVALID if form.is_bound else 200
    return render(request, "followups/products.html", {"lead": lead, "form": form}, status=status)
