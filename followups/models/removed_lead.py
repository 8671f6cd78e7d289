"""The bin: leads that were removed, as a mistake or a test."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from followups.policy import BIN_DAYS

if TYPE_CHECKING:
    from leadfollow.people.models import User


class RemovalReason(models.TextChoices):
    MISTAKE = "mistake", gettext_lazy("A mistake")
    TEST = "test", gettext_lazy("A test")


class RemovedLeadQuerySet(models.QuerySet["RemovedLead"]):
    """Questions about the bin."""

    def visible_to(self, user: User) -> Self:
        """A manager's teams', and those that waited for them; an admin's all; nobody else's."""
        if user.is_admin:
            return self
        if not user.is_manager:
            return self.none()
        led = list(user.teams_led.values_list("pk", flat=True))
        waited = Q(campaign__team__in=led) | Q(campaign__team=None)
        return self.filter(Q(owner__team__in=led) | Q(owner=None) & waited)

    def past(self, now: datetime) -> Self:
        """Those that have been here long enough."""
        return self.filter(removed_at__lte=now - timedelta(days=BIN_DAYS))


class RemovedLead(models.Model):
    """A lead in the bin: what it was, who removed it and why, and all its rows to bring it back.

    The lead itself is gone from its tables, and with it from every list, count, queue and report.
    `rows` has, by model, the columns of each row; `pointers` what pointed to them from elsewhere.
    """

    lead_id = models.BigIntegerField(unique=True)
    organisation = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    reason = models.CharField(max_length=10, choices=RemovalReason)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField()
    rows = models.JSONField(default=dict)
    pointers = models.JSONField(default=list)

    objects = RemovedLeadQuerySet.as_manager()

    class Meta:
        ordering = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return self.organisation

    @property
    def purged_at(self) -> datetime:
        """When it is deleted for good."""
        return self.removed_at + timedelta(days=BIN_DAYS)
