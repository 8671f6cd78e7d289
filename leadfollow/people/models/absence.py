"""Who is away, and who deputises."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from leadfollow.clock import ONE_DAY
from leadfollow.words import days_between


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Questions about who is away."""

    def running(self, at: datetime) -> Self:
        return self.filter(begins_at__lte=at, ends_at__gt=at)

    def not_over(self, at: datetime) -> Self:
        return self.filter(ends_at__gt=at)

    def overlapping(self, begins_at: datetime, ends_at: datetime) -> Self:
        return self.filter(begins_at__lt=ends_at, ends_at__gt=begins_at)


class Absence(models.Model):
    """Whole days on which a rep is away; meanwhile what comes due is also on his deputy's queue.

    The days are those of his zone when they were told, and keep their moments if he moves. His
    leads stay his.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="deputised"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on"), ends_at__gt=models.F("begins_at")),
                name="absence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=models.F("user")),
                name="absence_deputy_is_another",
            ),
        ]
        indexes = [
            # For whom somebody stands in: every page asks.
            models.Index(fields=["deputy", "ends_at"], name="absence_of_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {days_between(self.first_on, self.last_on)}"

    @property
    def back_on(self) -> date:
        """The first working day after it."""
        return self.user.working_time.add_working_days(self.last_on + ONE_DAY, 0)
