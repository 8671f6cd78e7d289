"""Who one is, and how the pages look to him: sections of "My settings"."""

from __future__ import annotations

from django import forms

from leadfollow.people.models import Density, Theme
from leadfollow.people.sections import Section


class NameForm(Section):
    """The name as colleagues read it."""

    slug = "name"
    title = "Name"

    name = forms.CharField(max_length=120, error_messages={"required": "Give your name."})

    @property
    def sentence(self) -> str:
        roles = self.user.roles_in_words or "no role"
        return f"You sign in as {self.user.email}, and are here as: {roles}. An admin changes that."


class AppearanceForm(Section):
    """Light or dark, and how much stands on a page: on every device of his."""

    slug = "appearance"
    title = "Appearance"

    theme = forms.ChoiceField(choices=Theme.choices, required=False, label="Light or dark")
    density = forms.ChoiceField(
        choices=Density.choices,
        required=False,
        help_text="Compact has more rows on a page; telephones keep room for fingers.",
    )

    @property
    def sentence(self) -> str:
        return "On every device where you sign in; the menu of your name changes one device alone."
