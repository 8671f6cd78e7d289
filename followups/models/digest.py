"""The mail of a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Digest(models.Model):
    """That one person's day was looked at for the digest mail; with `due` 0 none was sent."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", db_index=False
    )
    day = models.DateField(help_text="The person's own calendar day.")
    written_at = models.DateTimeField()
    due = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day"),
        ]
        indexes = [
            # Who was looked at today: every few minutes.
            models.Index(fields=["day"], name="digest_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.due} due"
