"""Documents of steps."""

from __future__ import annotations

from django.db import models

from followups.models.cadence import Step
from leadfollow.files.models import StoredFile


class StepDocument(models.Model):
    """That a file belongs to a step of one version: what is sent or looked at when it is made.

    The next version names the same file anew, so that each version shows its own.
    """

    step = models.ForeignKey(Step, models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="in_steps")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "file"], name="stepdocument_named_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file} at {self.step}"
