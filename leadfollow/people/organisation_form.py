"""What is said about the organisation: at the first start, and in its settings."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.files.kinds import BadFile
from leadfollow.people.logo import ACCEPTED, MOST_BYTES, judged_logo
from leadfollow.people.models import Organisation, Team
from leadfollow.people.places import countries, regions, zones
from leadfollow.people.sections import days_to_tick
from leadfollow.seen import SeenForm
from leadfollow.words import DateStyle, NumberStyle, Said, from_monday

DATE_STYLES = [
    (DateStyle.DAY_FIRST, "Thu 3 Dec 2026"),
    (DateStyle.MONTH_FIRST, "Thu Dec 3, 2026"),
    (DateStyle.ISO, "Thu 2026-12-03"),
]
NUMBER_STYLES = [
    (NumberStyle.POINT, "1,234.50"),
    (NumberStyle.COMMA, "1.234,50"),
    (NumberStyle.SPACE, "1 234,50"),
]
FACTS = (
    "name", "country", "time_zone", "currency", "date_style", "number_style", "week_begins",
    "working_days", "opens_at", "closes_at",
)  # fmt: skip
SWITCHES = (
    "managers_invite",
    "requires_two_factor",
)  # of the settings alone: a first start asks for less


def time_of_day(label: Said) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Write a time like 09:00.")},
    )


class OrganisationForm(SeenForm):
    """Name and logo, calendar and money; `now` is the organisation as it stands."""

    name = forms.CharField(
        max_length=80,
        label=gettext_lazy("Name"),
        error_messages={"required": gettext_lazy("Say what you are called.")},
    )
    logo = forms.FileField(
        required=False,
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy("PNG or SVG, at most 256 kB. It stands in the bar of every page."),
        widget=forms.FileInput({"accept": ACCEPTED}),
    )
    country = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("Its public holidays are free."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        error_messages={"invalid": gettext_lazy("Three letters, as in EUR.")},
        label=gettext_lazy("Currency"),
    )
    date_style = forms.ChoiceField(
        choices=DATE_STYLES, label=gettext_lazy("Dates are written like")
    )
    number_style = forms.ChoiceField(
        choices=NUMBER_STYLES, label=gettext_lazy("Numbers are written like")
    )
    week_begins = forms.TypedChoiceField(
        choices=from_monday, coerce=int, label=gettext_lazy("A week begins on")
    )
    working_days = forms.MultipleChoiceField(
        choices=days_to_tick,
        label=gettext_lazy("Working days"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one day.")},
    )
    opens_at = time_of_day(gettext_lazy("Work begins at"))
    closes_at = time_of_day(gettext_lazy("and ends at"))

    def __init__(self, data: Any = None, files: Any = None, *, now: Organisation) -> None:
        super().__init__(data, files)
        present: dict[str, Any] = {name: getattr(now, name) for name in FACTS}
        own = {"time_zone": str(now.time_zone), "week_begins": str(now.week_begins)}
        own |= {"region": now.calendar if now.region else ""} if "region" in self.fields else {}
        switches = {name: getattr(now, name) for name in SWITCHES if name in self.fields}
        self.look(present | own | switches | {"working_days": list(now.working_days)})
        self.offer("country", [("", _("None: nobody is off")), *countries().items()])
        self.offer("time_zone", zones(str(now.time_zone)))
        for field in self.fields.values():
            plain = not isinstance(field.widget, forms.Select)
            if not isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "form-control" if plain else "form-select"

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.cleaned_data["time_zone"])

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean_working_days(self) -> str:
        return "".join(sorted(self.cleaned_data["working_days"]))

    def clean_logo(self) -> tuple[str, bytes] | None:
        """The picture that was sent, as it may be kept."""
        sent = self.cleaned_data["logo"]
        if not sent:
            return None
        name, content = sent.name or "", sent.read(MOST_BYTES + 1)
        try:
            judged_logo(name, content)
        except BadFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return name, content

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Work ends after it begins."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """The organisation's columns, without the logo."""
        return {name: self.cleaned_data[name] for name in FACTS}

    @property
    def changes(self) -> dict[str, Any]:
        """Of them those that its writer set another way than he saw them."""
        return {name: value for name, value in self.facts.items() if name in self.changed_data}

    @property
    def logo_sent(self) -> tuple[str, bytes] | None:
        sent: tuple[str, bytes] | None = self.cleaned_data["logo"]
        return sent


