"""How many leads came through campaigns, for pages further left that may not know of leads."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.template import Context, Library

from campaigns.models import Campaign
from leads.models import Inquiry

register = Library()


@register.simple_tag(takes_context=True)
def with_leads(context: Context, campaigns: Iterable[Campaign]) -> list[tuple[Campaign, int]]:
    """Each campaign with its leads within the reader's reach, in one query more."""
    inquiries = Inquiry.objects.counted()
    if not context["user"].is_admin:
        inquiries = inquiries.visible_to(context["user"])
    campaigns = list(campaigns)
    counts = dict(
        inquiries.order_by()
        .filter(campaign__in=campaigns)
        .values_list("campaign")
        .annotate(leads=Count("lead", distinct=True))
    )
    return [(campaign, counts.get(campaign.pk, 0)) for campaign in campaigns]


@register.simple_tag(takes_context=True)
def leads_of(context: Context, campaign: Campaign) -> int:
    """One campaign's leads within the reader's reach."""
    [(_, leads)] = with_leads(context, [campaign])
    return leads
