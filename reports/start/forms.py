"""What the first start asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.models import Organisation, User
from leadfollow.people.organisation_form import OrganisationForm
from leadfollow.people.places import country_of
from leadfollow.people.start_code import is_start_code
from leadfollow.words import Said

RULES = gettext_lazy(
    "At least 12 characters; not your name or address, and none that everybody tries."
)


def password_field(label: Said, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": "new-password", "class": "form-control"})
    return forms.CharField(label=label, strip=False, widget=widget, **more)


class CodeForm(forms.Form):
    """Whoever types the code may read the console."""

    code = forms.CharField(
        max_length=40,
        label=gettext_lazy("Start code"),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the start code.")},
    )

    def clean_code(self) -> str:
        if not is_start_code(self.cleaned_data["code"]):
            raise forms.ValidationError(_("This is not the start code. The console prints it."))
        return str(self.cleaned_data["code"])


class DemonstrationForm(forms.Form):
    """The password of the demonstration accounts."""

    demo_password = password_field(
        gettext_lazy("Password for the demonstration accounts"),
        help_text=gettext_lazy("At least 12 characters, none that everybody tries."),
        error_messages={"required": gettext_lazy("Choose a password.")},
    )

    def clean_demo_password(self) -> str:
        validate_password(self.cleaned_data["demo_password"])
        return str(self.cleaned_data["demo_password"])


class PlaceSelect(forms.Select):
    """A place tells its country, for the script that guesses both (static/js/zone.js)."""

    def create_option(self, name: str, value: Any, *rest: Any, **more: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *rest, **more)
        if country := country_of(str(value)):
            option["attrs"]["data-country"] = country
        return option


class OwnForm(OrganisationForm):
    """The organisation, its first admin and its first team."""

    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), widget=PlaceSelect)
    admin_name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Your name"),
        error_messages={"required": gettext_lazy("Say your name.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput({"autocomplete": "username"}),
    )  # fmt: skip
    password = password_field(gettext_lazy("Password"), help_text=RULES)
    again = password_field(gettext_lazy("The same password again"))
    team = forms.CharField(
        max_length=80,
        label=gettext_lazy("First team"),
        help_text=gettext_lazy("Such as Sales. Others can follow."),
        error_messages={"required": gettext_lazy("Name the team that follows up.")},
    )
    leads_team = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("I lead this team")
    )

    def __init__(self, data: Any = None, files: Any = None, *, now: Organisation) -> None:
        super().__init__(data, files, now=now)
        self.initial["leads_team"] = True
        self.fields["name"].label = _("Name of your company")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Type both again."))
        if password:
            who = User(email=cleaned.get("email", ""), name=cleaned.get("admin_name", ""))
            try:
                validate_password(password, who)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
