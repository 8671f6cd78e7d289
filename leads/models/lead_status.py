"""How far a lead is, and what it waits for: conditions that queries and constraints share."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy


class LeadStatus(models.TextChoices):
    NEW = "new", gettext_lazy("New")
    WORKING = "working", gettext_lazy("Working")
    NURTURING = "nurturing", gettext_lazy("Nurturing")
    CLOSED = "closed", gettext_lazy("Closed")


# Literal states, so that the database matches them with the partial indexes below.
CLOSED = Q(status="closed")
OPEN = Q(status__in=["new", "working", "nurturing"])
UNPLANNED = OPEN & Q(owner__isnull=False, next_due_at=None)


def silent(days: int, *, now: datetime) -> Q:
    """In the black hole: open, no touch for so many days, and none planned for later.

    Of a lead that was never touched the days count from its receipt.
    """
    since = now - timedelta(days=days)
    untouched = Q(last_touch_at__lte=since) | Q(last_touch_at=None, received_at__lte=since)
    return OPEN & untouched & (Q(next_due_at=None) | Q(next_due_at__lte=now))
