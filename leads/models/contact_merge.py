"""Two records of one person that became one."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

STANDING = Q(undone_at=None)


class ContactMergeQuerySet(models.QuerySet["ContactMerge"]):
    """Questions about merges of people."""

    def standing(self) -> Self:
        return self.filter(STANDING)


class ContactMerge(models.Model):
    """A person's record that went into another one of the same person.

    For the undo: `rows` has, by model, the columns of the rows that went, `moved` what pointed to
    the lost one and points to the kept one now, `filled` what the kept one did not say before.
    All are emptied when that is over.
    """

    kept_id = models.BigIntegerField(db_index=True)
    lost_id = models.BigIntegerField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    rows = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    filled = models.JSONField(default=dict)

    objects = ContactMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lost_id"], condition=STANDING, name="contact_merge_of_a_person_once"
            ),
            models.CheckConstraint(
                condition=~Q(kept_id=F("lost_id")), name="contact_merge_is_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lost_id} → {self.kept_id}"

    def is_past(self, now: datetime, *, days: int) -> bool:
        return (now - self.merged_at).days >= days
