"""Documents of steps."""

from __future__ import annotations

from typing import Self

from django.db import models

from followups.models.cadence import Step
from leadfollow.files.models import LINK_KEPT, StoredFile


class StepDocumentQuerySet(models.QuerySet["StepDocument"]):
    """Questions about documents of steps."""

    def to_read_at(self, step: Step) -> Self:
        """Those of the step that nobody removed, with their files in the same query."""
        return self.filter(LINK_KEPT, step=step).select_related("file")


class StepDocument(models.Model):
    """That a file belongs to a step of one version: what is sent or looked at when it is made.

    The next version names the same file anew, so that each version shows its own.
    """

    step = models.ForeignKey(Step, models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="in_steps")

    objects = StepDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "file"], name="stepdocument_named_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file} at {self.step}"
