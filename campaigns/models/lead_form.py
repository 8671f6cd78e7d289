"""The form of a campaign, that anybody may fill in."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign

TOKEN_BYTES = 24


def new_token() -> str:
    """What nobody guesses, for the address of a form."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class LeadForm(models.Model):
    """The form of a campaign: where it is, who may show it in a frame, and whether it is open.

    What it asks is in its versions; the newest is the one in force.
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="lead_form")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    hosts = models.JSONField(
        default=list, blank=True, help_text="Origins whose pages may show it in a frame."
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(token=""), name="leadform_has_a_token"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}"

    @property
    def is_open(self) -> bool:
        """Neither it nor its campaign is out of use."""
        return self.closed_at is None and self.campaign.retired_at is None


class LeadFormVersion(models.Model):
    """What a form asks. Never changed: a change is the next version, so that what was sent says
    which questions it answered, and to which consent."""

    form = models.ForeignKey(LeadForm, models.CASCADE, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    asks = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["form", "version"], name="leadformversion_once"),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="leadformversion_counts_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}, {self.version}"
