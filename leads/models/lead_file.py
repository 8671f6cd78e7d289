"""Files on leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from leadfollow.files.models import LINK_KEPT, StoredFile
from leads.models.lead import Lead

if TYPE_CHECKING:
    from leadfollow.people.models import User


class LeadFileQuerySet(models.QuerySet["LeadFile"]):
    """Questions about files on leads."""

    def readable_by(self, user: User) -> Self:
        """On leads that he sees."""
        return self.filter(lead__in=Lead.objects.visible_to(user))

    def with_people(self) -> Self:
        """With who added and who removed them, in the same query."""
        return self.select_related("file__by", "file__removed_by")

    def kept(self) -> Self:
        return self.filter(LINK_KEPT)


class LeadFile(models.Model):
    """That a file belongs to a lead: an offer, a brief, a picture of a card."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="of_lead")

    objects = LeadFileQuerySet.as_manager()

    class Meta:
        ordering = ["file"]

    def __str__(self) -> str:
        return f"{self.file} on {self.lead}"
