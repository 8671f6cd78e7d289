"""Which keys somebody has: a section of "My settings"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people import keys
from leadfollow.people.keys import KEYS
from leadfollow.people.models import User
from leadfollow.people.sections import Section


class KeysForm(Section):
    """Single keys on or off, and another key for each; an empty one is as it was shipped."""

    slug = "keys"
    title = gettext_lazy("Keys")
    template = "people/_keys.html"

    single_keys = forms.BooleanField(
        required=False,
        label=gettext_lazy("Single letters and digits are keys"),
        help_text=gettext_lazy(
            "As in 1 for no answer. Switch them off if you dictate or use a screen reader."
        ),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        box = {"class": "form-control key-box", "autocomplete": "off", "autocapitalize": "off"}
        for key, label in KEYS.items():
            # No maxlength and nothing stripped: what is too long, or a space, gets its sentence.
            self.fields[name_of(key)] = forms.CharField(
                required=False, label=label, strip=False, widget=forms.TextInput(box)
            )

    @classmethod
    def present(cls, user: User) -> dict[str, Any]:
        own = keys.read(user.own_keys)
        stands = {name_of(key): own.get(key, key) for key in KEYS}
        return stands | {"single_keys": user.single_keys}

    @property
    def is_reset(self) -> bool:
        """Whether the button was pressed that gives all keys back as they were shipped."""
        return "reset" in self.data

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.is_reset:
            return cleaned
        own = self.own(cleaned)
        for key, has in own.items():
            if why := keys.why_not(has) if has != key else "":
                self.add_error(name_of(key), why)
        for key, other in keys.doubles(own).items():
            if name_of(key) not in self.errors:
                same = {"key": own[key], "other": other}
                self.add_error(name_of(key), _("“%(key)s” is twice: also for “%(other)s”.") % same)
        return cleaned

    def own(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """What each shipped key shall be; one that was left out of the post stays."""
        stands = self.present(self.user)
        sent = {key: name_of(key) in self.data for key in KEYS}
        return {
            key: (cleaned.get(name) or key) if sent[key] else stands[name]
            for key in KEYS
            for name in [name_of(key)]
        }

    @property
    def changes(self) -> dict[str, Any]:
        if self.is_reset:
            return {"own_keys": ""}
        own = keys.written(self.own(self.cleaned_data))
        return {"single_keys": self.cleaned_data["single_keys"], "own_keys": own}

    @property
    def said(self) -> str:  # type: ignore[override]
        if self.is_reset:
            return _("Every key is as it was shipped.")
        return _("Your keys are saved. The pages show them.")

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[name_of(key)] for key in KEYS]

    @property
    def are_own(self) -> bool:
        return bool(self.user.own_keys)

    @property
    def reset(self) -> str:  # type: ignore[override]
        """Its second button, where there is something to give back."""
        return _("Reset the keys") if self.are_own else ""


def name_of(key: str) -> str:
    """The field of a shipped key: some are signs that no name may have."""
    return f"key-{ord(key)}"
