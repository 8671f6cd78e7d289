"""The proof that last night's backup can be restored."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

GOOD = Q(finished_at__isnull=False, trouble="")


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    """Questions about backups."""

    def newest_first(self) -> Self:
        return self.order_by("-night")

    def good(self) -> Self:
        """Those that were restored, and in which every law held."""
        return self.filter(GOOD)


class BackupRun(models.Model):
    """A night's backup: what was written, and what came of restoring and auditing it."""

    night = models.DateField(unique=True, help_text="The day, in the organisation's zone.")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True, help_text="Its name within the folder.")
    bytes = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0, help_text="For all of it.")
    laws = models.PositiveSmallIntegerField(default=0, help_text="That held in the restored copy.")
    trouble = models.CharField(max_length=500, blank=True)

    objects = BackupRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=models.F("started_at")),
                name="backuprun_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=~GOOD | (~Q(file="") & Q(laws__gte=1)), name="backuprun_good_was_audited"
            ),
        ]

    def __str__(self) -> str:
        return f"Backup of {self.night:%Y-%m-%d}"

    @property
    def is_good(self) -> bool:
        return self.finished_at is not None and not self.trouble

    def may_be_tried_again(self, now: datetime) -> bool:
        """It went wrong an hour ago, or whoever made it was killed."""
        if self.finished_at is None:
            return now - self.started_at > timedelta(hours=2)
        return bool(self.trouble) and now - self.finished_at > timedelta(hours=1)
