"""What is said about a team."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.models import Team, User, current
from leadfollow.people.places import calendars, zones
from leadfollow.people.sections import days_to_tick
from leadfollow.people.team_section import ALLOWED
from leadfollow.words import Said

FACTS = ("name", "time_zone", "holidays_of", "working_days", "opens_at", "closes_at", *ALLOWED)


def time_of_day(label: Said) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"}),
        error_messages={"invalid": gettext_lazy("Write a time like 09:00.")},
    )


class TeamForm(forms.Form):
    """Name, place, hours, who leads it, and what its reps may do."""

    name = forms.CharField(
        max_length=80,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": gettext_lazy("Give the team a name.")},
        label=gettext_lazy("Name"),
    )
    managers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Led by"),
    )
    time_zone = forms.ChoiceField(
        widget=forms.Select({"class": "form-select"}), label=gettext_lazy("Time zone")
    )
    holidays_of = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Public holidays"),
        widget=forms.Select({"class": "form-select"}),
    )
    working_days = forms.MultipleChoiceField(
        choices=days_to_tick,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick at least one day.")},
        label=gettext_lazy("Working days"),
    )
    opens_at = time_of_day(gettext_lazy("Work begins at"))
    closes_at = time_of_day(gettext_lazy("and ends at"))

    def __init__(self, data: Any = None, *, team: Team) -> None:
        present = {name: getattr(team, name) for name in FACTS}
        present["working_days"] = list(team.working_days)
        present["managers"] = list(team.managers.all()) if team.pk else []
        super().__init__(data, initial=present, auto_id="team-%s")
        for name, label in ALLOWED.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        places = cast(forms.ChoiceField, self.fields["time_zone"])
        places.choices = zones(str(team.time_zone))
        holidays = cast(forms.ChoiceField, self.fields["holidays_of"])
        holidays.choices = [
            ("", _("None: nobody is off")),
            *calendars(team.holidays_of, current().country),
        ]
        leaders = cast(forms.ModelMultipleChoiceField, self.fields["managers"])
        leaders.queryset = User.objects.active().filter(is_manager=True)

    def clean_time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.cleaned_data["time_zone"])

    def clean_working_days(self) -> str:
        return "".join(sorted(self.cleaned_data["working_days"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The day ends after it begins."))
        return cleaned

    @property
    def allowed(self) -> list[forms.BoundField]:
        """What reps may do: its ticks."""
        return [self[name] for name in ALLOWED]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}
