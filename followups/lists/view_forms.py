"""A saved view: its name, and with whom it is shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import SavedView
from followups.panel.forms import select, text
from leadfollow.people.models import Team

ONLY_ME = [("", gettext_lazy("Only me"))]
NAME = SavedView._meta.get_field("name").max_length


class ViewForm(forms.Form):
    """What to call the filters, and who else is to see them."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME,
        widget=text(autocomplete="off", placeholder=gettext_lazy("Fair leads, untouched")),
        error_messages={"required": gettext_lazy("Give the view a name.")},
    )
    team = forms.TypedChoiceField(
        label=gettext_lazy("Seen by"), required=False, coerce=int, empty_value=None, widget=select()
    )

    def __init__(
        self, data: Any = None, *, teams: Sequence[Team], view: SavedView | None = None
    ) -> None:
        """`teams` are those with whom this person may share; a shared view keeps its own."""
        at_work = {"name": view.name, "team": view.team_id} if view else {}
        super().__init__(data, initial=at_work, auto_id=f"view-{view.pk if view else 'new'}-%s")
        self.teams = {team.pk: team for team in teams}
        if view and view.team:
            self.teams.setdefault(view.team.pk, view.team)
        if not self.teams:
            del self.fields["team"]
            return
        shared = [(pk, _("Team %(team)s") % {"team": team}) for pk, team in self.teams.items()]
        self.fields["team"].choices = [*ONLY_ME, *shared]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """For the operations."""
        team = self.cleaned_data.get("team")
        return {"name": self.cleaned_data["name"], "team": self.teams[team] if team else None}
