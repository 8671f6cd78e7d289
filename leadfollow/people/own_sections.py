"""Who one is, and how the pages look to him: sections of "My settings"."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.models import Density, Theme
from leadfollow.people.sections import Section


class NameForm(Section):
    """The name as colleagues read it."""

    slug = "name"
    title = gettext_lazy("Name")

    name = forms.CharField(
        max_length=120,
        error_messages={"required": gettext_lazy("Give your name.")},
        label=gettext_lazy("Name"),
    )

    @property
    def sentence(self) -> str:
        roles = self.user.roles_in_words or _("no role")
        return _("You sign in as %(email)s, and are here as: %(roles)s. An admin changes that.") % {
            "email": self.user.email,
            "roles": roles,
        }


class AppearanceForm(Section):
    """Light or dark, and how much stands on a page: on every device of his."""

    slug = "appearance"
    title = gettext_lazy("Appearance")

    theme = forms.ChoiceField(
        choices=Theme.choices, required=False, label=gettext_lazy("Light or dark")
    )
    density = forms.ChoiceField(
        choices=Density.choices,
        required=False,
        help_text=gettext_lazy(
            "Compact has more rows on a page; telephones keep room for fingers."
        ),
        label=gettext_lazy("Density"),
    )

    @property
    def sentence(self) -> str:
        return _(
            "On every device where you sign in; the menu of your name changes one device alone."
        )
