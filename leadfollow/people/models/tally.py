"""How often something was tried within a span of time."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """One count: of what and by whom only a digest tells. Rows go when their time is over."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
