"""What a logged touch said before somebody corrected it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from followups.channels import channel_in_words
from followups.models.channel import Channel, channel_known, link_is_an_address
from followups.models.outcome import Outcome


class Correction(models.Model):
    """One correction of a logged touch: what it said until then, who changed it, when.

    Never changed, never deleted: the first of a touch's rows holds what was logged at first.
    """

    touch = models.ForeignKey("followups.Touch", models.CASCADE, related_name="corrections")
    outcome = models.CharField(max_length=16, choices=Outcome)
    note = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    own_channel = models.ForeignKey(
        "followups.OwnChannel", models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.URLField(max_length=500, blank=True)
    contact = models.ForeignKey(
        "leads.Contact", models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="corrections_made"
    )

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome=""), name="correction_keeps_an_outcome"
            ),
            channel_known("correction_channel_known"),
            link_is_an_address("correction_link_is_an_address"),
        ]

    def __str__(self) -> str:
        by = channel_in_words(self.channel, self.own_channel_id)
        return f"{by}: {self.get_outcome_display().lower()}"
