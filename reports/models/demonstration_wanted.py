"""That somebody asks for demonstration data at the first start: nothing of the work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

# Loading takes one minute; a worker is killed at the limit, so one silent for longer is dead.
DEAD_AFTER = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT, minutes=1)


class DemonstrationWantedQuerySet(models.QuerySet["DemonstrationWanted"]):
    """Questions about what is asked for."""

    def free(self, now: datetime) -> Self:
        """Nobody works at it, and it did not fail."""
        idle = Q(begun_at=None) | Q(begun_at__lt=now - DEAD_AFTER)
        return self.filter(idle, trouble="")

    def late(self, now: datetime) -> Self:
        """Asked for so long ago that it would be there, were a worker running."""
        return self.filter(asked_at__lt=now - DEAD_AFTER, trouble="")


class DemonstrationWanted(models.Model):
    """That somebody asked for demonstration data at the first start: the worker loads them, and
    takes this away in the same transaction."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    password = models.CharField(max_length=128, help_text="Of all accounts, hashed.")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects = DemonstrationWantedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="demonstrationwanted_is_one"),
        ]

    def __str__(self) -> str:
        return f"Demonstration asked for at {self.asked_at:%Y-%m-%d %H:%M}"
