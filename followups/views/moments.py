"""What a moment in words means, told while somebody types it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from followups.operations.cadences import working_time_of
from followups.panel.moment_field import Listener
from leadfollow import clock
from leadfollow.http import SignedInRequest
from leadfollow.moment_words import Unreadable
from leads.models.lead import Lead, LeadQuerySet


@require_GET
def moment(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """The moment in full; of what was not understood only what may help, and nothing in red."""
    return echo(request, Lead.objects.visible_to(request.user), lead_id)


@require_GET
def outside_moment(request: SignedInRequest, lead_id: int) -> HttpResponse:
    """The same for somebody from outside who has the lead."""
    return echo(request, Lead.objects.with_qualifier(request.user), lead_id)


def echo(request: SignedInRequest, among: LeadQuerySet, lead_id: int) -> HttpResponse:
    asked = request.GET
    lead = get_object_or_404(among.select_related("campaign__team", "owner__team"), pk=lead_id)
    at_lead = {
        str(person.contact_id): person.contact for person in lead.people.select_related("contact")
    }
    contact = at_lead.get(asked.get("contact", ""))
    past, by_day = "past" in asked, asked.get("past") == "day"
    listener = Listener(lead, contact, clock.now(), working_time_of(lead), past, by_day)
    text = asked.get(asked.get("named", ""), "").strip()
    try:
        return HttpResponse(format_html("{}", listener.echo(text) if text else ""))
    except Unreadable as unreadable:
        return HttpResponse(format_html("{}", unreadable if unreadable.is_guess else ""))
