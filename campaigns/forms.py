"""What people say about a campaign."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Segment
from campaigns.operations import BadDates, Facts, Refusal
from leadfollow.bounds import within_reason
from leadfollow.people.models import Team, User, current
from leadfollow.people.places import zones
from leadfollow.people.roles_form import only_one
from leadfollow.words import Said


def owners_for(user: User) -> Any:
    """Whom this person may make responsible: an event manager himself, others any of those."""
    people = User.objects.active()
    if user.is_admin or user.is_manager:
        return people.filter(Q(is_event_manager=True) | Q(is_manager=True)).distinct()
    return people.filter(pk=user.pk)


def teams_for(user: User, campaign: Campaign | None) -> Any:
    """To whom its leads may go: a manager gives them to a team of his, others to any. A retired
    one stays where it is."""
    teams = Team.objects if user.is_admin or user.is_event_manager else user.teams_led
    retired = Q(pk=campaign.team_id, retired_at__isnull=False) if campaign else Q(pk=None)
    return Team.objects.filter(Q(pk__in=teams.in_use()) | retired)


def day(label: Said) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        validators=[within_reason],
        # The one spelling that a browser's date field takes.
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class CampaignForm(forms.Form):
    """Everything about an event or a standing source."""

    name = forms.CharField(max_length=160, label=gettext_lazy("Name"))
    kind = forms.ChoiceField(
        choices=Campaign.Kind.choices, initial=Campaign.Kind.EVENT, label=gettext_lazy("Kind")
    )
    segment = forms.ModelChoiceField(
        Segment.objects.in_use(),
        empty_label=gettext_lazy("Choose one"),
        help_text=gettext_lazy("It sets how soon the first touch is due, and the cadence."),
        label=gettext_lazy("Segment"),
    )
    starts_on = day(gettext_lazy("First day"))
    ends_on = day(gettext_lazy("Last day"))
    place = forms.CharField(max_length=160, required=False, label=gettext_lazy("Place"))
    time_zone = forms.ChoiceField(
        choices=zones,
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("“The same day” is judged there."),
    )
    cost = forms.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, required=False, label=gettext_lazy("Cost")
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        error_messages={"invalid": gettext_lazy("Three letters, as in EUR.")},
        label=gettext_lazy("Currency"),
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        label=gettext_lazy("Owner"),
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        label=gettext_lazy("Receiving team"),
        help_text=gettext_lazy("Its reps get the leads in turn."),
    )
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label=gettext_lazy("Note")
    )

    def __init__(
        self,
        *args: Any,
        editor: User,
        campaign: Campaign | None = None,
        segment: str = "",
        **more: Any,
    ) -> None:
        """`segment` is the slug of the one with which a new campaign begins."""
        here = current()
        initial: dict[str, Any] = {
            "time_zone": str(here.time_zone), "currency": here.currency, "owner": editor.pk,
        }  # fmt: skip
        if campaign:
            initial = {name: getattr(campaign, name) for name in Facts.__dataclass_fields__}
            initial["time_zone"] = str(campaign.time_zone)
        super().__init__(*args, **{"auto_id": "campaign-%s", "initial": initial, **more})
        zone = cast(forms.ChoiceField, self.fields["time_zone"])
        zone.choices = zones(present=str(initial["time_zone"]))
        self.editor = editor
        choices = {"owner": owners_for(editor), "team": teams_for(editor, campaign)}
        for name, queryset in choices.items():
            cast(forms.ModelChoiceField, self.fields[name]).queryset = queryset
        if campaign:
            own = Segment.objects.in_use() | Segment.objects.filter(pk=campaign.segment_id)
            cast(forms.ModelChoiceField, self.fields["segment"]).queryset = own
        if not campaign:
            self.initial["team"] = only_one(self.fields["team"])
            self.initial["segment"] = Segment.objects.in_use().filter(slug=segment).first()
        for field in self.fields.values():
            plain = not isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-control" if plain else "form-select"

    def clean_time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.cleaned_data["time_zone"])

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """It must stay within the reach of whoever edits it."""
        cleaned: dict[str, Any] = super().clean() or {}
        mine = self.editor.is_admin
        mine |= self.editor.is_event_manager and cleaned.get("owner") == self.editor
        if self.editor.is_manager and (team := cleaned.get("team")):
            mine |= team.managers.filter(pk=self.editor.pk).exists()
        if not mine:
            raise forms.ValidationError(self.way_to_keep_it)
        return cleaned

    def add_refusal(self, refusal: Refusal) -> None:
        """Beside the field of which it speaks."""
        days = "ends_on" if self.cleaned_data.get("starts_on") else "starts_on"
        self.add_error(days if isinstance(refusal, BadDates) else None, str(refusal))

    @property
    def way_to_keep_it(self) -> str:
        if self.editor.is_event_manager and self.editor.is_manager:
            return _(
                "To keep it in your reach, choose yourself as the owner or choose one of your teams"
                " as the receiver."
            )
        if self.editor.is_event_manager:
            return _("To keep it in your reach, choose yourself as the owner.")
        return _("To keep it in your reach, choose one of your teams as the receiver.")

    @property
    def facts(self) -> Facts:
        return Facts(**self.cleaned_data)
