"""When an event is, in words."""

from __future__ import annotations

from datetime import datetime

from django.template import Library
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from leadfollow import clock
from leadfollow.words import span_in_full

register = Library()


@register.filter
def dates_in_words(campaign: Campaign) -> str:
    """As in "24–26 Nov 2026", "30 Nov – 2 Dec 2026", "24 Nov 2026"."""
    first, last = campaign.starts_on, campaign.ends_on
    return span_in_full(first, last or first) if first else ""


@register.filter
def stage_at(campaign: Campaign, now: datetime) -> str:
    """Whether an event is ahead, running or over, by its own calendar."""
    today = clock.today(campaign.time_zone, now)
    if campaign.starts_on and today < campaign.starts_on:
        return _("ahead")
    return _("over") if campaign.ends_on and today > campaign.ends_on else _("running")
