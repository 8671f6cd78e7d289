"""Types of leads."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leadfollow.clock import WorkingTime


class FirstTouchUnit(models.TextChoices):
    WORKING_MINUTES = "working_minutes", gettext_lazy("working minutes")
    HOURS = "hours", gettext_lazy("hours by the clock, non-working days skipped")


class SegmentQuerySet(models.QuerySet["Segment"]):
    """Questions about types of leads."""

    def in_use(self) -> Self:
        """Those that a new campaign may have."""
        return self.filter(retired_at=None)


class Segment(models.Model):
    """A type of lead, and how soon after assignment its first touch is due."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    first_touch_amount = models.PositiveIntegerField(default=24)
    first_touch_unit = models.CharField(
        max_length=20, choices=FirstTouchUnit, default=FirstTouchUnit.HOURS
    )

    longest_silence = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Working days until the next step, before somebody has to say why. Empty: none.",
    )
    ceiling_touches = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Touches of ours on one person at most. Empty: no ceiling."
    )
    ceiling_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Within so many days."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ceiling_touches=None, ceiling_days=None)
                | Q(
                    ceiling_touches__isnull=False,
                    ceiling_days__isnull=False,
                    ceiling_touches__gte=1,
                    ceiling_days__gte=1,
                ),
                name="segment_ceiling_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def first_touch_by(self, assigned_at: datetime, working: WorkingTime) -> datetime:
        """When the first touch of a lead assigned at this moment has to be made at the latest."""
        if self.first_touch_unit == FirstTouchUnit.WORKING_MINUTES:
            return working.add_working_minutes(assigned_at, self.first_touch_amount)
        return working.add_hours(assigned_at, self.first_touch_amount)

    @property
    def ceiling_in_words(self) -> str:
        """As in "1 touch on a person in 14 days"; nothing without a ceiling."""
        if self.ceiling_touches is None:
            return ""
        if self.ceiling_days == 1:
            said = ngettext(
                "%(touches)s touch on a person a day",
                "%(touches)s touches on a person a day",
                self.ceiling_touches,
            )
        else:
            said = ngettext(
                "%(touches)s touch on a person in %(days)s days",
                "%(touches)s touches on a person in %(days)s days",
                self.ceiling_touches,
            )
        return said % {"touches": self.ceiling_touches, "days": self.ceiling_days}

    @property
    def first_touch_in_words(self) -> str:
        if self.first_touch_unit == FirstTouchUnit.HOURS:
            return _("%(number)s h") % {"number": self.first_touch_amount}
        hours, minutes = divmod(self.first_touch_amount, 60)
        if minutes or not hours:
            amount = self.first_touch_amount
            said = ngettext("%(number)s working minute", "%(number)s working minutes", amount)
            return said % {"number": amount}
        said = ngettext("%(number)s working hour", "%(number)s working hours", hours)
        return said % {"number": hours}