class OrganisationSettings(OrganisationForm):
    """The same once it stands: its logo may go."""

    region = forms.ChoiceField(
        required=False,
        label=gettext_lazy("State or region"),
        help_text=gettext_lazy("Its own public holidays are free, too."),
    )
    no_logo = forms.BooleanField(required=False, label=gettext_lazy("Show no logo"))
    requires_two_factor = forms.BooleanField(
        required=False,
        label=gettext_lazy("Managers and admins sign in by two factors"),
        help_text=gettext_lazy(
            "Each is told, and has seven days to set it up; then it comes before all else."
        ),
    )

    teams_too = forms.BooleanField(
        required=False, label=gettext_lazy("Another time zone holds for its teams too")
    )
    holidays_too = forms.BooleanField(
        required=False, label=gettext_lazy("Other public holidays hold for its teams too")
    )
    managers_invite = forms.BooleanField(
        required=False, label=gettext_lazy("Managers invite reps into the teams that they lead")
    )

    def __init__(self, data: Any = None, files: Any = None, *, now: Organisation) -> None:
        super().__init__(data, files, now=now)
        self.offer_regions(now, str((data or {}).get("country", "")))
        zone, days = {"time_zone": now.time_zone}, {"holidays_of": now.calendar}
        self.of_zone = self.ask_for(
            "teams_too", _("Another time zone holds for %(teams)s too"), zone
        )
        label = _("Other public holidays hold for %(teams)s too")
        self.of_calendar = self.ask_for("holidays_too", label, days)

    def ask_for(self, box: str, label: str, alike: dict[str, Any]) -> list[Team]:
        """The teams that have now what the organisation has; where there are some, whether they
        move with it."""
        teams = list(Team.objects.in_use().filter(**alike))
        names = get_text_list([str(team) for team in teams], _("and"))
        self.fields[box].label = label % {"teams": names}
        self.fields[box].help_text = _("They go by the one that stands here now.")
        self.initial[box] = True
        if not teams:
            del self.fields[box]
        return teams

    @property
    def moves(self) -> list[tuple[Team, dict[str, Any]]]:
        """Each team that moves with the organisation, and to what."""
        said, changed = self.cleaned_data, self.changes.keys()
        zone = {"time_zone": said["time_zone"]}
        days = {"holidays_of": "-".join(filter(None, [said["country"], said["region"]]))}
        zones = self.of_zone if "time_zone" in changed and said.get("teams_too") else []
        other = {"country", "region"} & changed and said.get("holidays_too")
        calendars = self.of_calendar if other else []
        return [(team, zone) for team in zones] + [(team, days) for team in calendars]

    def offer_regions(self, now: Organisation, typed: str) -> None:
        """Those of the country that stands there, and of the one that was chosen."""
        known = regions(now.country) | regions(typed)
        self.offer("region", [("", _("The whole country")), *known.items()])

    def clean(self) -> dict[str, Any]:
        """The region without its country; of another country than the one chosen it is none."""
        cleaned = super().clean()
        country, _dash, region = cleaned.get("region", "").partition("-")
        return cleaned | {"region": region if country == cleaned.get("country") else ""}

    @property
    def facts(self) -> dict[str, Any]:
        own = {name: self.cleaned_data[name] for name in SWITCHES}
        return super().facts | own | {"region": self.cleaned_data["region"]}

    @property
    def changes(self) -> dict[str, Any]:
        """With another country goes the region of the one before."""
        moved = {"region": self.facts["region"]} if "country" in self.changed_data else {}
        return super().changes | moved
