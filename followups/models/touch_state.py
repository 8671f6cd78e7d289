"""What may be said of a touch: its state, its way in, why it was called off."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class TouchState(models.TextChoices):
    SCHEDULED = "scheduled", "Scheduled"
    LOGGED = "logged", "Logged"
    CANCELLED = "cancelled", "Cancelled"


SCHEDULED = Q(state="scheduled")
LOGGED = Q(state="logged")
CANCELLED = Q(state="cancelled")


class Direction(models.TextChoices):
    OUTBOUND = "outbound", "Outbound"
    INBOUND = "inbound", "Inbound"


class Source(models.TextChoices):
    TYPED = "typed", "Typed"
    IMPORT = "import", "Import"
    API = "api", "API"
    MAIL = "mail", "Mail"
    BULK = "bulk", "Bulk"


class CancelReason(models.TextChoices):
    MOVED = "moved", "Moved"
    CLOSED = "closed", "Lead closed"
    REPLACED = "replaced", "Another step took its place"
    SKIPPED = "skipped", "Skipped"
    NOT_NOW = "not_now", "Not now"
    DO_NOT_CONTACT = "do_not_contact", "Do not contact"
    CALLED_OFF = "called_off", "Called off"
    UNDONE = "undone", "Undone"
