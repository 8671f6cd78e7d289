"""What somebody gives who comes in by a link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy

from leadfollow.people.models import Invitation, User


class JoiningForm(forms.Form):
    """The name, and a password that is good enough."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Give your name, as colleagues know you.")},
    )
    password = forms.CharField(
        label=gettext_lazy("A password"),
        strip=False,
        widget=forms.PasswordInput({"class": "form-control", "autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "At least 12 characters; a few words in a row are easy to remember."
        ),
        error_messages={"required": gettext_lazy("Choose a password.")},
    )

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        super().__init__(data, initial={"name": invitation.name})
        self.invitation = invitation
        first = "password" if invitation.name else "name"
        self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if password := cleaned.get("password"):
            like = User(email=self.invitation.email, name=cleaned.get("name", ""))
            try:
                validate_password(password, like)
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        return cleaned
