"""The codes of two-factor sign-in as they are typed, and how often one may try."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow import clock
from leadfollow.people.limits import DAY, MINUTE, Limit
from leadfollow.people.models import User
from leadfollow.people.two_factor import digest

TRIES = (Limit("two-factor code", 5, MINUTE), Limit("two-factor code", 100, DAY))
DIGITS = 6
GOOD_FOR = 120  # seconds: longer than any code of an app is


class Throttled(forms.Form):
    """Every try counts, also the good one; a code of an app opens once."""

    user: User
    fields_of_code = {"autocomplete": "one-time-code", "autofocus": True, "class": "form-control"}

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        field = self.fields["code"]
        field.label = gettext_lazy("Code")
        field.widget = forms.TextInput(self.fields_of_code)

    def clean_code(self) -> str:
        if not all(limit.take(self.user.pk, at=clock.now()) for limit in TRIES):
            raise get_adapter().validation_error("too_many_codes")
        typed = "".join(sign for sign in self.cleaned_data["code"] if sign.isalnum())
        is_of_app = typed.isdigit() and len(typed) == DIGITS
        self.cleaned_data["code"] = typed if is_of_app else digest(typed)
        code: str = super().clean_code()  # type: ignore[misc]
        if is_of_app and not cache.add(f"two-factor:{self.user.pk}:{typed}", 1, GOOD_FOR):
            raise forms.ValidationError(_("This code was used. Wait for the next one."))
        return code


class CodeForm(Throttled, AuthenticateForm):
    """At the door."""


class CodeAgainForm(Throttled, ReauthenticateForm):
    """Before something weighty."""


class SwitchOnForm(Throttled, ActivateTOTPForm):
    """The first code of an app, which shows that it works."""
