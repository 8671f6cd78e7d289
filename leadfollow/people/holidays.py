"""The days of this year and the next on which people are off: the country's and our own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow import clock
from leadfollow.bounds import within_reason
from leadfollow.people.models import Holiday, Team, User, current
from leadfollow.people.places import calendar_in_words, regions

YEARS = 2


@dataclass(frozen=True)
class DayRow:
    """One line: a public holiday, or a day of our own."""

    day: date
    name: str
    source: str
    is_worked: bool
    holiday: Holiday | None = None
    may_edit: bool = False


def coming(rows: list[DayRow], today: date) -> tuple[list[DayRow], list[DayRow]]:
    """Those of today or later, and those that are over."""
    return [row for row in rows if row.day >= today], [row for row in rows if row.day < today]


def may_edit(user: User) -> bool:
    return user.is_admin or user.is_manager


def editable_by(user: User) -> QuerySet[Holiday]:
    """An admin all; a manager those of the teams that he leads."""
    if user.is_admin:
        return Holiday.objects.all()
    return Holiday.objects.filter(team__in=user.led_team_ids if user.is_manager else [])


def teams_of(user: User) -> QuerySet[Team]:
    """For whom this person may write a day."""
    teams = Team.objects.in_use()
    return teams if user.is_admin else teams.filter(pk__in=user.led_team_ids)


def days_ahead(user: User, *, now: datetime) -> list[DayRow]:
    """All days of this year and the next, in order: two questions, whatever stands there."""
    first = clock.today(user.time_zone, now).year
    years = range(first, first + YEARS)
    mine = set(editable_by(user).values_list("pk", flat=True))
    own = Holiday.objects.in_use().filter(day__year__in=years).select_related("team")
    ours = [
        DayRow(row.day, row.name, whose(row), row.is_worked, row, row.pk in mine) for row in own
    ]
    worked = {row.day for row in own if row.is_worked and row.team is None}
    both = [*public_days(years, worked), *ours]
    return sorted(both, key=lambda row: (row.day, row.holiday is not None))


def public_days(years: Collection[int], worked: Collection[date]) -> list[DayRow]:
    """Those of the organisation's country; nobody's where it has none."""
    country = current().calendar
    if not country:
        return []
    source = _("Public holiday, %(country)s") % {"country": calendar_in_words(country)}
    return [
        DayRow(day, name, source, day in worked)
        for year in years
        for day, name in clock.public_holidays(country, year).items()
    ]


def lacks_region() -> bool:
    """Whether the organisation's country has regions, and none is chosen."""
    its = current()
    return bool(not its.region and regions(its.country))


def whose(holiday: Holiday) -> str:
    """As in "Our own, team North"."""
    if holiday.team is None:
        return _("Our own, everybody")
    return _("Our own, team %(team)s") % {"team": holiday.team}


class HolidayForm(forms.Form):
    """A day of our own: for whom, and whether it is free or worked."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        validators=[within_reason],
        error_messages={
            "required": gettext_lazy("Give the day."),
            "invalid": gettext_lazy("Write a day like 2027-12-24."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say what day it is.")},
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("For"),
        required=False,
        empty_label=gettext_lazy("Everybody"),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": gettext_lazy("Choose one of your teams.")},
    )
    is_worked = forms.BooleanField(
        label=gettext_lazy("It is a public holiday, and we work after all"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, data: Any = None, *, by: User, holiday: Holiday | None = None) -> None:
        present = {name: getattr(holiday, name) for name in self.base_fields} if holiday else None
        super().__init__(data, initial=present, auto_id="holiday-%s")
        teams = self.fields["team"]
        assert isinstance(teams, forms.ModelChoiceField)
        teams.queryset = teams_of(by)
        if not by.is_admin:
            teams.required, teams.empty_label = True, None
