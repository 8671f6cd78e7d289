"""Two leads that were one: which was kept, and what they were before."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

STANDING = Q(undone_at=None)


class LeadMergeQuerySet(models.QuerySet["LeadMerge"]):
    """Questions about merges."""

    def standing(self) -> Self:
        return self.filter(STANDING)


class LeadMerge(models.Model):
    """A lead that went into another one. Its number and its id elsewhere still mean that one.

    `rows` has, by model, the columns of each row of both as they were, `pointers` what pointed to
    them from elsewhere, for the undo; both are emptied when that is over.
    """

    kept_id = models.BigIntegerField(db_index=True)
    lost_id = models.BigIntegerField()
    lost_source = models.CharField(max_length=80, blank=True)
    lost_external_id = models.CharField(max_length=120, blank=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    rows = models.JSONField(default=dict)
    pointers = models.JSONField(default=list)

    objects = LeadMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lost_id"], condition=STANDING, name="lead_merge_of_a_lead_once"
            ),
            models.CheckConstraint(condition=~Q(kept_id=F("lost_id")), name="lead_merge_is_of_two"),
        ]
        indexes = [
            # An id elsewhere, in a file that comes in again.
            models.Index(
                fields=["lost_external_id"],
                condition=~Q(lost_external_id=""),
                name="lead_merge_external_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lost_id} → {self.kept_id}"

    def is_past(self, now: datetime, *, days: int) -> bool:
        return (now - self.merged_at).days >= days


def kept_instead_of(lead_id: int) -> int | None:
    """The lead into which this one went, and that one, to the last."""
    found = None
    merges = LeadMerge.objects.standing().values_list("kept_id", flat=True)
    while (kept := merges.filter(lost_id=found or lead_id).first()) is not None:
        found = kept
    return found
