"""What is in the bin: said where it is excluded; and the way into it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.template import Context, Library

from campaigns.models import Campaign
from followups.models import RemovalReason, RemovedLead
from leadfollow.people.models import Team
from leads.models import Lead

register = Library()


@register.inclusion_tag("followups/_removed.html", takes_context=True)
def removed_leads(
    context: Context, campaign: Campaign | None = None, team: Team | None = None
) -> dict[str, Any]:
    """How many leads a report leaves out because they are in the bin; nothing where none are."""
    user = context["user"]
    removed = RemovedLead.objects.all()
    if campaign:
        removed = removed.filter(campaign=campaign)
    if team:
        # Whoever sees the team's page may know the number.
        removed = removed.filter(Q(owner__team=team) | Q(owner=None, campaign__team=team))
    elif user.is_manager or user.is_admin:
        removed = removed.visible_to(user)
    elif not (campaign and campaign.owner_id == user.pk):
        removed = removed.filter(owner=user)
    return {"number": removed.count(), "may_open": user.is_manager or user.is_admin}


@register.inclusion_tag("followups/_remove_lead.html", takes_context=True)
def remove_form(context: Context, lead: Lead) -> dict[str, Any]:
    """The way into the bin, for those who may send this lead there."""
    user = context["user"]
    may = user.is_manager or user.is_admin
    if not (may and context["may_remove"]):
        return {}
    reasons = RemovalReason.choices
    return {"lead": lead, "reasons": reasons, "csrf_token": context["csrf_token"]}
