"""What the first start asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from leadfollow.people.models import Organisation, User
from leadfollow.people.organisation_form import OrganisationForm
from leadfollow.people.start_code import is_start_code

RULES = "At least 12 characters; not your name or address, and none that everybody tries."


def password_field(label: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": "new-password", "class": "form-control"})
    return forms.CharField(label=label, strip=False, widget=widget, **more)


class CodeForm(forms.Form):
    """Whoever types the code may read the console."""

    code = forms.CharField(
        max_length=40,
        label="Start code",
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": "Type the start code."},
    )

    def clean_code(self) -> str:
        if not is_start_code(self.cleaned_data["code"]):
            raise forms.ValidationError("This is not the start code. The console prints it.")
        return str(self.cleaned_data["code"])


class DemonstrationForm(forms.Form):
    """The password of the demonstration accounts."""

    demo_password = password_field(
        "Password for the demonstration accounts",
        help_text="At least 12 characters, none that everybody tries.",
        error_messages={"required": "Choose a password."},
    )

    def clean_demo_password(self) -> str:
        validate_password(self.cleaned_data["demo_password"])
        return str(self.cleaned_data["demo_password"])


class OwnForm(OrganisationForm):
    """The organisation, its first admin and its first team."""

    admin_name = forms.CharField(
        max_length=120, label="Your name", error_messages={"required": "Say your name."},
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label="Your e-mail address", help_text="You sign in with it.",
        widget=forms.EmailInput({"autocomplete": "username"}),
    )  # fmt: skip
    password = password_field("Password", help_text=RULES)
    again = password_field("The same password again")
    team = forms.CharField(
        max_length=80, label="First team", help_text="Such as Sales. Others can follow.",
        error_messages={"required": "Name the team that follows up."},
    )  # fmt: skip
    leads_team = forms.BooleanField(required=False, initial=True, label="I lead this team")

    def __init__(self, data: Any = None, files: Any = None, *, now: Organisation) -> None:
        super().__init__(data, files, now=now)
        self.initial["leads_team"] = True
        self.fields["name"].label = "Name of your company"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", "The two passwords differ. Type both again.")
        if password:
            who = User(email=cleaned.get("email", ""), name=cleaned.get("admin_name", ""))
            try:
                validate_password(password, who)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
