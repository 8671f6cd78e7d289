"""Where a lead came from, put right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from campaigns.models import Campaign
from followups.operations.locking import lock
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Inquiry, Lead


@transaction.atomic
def change_campaign(
    *, lead: Lead, campaign: Campaign, by: User | None, at: datetime
) -> Inquiry | None:
    """Say that the lead's first inquiry came through another campaign, which is then the lead's.

    Its limits are fixed since they first applied, and a running cadence goes on. None, and
    nothing is done, where that is its campaign already.
    """
    lead = lock(lead.pk)
    first = Inquiry.objects.filter(lead=lead).order_by("received_at", "pk")[0]
    if first.campaign_id == campaign.pk:
        return None
    before, first.campaign = first.campaign_id, campaign
    first.save(update_fields=["campaign"])
    record("campaign changed", of=first, by=by, at=at, lead_id=lead.pk, was=before, now=campaign.pk)
    settle([lead.pk], at=at)
    return first
