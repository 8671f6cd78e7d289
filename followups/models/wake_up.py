"""What a week's batch woke: a rep's longest-silent leads."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef


class WakeUpBatch(models.Model):
    """One rep's batch of one ISO week ("2026-W47"); without `done_at` it is still being made."""

    rep = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    week = models.CharField(max_length=8)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rep", "week"], name="wake_up_batch_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.rep}, {self.week}"


class WakeUp(models.Model):
    """A lead of a batch. Without a `touch` its overdue step stood already, and none was added."""

    batch = models.ForeignKey(WakeUpBatch, models.CASCADE, related_name="wake_ups")
    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="wake_ups")
    touch = models.ForeignKey(
        "followups.Touch", models.PROTECT, null=True, blank=True, related_name="+"
    )
    woken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "lead"], name="wake_up_once_a_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.lead} in {self.batch}"


def woken_in(week: str) -> Exists:
    """Whether the lead is in its owner's wake-up batch of that week."""
    batch = {"batch__week": week, "batch__rep": OuterRef("owner")}
    return Exists(WakeUp.objects.filter(lead=OuterRef("pk"), **batch))
