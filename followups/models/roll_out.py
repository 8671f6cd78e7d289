"""A version of a cadence on its way to the leads that follow an older one."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

UNFINISHED = Q(finished_at=None)


class RollOutQuerySet(models.QuerySet["RollOut"]):
    """Questions about roll-outs."""

    def unfinished(self) -> Self:
        return self.filter(UNFINISHED)


class RollOut(models.Model):
    """That somebody asked to bring running leads over, and how far the worker is.

    `leads` followed an older version when it was asked for; those whose enrolment is up to
    `done_to` were looked at. `beaten_at` is when a worker was last at it.
    """

    cadence = models.ForeignKey("followups.Cadence", models.CASCADE, related_name="roll_outs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    leads = models.PositiveIntegerField()
    done_to = models.BigIntegerField(default=0)
    beaten_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RollOutQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadence"], condition=UNFINISHED, name="roll_out_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadence} for {self.leads} leads"
