"""Who works here: what holds for everybody, where nobody says otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject
from timezone_field import TimeZoneField

from leadfollow import words
from leadfollow.clock import NO_OWN_DAYS, OwnDays, WorkingTime
from leadfollow.files.models import StoredFile
from leadfollow.once import asking_once, once
from leadfollow.once import forget as once_more
from leadfollow.people.models.holiday import EVERYBODY, own_days_by_team
from leadfollow.words import DateStyle, NumberStyle, Style

THE_ONE = 1  # its key: there is no second one


def installation_zone() -> str:
    return settings.TIME_ZONE


class Organisation(models.Model):
    """The company whose leads these are: its name, its calendar, its money. One row at most;
    without one `current()` is an unnamed organisation with the usual values."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    name = models.CharField(max_length=80, blank=True)
    logo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    country = models.CharField(
        max_length=2, blank=True, help_text="Country code whose public holidays are free."
    )
    region = models.CharField(
        max_length=20, blank=True, help_text="Its state or region, whose own holidays are free too."
    )
    time_zone = TimeZoneField(default=installation_zone)
    currency = models.CharField(max_length=3, default="EUR")
    date_style = models.CharField(
        max_length=5, choices=[(style.value, style.name) for style in DateStyle], default="day"
    )
    number_style = models.CharField(
        max_length=5, choices=[(style.value, style.name) for style in NumberStyle], default="point"
    )
    week_begins = models.PositiveSmallIntegerField(
        default=1, help_text="ISO weekday: 1 is Monday, 7 is Sunday."
    )
    working_days = models.CharField(
        max_length=7, default="12345", help_text="ISO weekdays: 1 is Monday, 7 is Sunday."
    )
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(18))
    is_demonstration = models.BooleanField(
        default=False, help_text="All that this database holds is invented, and goes as a whole."
    )
    shows_first_steps = models.BooleanField(
        default=False, help_text="Admins begin on the list of what to do first."
    )
    optional_parts = models.CharField(
        max_length=200, blank=True, help_text="Slugs of the parts that are switched on."
    )
    has_own_days = models.BooleanField(
        default=False, help_text="Working time asks for days of our own; stays true."
    )
    lists_version = models.CharField(
        max_length=32,
        blank=True,
        help_text="Another one with each change of a list to choose from.",
    )
    requires_two_factor = models.BooleanField(
        default=False, help_text="Managers and admins sign in by two factors, after seven days."
    )
    managers_invite = models.BooleanField(
        default=False, help_text="Managers ask reps into the teams that they lead."
    )
    set_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=THE_ONE), name="organisation_is_one"),
            models.CheckConstraint(
                condition=Q(region="") | ~Q(country=""), name="organisation_region_of_a_country"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="organisation_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=~Q(working_days=""), name="organisation_works_on_some_day"
            ),
            models.CheckConstraint(
                condition=Q(week_begins__gte=1, week_begins__lte=7),
                name="organisation_week_begins_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(date_style__in=list(DateStyle)), name="organisation_date_style_known"
            ),
            models.CheckConstraint(
                condition=Q(number_style__in=list(NumberStyle)),
                name="organisation_number_style_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Leadfollow"

    @property
    def calendar(self) -> str:
        """Whose public holidays are free, as the clock knows it: "DE", or "DE-BY"."""
        return f"{self.country}-{self.region}" if self.region else self.country

    @property
    def working_time(self) -> WorkingTime:
        """Its days, hours, holidays and zone, for `leadfollow.clock`."""
        return WorkingTime(
            zone=self.time_zone,
            days=frozenset(int(day) for day in self.working_days),
            blocks=((self.opens_at, self.closes_at),),
            country=self.calendar,
            own=own_days_of(),
        )

    def uses(self, part: str) -> bool:
        """Whether an optional part is switched on; see `leadfollow.people.optional`."""
        return part in self.optional_parts.split()

    @property
    def style(self) -> Style:
        """How dates and numbers are said here."""
        numbers = NumberStyle(self.number_style)
        return Style(DateStyle(self.date_style), self.week_begins, numbers)

    @property
    def of_a_team(self) -> dict[str, Any]:
        """The columns with which a new team begins."""
        return {
            "time_zone": self.time_zone,
            "working_days": self.working_days,
            "opens_at": self.opens_at,
            "closes_at": self.closes_at,
            "holidays_of": self.calendar,
        }


# What every page may need: all but the moment, which nothing asks for.
TOLD = [field.attname for field in Organisation._meta.concrete_fields if field.name != "set_up_at"]


def as_column() -> models.Subquery:
    """The organisation as one more column of another question: no question of its own."""
    told = JSONObject(**{name: name for name in TOLD})
    return models.Subquery(Organisation.objects.values(told=told)[:1])


def from_column(told: Any) -> Organisation:
    """What `as_column` found; the usual values where there is no row."""
    if not told:
        return Organisation(time_zone=ZoneInfo(settings.TIME_ZONE))
    told = json.loads(told) if isinstance(told, str) else told
    fields = {field.attname: field for field in Organisation._meta.concrete_fields}
    values = [fields[name].to_python(told[name]) for name in TOLD]
    return Organisation.from_db("default", TOLD, values)


NAME = "organisation"


def current() -> Organisation:
    """The organisation; asked for at most once within `known`. Without a row an unsaved one."""
    return once(NAME, lambda: Organisation.objects.first() or from_column(None))


@contextmanager
def known(found: Organisation | None = None) -> Iterator[None]:
    """A request or a task: it asks for the organisation once, and says dates and numbers as they do
    there.

    Within another it is that one.
    """
    with asking_once(**({NAME: found} if found else {})), words.said_in(lambda: current().style):
        yield


OWN_DAYS = "own days"


def own_days_of(team_id: int | None = EVERYBODY) -> OwnDays:
    """The days of our own that hold for a team, or for whoever has none.

    Nothing is asked where nobody ever wrote one; else once within `known`.
    """
    if not current().has_own_days:
        return NO_OWN_DAYS
    by_team = once(OWN_DAYS, own_days_by_team)
    return by_team.get(team_id) or by_team.get(EVERYBODY, NO_OWN_DAYS)


def forget_own_days() -> None:
    """One was changed: ask again."""
    once_more(OWN_DAYS)


def forget() -> None:
    """It was changed: ask again."""
    once_more(NAME)
