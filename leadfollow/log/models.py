"""Who changed what: insert-only, written by the operations in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One thing that happened: the event, to what, by whom, when. Never changed, never deleted."""

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty: the product itself (sweep, import, public form).",
    )
    kind = models.CharField(max_length=40, help_text="What sort of record it happened to.")
    record_id = models.BigIntegerField()
    lead_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            # A lead's history.
            models.Index(fields=["lead_id", "at"], name="entry_of_lead"),
            # The log's page, which goes on after a row of the same moment.
            models.Index(fields=["at", "id"], name="entry_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.kind} {self.record_id}"


def record(event: str, *, of: models.Model, at: datetime, **more: Any) -> Entry:
    """Write one entry about `of`; details must be plain JSON values."""
    made = entry(event, of=of, at=at, **more)
    made.save(force_insert=True)
    return made


def entry(
    event: str,
    *,
    of: models.Model,
    at: datetime,
    by: Any | None = None,
    lead_id: int | None = None,
    **details: Any,
) -> Entry:
    """The same, not written yet, for who writes many at once."""
    return Entry(
        at=at,
        event=event,
        by=by,
        kind=of._meta.model_name or "",
        record_id=of.pk,
        lead_id=lead_id,
        details=details,
    )
