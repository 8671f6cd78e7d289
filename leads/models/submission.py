"""What was sent by a form."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Suspicion(models.TextChoices):
    """Why a program, not a person, may have sent it."""

    TRAP = "trap", _("A field was filled in that people do not see")
    NO_STAMP = "no_stamp", _("It did not come from the page of the form")
    TOO_FAST = "too_fast", _("It was sent within 3 seconds")
    LINKS = "links", _("It is full of links")
    REPEATED = "repeated", _("The same was sent before")
    ADDRESS = "address", _("Many came from one address")
    FORM = "form", _("Many came within the hour")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Questions about what was sent."""

    def quarantined(self) -> Self:
        """What waits for somebody to look at it."""
        return self.filter(fate=Submission.Fate.QUARANTINED)

    def dropped(self) -> Self:
        """What somebody took for nobody's, as long as it is kept."""
        return self.filter(fate=Submission.Fate.DROPPED)


class Submission(models.Model):
    """One sending of a form: what it said, of which version, and what became of it.

    One page that was opened is one key, so that sending it twice is one inquiry.
    """

    class Fate(models.TextChoices):
        """What became of it."""

        IN = "in", _("In")
        QUARANTINED = "quarantined", _("In quarantine")
        DROPPED = "dropped", _("Dropped")

    form = models.ForeignKey("campaigns.LeadForm", models.CASCADE, related_name="submissions")
    version = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    told = models.JSONField(help_text="Its fields, as they were typed.")
    content_hash = models.CharField(max_length=64, help_text="Of its fields, to see repetition.")
    sender = models.CharField(max_length=64, help_text="A digest of the address it came from.")
    received_at = models.DateTimeField()
    fate = models.CharField(max_length=11, choices=Fate)
    suspicion = models.CharField(max_length=8, choices=Suspicion, blank=True)
    inquiry = models.ForeignKey(
        "leads.Inquiry", models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fate="in")
                | Q(fate__in=["quarantined", "dropped"], inquiry=None) & ~Q(suspicion=""),
                name="submission_not_in_has_no_inquiry",
            ),
            models.CheckConstraint(
                condition=Q(suspicion__in=["", *Suspicion.values]),
                name="submission_suspicion_known",
            ),
            models.CheckConstraint(
                condition=Q(fate="quarantined", settled_at=None, settled_by=None)
                | Q(fate="in", suspicion="", settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(suspicion=""),
                name="submission_settled_by_somebody",
            ),
        ]
        indexes = [
            # The page of the quarantine, and its count.
            models.Index(
                fields=["form", "-received_at"],
                condition=Q(fate="quarantined"),
                name="submission_in_quarantine",
            ),
            # Whether the same was sent before.
            models.Index(fields=["content_hash", "received_at"], name="submission_repeated"),
        ]

    def __str__(self) -> str:
        return f"{self.form}, {self.received_at:%Y-%m-%d %H:%M}"
