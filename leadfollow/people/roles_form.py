"""What somebody is here: roles, and the team in which a rep works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.models import ROLES, Team, User

MEANINGS = {
    "is_rep": gettext_lazy("works leads, has a queue"),
    "is_manager": gettext_lazy("leads teams, reads their reports"),
    "is_event_manager": gettext_lazy("makes campaigns and imports"),
    "is_admin": gettext_lazy("lets people in, changes settings"),
    "is_qualifier": gettext_lazy("from outside: qualifies the leads given to him, sees no others"),
}

NOTHING_ELSE = gettext_lazy("An outside qualifier has no other role: untick it, or the others.")


class RolesForm(forms.Form):
    """Name, e-mail, roles and team; at least one role, and a team for a rep; an
    outside qualifier has no other role."""

    name = forms.CharField(
        max_length=120,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the name.")},
        label=gettext_lazy("Name"),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the e-mail address.")},
    )
    roles = forms.MultipleChoiceField(
        choices=[
            (role, format_lazy("{}: {}", word, MEANINGS[role])) for role, word in ROLES.items()
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one role.")},
        label=gettext_lazy("Roles"),
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        widget=forms.Select({"class": "form-select"}),
        label=gettext_lazy("Team"),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)
        team.queryset = Team.objects.in_use()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "is_rep" in cleaned.get("roles", ()) and not cleaned.get("team"):
            self.add_error("team", _("A rep works in a team: choose one."))
        if "is_qualifier" in cleaned.get("roles", ()) and len(cleaned["roles"]) > 1:
            self.add_error("roles", NOTHING_ELSE)
        return cleaned

    @property
    def by_column(self) -> dict[str, Any]:
        """The columns as they shall be."""
        chosen = self.cleaned_data["roles"]
        plain = {name: self.cleaned_data[name] for name in ("name", "email", "team")}
        return plain | {role: role in chosen for role in ROLES}


def only_one(choice: forms.Field) -> Any:
    """What a field begins with that has one thing to choose."""
    assert isinstance(choice, forms.ModelChoiceField)
    first = list(choice.queryset[:2]) if choice.queryset is not None else []
    return first[0] if len(first) == 1 else None


def team_of(inviter: User, choice: forms.Field) -> Team | None:
    """The only one; else the one in which the inviter works, or the only one that he leads."""
    assert isinstance(choice, forms.ModelChoiceField)
    led = list(inviter.teams_led.all()[:2])
    his = inviter.team or (led[0] if len(led) == 1 else None)
    offered = choice.queryset is not None and his in choice.queryset
    return only_one(choice) or (his if offered else None)


class InvitationForm(RolesForm):
    """Whom to ask in; he may give his name himself."""

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data, auto_id="invite-%s")
        if (teams := by.invites_into) is not None:
            self.let_reps_into(teams)
        self.initial["team"] = team_of(by, self.fields["team"])
        self.fields["name"].required = False
        self.fields["name"].help_text = _("May be left empty: whoever comes in gives it.")
        self.fields["team"].help_text = _("A rep works in it; a manager leads it.")
        self.fields["email"].widget.attrs["autofocus"] = True

    def let_reps_into(self, teams: list[int]) -> None:
        """Ask for less of a manager: reps, into the teams that he leads."""
        team, roles = self.fields["team"], self.fields["roles"]
        assert isinstance(team, forms.ModelChoiceField)
        assert isinstance(roles, forms.ChoiceField)
        team.queryset = Team.objects.in_use().filter(pk__in=teams)
        roles.choices = [("is_rep", f"{ROLES['is_rep']}: {MEANINGS['is_rep']}")]
        self.initial["roles"] = ["is_rep"]  # the only one there is
