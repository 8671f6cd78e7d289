"""Reps who work together, and by which hours."""

from __future__ import annotations

from datetime import time
from typing import Any, Self

from django.db import models
from django.db.models import Q
from timezone_field import TimeZoneField

from leadfollow.clock import WorkingTime
from leadfollow.people.models.organisation import own_days_of


class TeamQuerySet(models.QuerySet["Team"]):
    """Questions about teams."""

    def in_use(self) -> Self:
        """In which somebody may work."""
        return self.filter(retired_at=None)


class Team(models.Model):
    """Reps who work the same leads by the same hours, and the managers who lead them.

    Retired, nobody works in it, and nothing comes to it; it stays for reports.
    """

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    time_zone = TimeZoneField(default="UTC")
    working_days = models.CharField(
        max_length=7, default="12345", help_text="ISO weekdays: 1 is Monday, 7 is Sunday."
    )
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(18))
    holidays_of = models.CharField(
        max_length=24,
        blank=True,
        help_text="Country or region, as DE or DE-BY, whose days are free.",
    )
    managers = models.ManyToManyField("people.User", related_name="teams_led", blank=True)
    reps_take_from_inbox = models.BooleanField(default=True)
    reps_see_costs = models.BooleanField(default=False)
    reps_export = models.BooleanField(
        default=False, help_text="Reps take their own leads along as a file."
    )
    lesson_required = models.BooleanField(
        default=False, help_text="A new rep gets no leads before he has done the lesson."
    )

    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="team_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=~Q(working_days=""), name="team_works_on_some_day"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def working_time(self) -> WorkingTime:
        """The team's days, hours, holidays and zone, for `leadfollow.clock`."""
        return WorkingTime(
            zone=self.time_zone,
            days=frozenset(int(day) for day in self.working_days),
            blocks=((self.opens_at, self.closes_at),),
            country=self.holidays_of,
            own=own_days_of(self.pk),
        )


def standard_working_time(zone: Any) -> WorkingTime:
    """Monday to Friday, 9 to 18: where no team says otherwise."""
    return WorkingTime(
        zone=zone, days=frozenset(range(1, 6)), blocks=((time(9), time(18)),), own=own_days_of()
    )
