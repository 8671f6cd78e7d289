"""A lead in a cadence."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

RUNNING = Q(ended_at=None)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Questions about enrolments."""

    def running(self) -> Self:
        return self.filter(RUNNING)

    def in_buckets(self) -> Self:
        """Those of leads that wait now."""
        return self.running().filter(bucket__isnull=False)


class Enrolment(models.Model):
    """A lead in a cadence: with which contact, from when until when, and why it ended.

    It keeps the version it began with. `ended_by` is the logged touch that ended it, so that
    undoing that touch takes the end back; `begun_by_touch` the one that began it. In a bucket it
    waits until `wake_on`; what waits for a `trigger` wakes then at the latest.
    """

    class EndReason(models.TextChoices):
        FINISHED = "finished", gettext_lazy("Last step made")
        CLOSED = "closed", gettext_lazy("Lead closed")
        NOT_NOW = "not_now", gettext_lazy("Not now")
        REPLACED = "replaced", gettext_lazy("Moved to another cadence")
        AWAKE = "awake", gettext_lazy("Woke up")
        UNDONE = "undone", gettext_lazy("Undone")

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="enrolments")
    cadence = models.ForeignKey("followups.Cadence", models.PROTECT, related_name="enrolments")
    contact = models.ForeignKey(
        "leads.Contact", models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    began_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_by_touch = models.ForeignKey(
        "followups.Touch", models.PROTECT, null=True, blank=True, related_name="enrolments_begun"
    )
    bucket = models.ForeignKey(
        "followups.Bucket", models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    wake_on = models.DateField(null=True, blank=True)
    trigger = models.CharField(
        max_length=200, blank=True, help_text='What it waits for: "when their contract ends".'
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason, blank=True)
    ended_by = models.ForeignKey(
        "followups.Touch", models.PROTECT, null=True, blank=True, related_name="enrolments_ended"
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead"], condition=RUNNING, name="enrolment_one_runs"),
            models.CheckConstraint(
                condition=Q(bucket=None, wake_on=None, trigger="")
                | Q(bucket__isnull=False, wake_on__isnull=False),
                name="enrolment_in_a_bucket_wakes",
            ),
            models.CheckConstraint(
                condition=RUNNING & Q(end_reason="")
                | (Q(ended_at__gte=F("began_at")) & ~Q(end_reason="")),
                name="enrolment_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead} in {self.cadence}"
