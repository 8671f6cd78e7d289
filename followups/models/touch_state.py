"""What may be said of a touch: its state, its way in, why it was called off."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy


class TouchState(models.TextChoices):
    SCHEDULED = "scheduled", gettext_lazy("Scheduled")
    LOGGED = "logged", gettext_lazy("Logged")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


SCHEDULED = Q(state="scheduled")
LOGGED = Q(state="logged")
CANCELLED = Q(state="cancelled")


class Direction(models.TextChoices):
    OUTBOUND = "outbound", gettext_lazy("Outbound")
    INBOUND = "inbound", gettext_lazy("Inbound")


class Source(models.TextChoices):
    TYPED = "typed", gettext_lazy("Typed")
    IMPORT = "import", gettext_lazy("Import")
    API = "api", "API"
    MAIL = "mail", gettext_lazy("Mail")
    BULK = "bulk", gettext_lazy("Bulk")


class CancelReason(models.TextChoices):
    MOVED = "moved", gettext_lazy("Moved")
    AMNESTY = "amnesty", gettext_lazy("Written off")
    CLOSED = "closed", gettext_lazy("Lead closed")
    REPLACED = "replaced", gettext_lazy("Another step took its place")
    SKIPPED = "skipped", gettext_lazy("Skipped")
    NOT_NOW = "not_now", gettext_lazy("Not now")
    DO_NOT_CONTACT = "do_not_contact", gettext_lazy("Do not contact")
    CALLED_OFF = "called_off", gettext_lazy("Called off")
    UNDONE = "undone", gettext_lazy("Undone")


# Another row takes its place at a later moment.
PUT_OFF = (CancelReason.MOVED, CancelReason.AMNESTY)
