"""Files that belong to a campaign."""

from __future__ import annotations

from typing import Self

from django.db import models

from campaigns.models.campaign import Campaign
from leadfollow.files.models import LINK_KEPT, StoredFile


class CampaignFileQuerySet(models.QuerySet["CampaignFile"]):
    """Questions about files on campaigns."""

    def kept(self) -> Self:
        return self.filter(LINK_KEPT)


class CampaignFile(models.Model):
    """That a file belongs to a campaign: the plan of the stand, the price list of the show."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="of_campaign")

    objects = CampaignFileQuerySet.as_manager()

    class Meta:
        ordering = ["file"]

    def __str__(self) -> str:
        return f"{self.file} of {self.campaign}"
