"""A telephone or tablet that captures leads of an event."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from campaigns.models.campaign import Campaign
from leadfollow.people.models import token as tokens

if TYPE_CHECKING:
    from leadfollow.people.models import User

KIND = "capture"
CODE_BYTES = 24
CODE_VALID = timedelta(minutes=15)
STILL_HEARD = timedelta(hours=72)  # so long what a revoked device sends is put into quarantine
SKEW = timedelta(minutes=5)  # a clock that is further off is wrong
SHAPE = re.compile(rf"lf_{KIND}_([A-Za-z0-9]{{8}})_([A-Za-z0-9]{{32}})")


class DeviceQuerySet(models.QuerySet["Device"]):
    """Questions about devices."""

    def managed_by(self, user: User) -> Self:
        """Those of campaigns whose form this person makes."""
        return self.filter(campaign__in=Campaign.objects.formed_by(user))

    def by_code(self, code: str) -> Device | None:
        """The one that waits to be enrolled by it; used and late codes are found, too."""
        return self.filter(code_digest=tokens.digest_of(code)).first() if code else None

    def by_text(self, text: str) -> Device | None:
        """The one whose token somebody shows, revoked or not; nothing tells why it is none."""
        public, secret = shown.groups() if (shown := SHAPE.fullmatch(text)) else ("", "")
        found = (
            self.filter(public_id=public)
            .select_related("campaign__team", "campaign__segment")
            .first()
        )
        held = found.digest if found else tokens.digest_of("-")
        same = constant_time_compare(tokens.digest_of(secret), held)
        return found if found and same else None


class Device(models.Model):
    """A telephone, tablet or computer at an event. It is enrolled once by a code that is valid for
    a quarter of an hour; of code and token only digests are kept. What it said of itself when it
    was last heard is kept beside."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="devices")
    label = models.CharField(max_length=60)
    code_digest = models.CharField(max_length=64, unique=True)
    code_expires_at = models.DateTimeField()
    public_id = models.CharField(max_length=8, unique=True, null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="HMAC, by TOKEN_KEY.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    enrolled_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    waiting = models.PositiveIntegerField(default=0, help_text="Leads that it has not sent yet.")
    waiting_since = models.DateTimeField(null=True, blank=True)
    needs_you = models.PositiveIntegerField(default=0, help_text="Leads to be mended there.")
    sent = models.PositiveIntegerField(default=0, help_text="As it counts since it was enrolled.")
    discarded = models.PositiveIntegerField(default=0, help_text="Thrown away there, to be mended.")
    skew_seconds = models.IntegerField(default=0, help_text="What its clock is behind ours.")
    app = models.CharField(max_length=20, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="device_has_a_label"),
            models.CheckConstraint(
                condition=Q(enrolled_at=None, public_id=None, digest="")
                | Q(enrolled_at__isnull=False, public_id__isnull=False) & ~Q(digest=""),
                name="device_enrolled_by_a_token",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="device_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(waiting=0, waiting_since=None)
                | Q(waiting__gt=0, waiting_since__isnull=False),
                name="device_waits_since_a_moment",
            ),
        ]
        indexes = [
            # The job that looks for devices with leads of which nothing is heard.
            models.Index(
                fields=["last_seen_at"], condition=Q(waiting__gt=0), name="device_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_clock_wrong(self) -> bool:
        return abs(self.skew_seconds) > SKEW.total_seconds()

    def renewed_until(self, at: datetime) -> datetime | None:
        """While a further code waits for it: until when. It also lifts the device's own PIN."""
        return self.code_expires_at if self.enrolled_at and self.code_expires_at > at else None

    def is_shut_out(self, at: datetime) -> bool:
        """Revoked so long ago that nothing it sends is taken."""
        return self.revoked_at is not None and at > self.revoked_at + STILL_HEARD


def new_code() -> str:
    """What nobody guesses, for the address in the picture that enrols a device."""
    return secrets.token_urlsafe(CODE_BYTES)
