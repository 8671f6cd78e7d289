"""One act of asking."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from leadfollow.people.models import User

TOUCHED = Q(first_touch_at__isnull=False)
ASKED_AT = Coalesce("captured_at", "received_at")


class Fulfilled(models.TextChoices):
    """How what was asked for reached them."""

    MAIL = "mail", gettext_lazy("by mail")
    POST = "post", gettext_lazy("by post")
    HAND = "hand", gettext_lazy("by hand")


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """Questions about inquiries."""

    def held(self) -> Self:
        """From people who must not be contacted: they wait for a manager."""
        return self.filter(held_at__isnull=False, released_at=None)

    def counted(self) -> Self:
        """Those whose clocks run or ran: all but the held ones."""
        return self.filter(Q(held_at=None) | Q(released_at__isnull=False))

    def touched(self) -> Self:
        return self.filter(TOUCHED)

    def first_assigned_between(self, start: datetime, end: datetime) -> Self:
        return self.filter(assigned_at__gte=start, assigned_at__lt=end)

    def visible_to(self, user: User) -> Self:
        from leads.models.lead import Lead

        return self.filter(lead__in=Lead.objects.visible_to(user))


class Inquiry(models.Model):
    """One act of asking: when, through which campaign, for what. It carries the clocks.

    It is also the lead's membership in that campaign. A further inquiry on a known lead is news.
    """

    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="inquiries")
    contact = models.ForeignKey(
        "leads.Contact", models.PROTECT, null=True, blank=True, related_name="inquiries"
    )
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="inquiries")
    captured_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was said, where it reached us only later."
    )
    received_at = models.DateTimeField()
    request = models.CharField(max_length=200, blank=True, help_text="What was asked for.")
    product = models.ForeignKey(
        "leads.Product", models.PROTECT, null=True, blank=True, related_name="inquiries"
    )
    message = models.TextField(blank=True, help_text="What the form or the person said.")
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="finds"
    )
    referred_by = models.CharField(max_length=160, blank=True)
    external_source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    imported = models.BooleanField(default=False)
    content_hash = models.CharField(
        max_length=64, blank=True, help_text="Of what was entered by hand: what its key stands for."
    )

    assign_by = models.DateTimeField(
        null=True, blank=True, help_text="Until when its lead needs an owner, fixed at receipt."
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    respond_by = models.DateTimeField(
        null=True, blank=True, help_text="The segment's limit, fixed at the first assignment."
    )
    first_touch_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    promised_by = models.DateTimeField(null=True, blank=True)
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    fulfilled_how = models.CharField(max_length=40, blank=True, choices=Fulfilled)
    fulfilled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    fulfilled_with = models.UUIDField(
        null=True, blank=True, help_text="Key of the logged touch that sent it."
    )

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "inquiries"
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="inquiry_external_id_once",
            ),
            models.CheckConstraint(
                condition=Q(captured_at=None) | Q(captured_at__lt=F("received_at")),
                name="inquiry_captured_before_receipt",
            ),
            models.CheckConstraint(
                condition=Q(assigned_at=None) | Q(assigned_at__gte=F("received_at")),
                name="inquiry_assigned_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(first_touch_at=None) | Q(first_touch_at__gte=F("received_at")),
                name="inquiry_touched_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(
                    fulfilled_at=None, fulfilled_how="", fulfilled_by=None, fulfilled_with=None
                )
                | Q(
                    fulfilled_at__isnull=False,
                    fulfilled_how__in=["mail", "post", "hand"],
                    fulfilled_by__isnull=False,
                ),
                name="inquiry_fulfilled_somehow",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(held_at__isnull=False),
                name="inquiry_released_was_held",
            ),
        ]
        indexes = [
            # A campaign's report.
            models.Index(fields=["campaign", "received_at"], name="inquiry_of_campaign"),
            # The retrospective's cohort.
            models.Index(fields=["assigned_at"], name="inquiry_assigned"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}, {self.received_at:%Y-%m-%d}"

    @property
    def asked_at(self) -> datetime:
        """When it was said: what a device keeps for hours began to wait then."""
        return self.captured_at or self.received_at

    @property
    def is_held(self) -> bool:
        return self.held_at is not None and self.released_at is None

    @property
    def is_promised(self) -> bool:
        """Something was promised by a day, and is not sent yet; what is held waits for nobody."""
        return bool(self.promised_by) and self.fulfilled_at is None and not self.is_held

    @property
    def wanted(self) -> str:
        """What was asked for, also where only a day is known."""
        return self.request or _("what was promised")
