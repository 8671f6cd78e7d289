"""What a report's page may be narrowed to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from leadfollow.clock import Week
from leadfollow.people.models import Team, User
from leads.models import Lead

MOST_ROWS = 10**6  # as far as a list is read


class ReportFilter(forms.Form):
    """What narrows a report, as far as the report takes it and the reader may choose."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("All campaigns"),
        label=gettext_lazy("Campaign"),
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("All teams"),
        label=gettext_lazy("Team"),
    )
    rep = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label=gettext_lazy("All reps"),
        label=gettext_lazy("Rep"),
    )
    week = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "2026-W47"}),
        label=gettext_lazy("Week"),
    )
    without_late = forms.BooleanField(
        required=False,
        label=gettext_lazy("Without late ones"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    part = forms.CharField(required=False, widget=forms.HiddenInput)
    after = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, reader: User, takes: Collection[str], **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "report-%s", **more})
        choices = {
            "campaign": Campaign.objects.visible_to(reader),
            "team": teams_of(reader),
            "rep": User.objects.reps().filter(team__in=teams_of(reader)),
        }
        for name, queryset in choices.items():
            field = cast(forms.ModelChoiceField, self.fields[name])
            field.queryset = queryset
            field.widget.attrs["class"] = "form-select"
        self.fields["week"].widget.attrs["class"] = "form-control"
        for name in {"campaign", "team", "rep", "week", "without_late"} - set(takes):
            del self.fields[name]
        if reader.is_rep and not (reader.is_manager or reader.is_admin or reader.is_event_manager):
            for name in {"team", "rep"} & set(self.fields):
                del self.fields[name]

    def clean_week(self) -> Week | None:
        try:
            return Week.parse(self.cleaned_data["week"]) if self.cleaned_data["week"] else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def asked(self) -> dict[str, Any]:
        """The fields of a `Question`."""
        asked = dict(self.cleaned_data)
        return {"first": asked.pop("after", None) or 0, **asked}


def teams_of(reader: User) -> Any:
    """Any for an admin; a manager's own; an event manager's, which have or get his leads."""
    if reader.is_admin:
        return Team.objects.all()
    reach = Q(pk__in=reader.teams_led.values("pk"))
    if reader.is_event_manager:
        reach |= Q(pk__in=Lead.objects.visible_to(reader).values("owner__team"))
        reach |= Q(pk__in=reader.campaigns.values("team"))
    return Team.objects.filter(reach)
