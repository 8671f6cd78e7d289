"""Days that are ours beside the country's public holidays."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from leadfollow.clock import OwnDays

EVERYBODY = None  # instead of a team
IN_USE = Q(retired_at=None)


class HolidayQuerySet(models.QuerySet["Holiday"]):
    """Questions about own days."""

    def in_use(self) -> Self:
        return self.filter(IN_USE)

    def of(self, day: date, team_id: int | None) -> Self:
        """The one that holds on this day for a team, or for everybody."""
        return self.in_use().filter(day=day, team=team_id)


class Holiday(models.Model):
    """A day on which everybody or one team is free, or works on a public holiday after all.

    A team's own word goes before everybody's.
    """

    day = models.DateField()
    name = models.CharField(max_length=80)
    team = models.ForeignKey(
        "people.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holidays",
        help_text="Empty: everybody.",
    )
    is_worked = models.BooleanField(
        default=False, help_text="A public holiday on which we work after all."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "team"],
                condition=IN_USE & Q(team__isnull=False),
                name="holiday_once_for_a_team",
            ),
            models.UniqueConstraint(
                fields=["day"],
                condition=IN_USE & Q(team=None),
                name="holiday_once_for_everybody",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="holiday_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


def own_days_by_team() -> dict[int | None, OwnDays]:
    """What holds for everybody, and for each team that has a word of its own; one query."""
    said: dict[int | None, dict[date, bool]] = defaultdict(dict)
    rows = Holiday.objects.in_use().values_list("team", "day", "is_worked")
    for team, day, is_worked in rows:
        said[team][day] = is_worked
    everybody = said[EVERYBODY]
    return {team: own_days(everybody | its) for team, its in list(said.items())}


def own_days(said: dict[date, bool]) -> OwnDays:
    """From each day and whether it is worked."""
    return OwnDays(
        off=frozenset(day for day, is_worked in said.items() if not is_worked),
        worked=frozenset(day for day, is_worked in said.items() if is_worked),
    )
