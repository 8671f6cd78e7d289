"""How campaigns are followed up: one in full, and all beside each other."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns.models import Campaign
from followups.in_force import policy_at
from leadfollow import clock
from leadfollow.http import SignedInRequest
from reports import campaign_lines, campaign_page
from reports.campaign_followup import summed


def follow_up(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """One campaign's report; of the leads in reach: a rep's own, a manager's teams'."""
    campaigns = Campaign.objects.visible_to(request.user).with_held()
    with_names = campaigns.select_related("owner", "team", "segment")
    campaign = get_object_or_404(with_names, pk=campaign_id)
    page = campaign_page.of(campaign, reader=request.user, now=clock.now())
    return render(request, "reports/campaign_followup.html", {"page": page, "campaign": campaign})


def all_campaigns(request: SignedInRequest) -> HttpResponse:
    """Every campaign in reach that somebody asked through, the worst followed up first."""
    now = clock.now()
    rows = campaign_lines.of(request.user, now=now)
    whole = campaign_lines.whole_for(request.user, rows)
    lines = [campaign_lines.line(row, tells_money=row.campaign_id in whole) for row in rows]
    page = {
        "rows": lines,
        "sum": campaign_lines.sum_line(summed(rows)),
        "now": now,
        "policy": policy_at(now),
    }
    return render(request, "reports/campaigns_followup.html", page)
