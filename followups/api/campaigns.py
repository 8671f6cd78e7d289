"""Campaigns: through which leads come."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Query, Router, Schema
from pydantic import Field

from campaigns.models import Campaign
from followups.api.shapes import READ, Named, named
from followups.api.values import Id, Sent, only_known
from leadfollow.http import SignedInRequest

router = Router(tags=["Campaigns"])


class CampaignsAsked(Sent):
    after: Id | None = Field(None, description="What the page before gave as `next`.")
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class CampaignLine(Schema):
    """An event, or a standing source."""

    id: int
    code: str
    name: str
    kind: str
    segment: Named
    team: Named | None
    starts_on: date | None
    ends_on: date | None
    is_in_use: bool


class Campaigns(Schema):
    """A page of campaigns; `next` is where the next one begins, null on the last."""

    campaigns: list[CampaignLine]
    next: int | None


@router.get("/campaigns/", response={200: Campaigns, **READ}, summary="List campaigns")
def list_campaigns(request: SignedInRequest, asked: Query[CampaignsAsked]) -> Campaigns:
    """The campaigns that the person may see, the oldest first."""
    only_known(request, CampaignsAsked)
    mine = Campaign.objects.visible_to(request.user).filter(pk__gt=asked.after or 0)
    page = list(mine.select_related("segment", "team").order_by("pk")[: asked.limit + 1])
    shown = [line_of(campaign) for campaign in page[: asked.limit]]
    return Campaigns(campaigns=shown, next=shown[-1].id if len(page) > asked.limit else None)


def line_of(campaign: Campaign) -> CampaignLine:
    return CampaignLine(
        id=campaign.pk,
        code=campaign.code,
        name=campaign.name,
        kind=campaign.kind,
        segment=Named(id=campaign.segment_id, name=campaign.segment.name),
        team=named(campaign.team),
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        is_in_use=campaign.retired_at is None,
    )
