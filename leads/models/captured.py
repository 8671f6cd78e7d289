"""What a device at an event sent."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CapturedQuerySet(models.QuerySet["Captured"]):
    """Questions about what devices sent."""

    def arrived(self) -> Self:
        """What devices handed over, whatever became of it here."""
        return self.exclude(fate=Captured.Fate.REJECTED)

    def quarantined(self) -> Self:
        """What waits for somebody to look at it."""
        return self.filter(fate=Captured.Fate.QUARANTINED)

    def dropped(self) -> Self:
        """What somebody took for no lead, as long as it is kept."""
        return self.filter(fate=Captured.Fate.DROPPED)


class Captured(models.Model):
    """One lead as a device told it, by the id that it gave it, and what became of it. The device
    keeps it until it hears that it is here; the same again is the same row. What it puts right
    after it came in has the same id and a later turn, and replaces it."""

    class Fate(models.TextChoices):
        """What became of it."""

        STORED = "stored", _("In")
        REJECTED = "rejected", _("To be mended there")
        QUARANTINED = "quarantined", _("In quarantine")
        DROPPED = "dropped", _("Dropped")

    device = models.ForeignKey("campaigns.Device", models.CASCADE, related_name="captured")
    item = models.UUIDField(help_text="Its id, as the device gave it.")
    turn = models.PositiveIntegerField(default=0, help_text="How often it was put right there.")
    payload = models.PositiveSmallIntegerField(help_text="Version of the way it was told.")
    form_version = models.PositiveIntegerField()
    consent_version = models.PositiveIntegerField()
    captured_at = models.DateTimeField(help_text="As the device told it, right or wrong.")
    skew_seconds = models.IntegerField(help_text="What its clock was behind ours when it sent it.")
    received_at = models.DateTimeField()
    told = models.JSONField(help_text="Its fields, as they were typed.")
    fate = models.CharField(max_length=11, choices=Fate)
    reason = models.CharField(max_length=300, blank=True)
    inquiry = models.ForeignKey(
        "leads.Inquiry", models.SET_NULL, null=True, blank=True, related_name="captures"
    )
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CapturedQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "turn"], name="captured_once"),
            models.CheckConstraint(
                condition=Q(fate="stored", reason="")
                | Q(fate="rejected", inquiry=None) & ~Q(reason="")
                | Q(fate__in=["quarantined", "dropped"], inquiry=None),
                name="captured_fate_fits",
            ),
            models.CheckConstraint(
                condition=Q(fate__in=["quarantined", "rejected"], settled_at=None, settled_by=None)
                | Q(fate="dropped", settled_at__isnull=False, settled_by__isnull=False)
                | Q(fate="stored", settled_at=None, settled_by=None)
                | Q(fate="stored", settled_at__isnull=False, settled_by__isnull=False),
                name="captured_settled_by_somebody",
            ),
        ]
        indexes = [
            # The page of the quarantine, and its count.
            models.Index(
                fields=["device", "-received_at"],
                condition=Q(fate="quarantined"),
                name="captured_in_quarantine",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device}, {self.received_at:%Y-%m-%d %H:%M}"

    @property
    def is_told_whole(self) -> bool:
        """All that it replaces is told anew: the device still had it."""
        return self.replaces is not None and self.replaces.item == self.item
