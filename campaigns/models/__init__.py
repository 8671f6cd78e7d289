"""Where leads come from."""

from campaigns.models.campaign import (
    HAND_OVER_WORKING_MINUTES,
    Campaign,
    CampaignQuerySet,
    organisation_zone,
)
from campaigns.models.campaign_file import CampaignFile, CampaignFileQuerySet
from campaigns.models.device import Device, DeviceQuerySet
from campaigns.models.lead_form import LeadForm, LeadFormVersion
from campaigns.models.segment import FirstTouchUnit, Segment, SegmentQuerySet

__all__ = [
    "HAND_OVER_WORKING_MINUTES",
    "Campaign",
    "CampaignFile",
    "CampaignFileQuerySet",
    "CampaignQuerySet",
    "Device",
    "DeviceQuerySet",
    "FirstTouchUnit",
    "LeadForm",
    "LeadFormVersion",
    "Segment",
    "SegmentQuerySet",
    "organisation_zone",
]
