"""The proof that the sweep ran."""

from __future__ import annotations

from typing import Self

from django.db import models


class SweepRunQuerySet(models.QuerySet["SweepRun"]):
    """Questions about sweeps."""

    def newest_first(self) -> Self:
        return self.order_by("-as_of", "-pk")


class SweepRun(models.Model):
    """One finished sweep: as of when, how many open leads, what it raised and cleared."""

    as_of = models.DateTimeField()
    finished_at = models.DateTimeField()
    seconds = models.FloatField()
    examined = models.PositiveIntegerField()
    raised = models.JSONField(default=dict)
    cleared = models.JSONField(default=dict)
    standing = models.JSONField(default=dict)

    objects = SweepRunQuerySet.as_manager()

    class Meta:
        indexes = [
            # "flags as of", on every page.
            models.Index(fields=["-as_of"], name="sweeprun_newest"),
        ]

    def __str__(self) -> str:
        return f"Sweep as of {self.as_of:%Y-%m-%d %H:%M}"
