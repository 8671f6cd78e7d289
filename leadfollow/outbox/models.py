"""Messages that have to leave the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

WAITING = Q(sent_at=None, given_up_at=None)


class OutboxQuerySet(models.QuerySet["Outbox"]):
    """Questions about what is still to send."""

    def waiting(self) -> Self:
        return self.filter(WAITING)

    def failed(self) -> Self:
        """Tried in vain, whether it is still tried or given up."""
        return self.filter(sent_at=None, tries__gte=1)

    def due(self, now: datetime) -> Self:
        return self.waiting().filter(next_try_at__lte=now).order_by("next_try_at", "pk")


class Outbox(models.Model):
    """One mail to send, written in the transaction of what it announces, and sent by the worker.

    `key` names what is announced, so the same event announces itself once.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(blank=True, help_text="The same with links that look like links.")
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [
            # The drain, every two seconds.
            models.Index(fields=["next_try_at"], condition=WAITING, name="outbox_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


def announce(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    html: str = "",
    headers: dict[str, str] | None = None,
) -> None:
    """Put a mail into the outbox, unless the same thing was announced before."""
    values: dict[str, Any] = {
        "to": to,
        "subject": subject,
        "body": body,
        "html": html,
        "headers": headers or {},
        "created_at": at,
        "next_try_at": at,
    }
    Outbox.objects.get_or_create(key=key, defaults=values)
