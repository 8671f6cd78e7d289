"""Where somebody gave a lead up before it had its fewest touches."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class EarlyStopQuerySet(models.QuerySet["EarlyStop"]):
    """Questions about early stops."""

    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class EarlyStop(models.Model):
    """A lead closed without an answer, or put off, before the fewest touches: by whom, and why.

    `touch` is the logged one that stopped it; its undo takes this back too.
    """

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="early_stops")
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="early_stops")
    touch = models.ForeignKey(
        "followups.Touch", models.PROTECT, null=True, blank=True, related_name="early_stops"
    )
    touches = models.PositiveSmallIntegerField(help_text="Logged until then.")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(db_index=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = EarlyStopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="early_stop_says_why"),
            models.UniqueConstraint(fields=["touch"], name="early_stop_once_a_touch"),
        ]

    def __str__(self) -> str:
        return f"after {self.touches}: {self.reason}"
