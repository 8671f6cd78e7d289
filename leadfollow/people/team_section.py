"""What a team's manager, or an admin, lets its reps do, and asks of them: a section of "My
settings"."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.people.models import Team, User
from leadfollow.people.operations import change_team
from leadfollow.people.sections import Section
from leadfollow.seen import SeenForm

ALLOWED = {
    "reps_take_from_inbox": gettext_lazy("Reps take leads from the inbox themselves"),
    "reps_see_costs": gettext_lazy("Reps see what campaigns and leads cost"),
    "reps_export": gettext_lazy("Reps take their own leads along as a file"),
    "lesson_required": gettext_lazy("New reps do the lesson of logging before they get leads"),
}


def teams_of(user: User) -> QuerySet[Team]:
    """Those whose settings are this person's to change: a manager's own, an admin's all."""
    if user.is_admin:
        return Team.objects.in_use()
    return user.teams_led.in_use() if user.is_manager else Team.objects.none()


class TeamsForm(SeenForm, Section):
    """For each team its ticks. Written is what was ticked another way than it was shown: a team
    made since, another's team, and what somebody else changed meanwhile stay as they are."""

    slug = "teams"
    template = "people/_teams.html"
    said = gettext_lazy("Saved. It holds from now on.")

    def __init__(self, data: Any = None, *, user: User) -> None:
        self.teams = list(teams_of(user))
        super().__init__(data, user=user)
        for team in self.teams:
            for name, label in ALLOWED.items():
                tick = forms.CheckboxInput({"class": "form-check-input"})
                field = forms.BooleanField(label=label, required=False, widget=tick)
                self.fields[f"{team.pk}-{name}"] = field
        self.look(self.present(user))

    @classmethod
    def is_for(cls, user: User) -> bool:
        return teams_of(user).exists()

    @classmethod
    def present(cls, user: User) -> dict[str, Any]:
        return {
            f"{team.pk}-{name}": getattr(team, name) for team in teams_of(user) for name in ALLOWED
        }

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("My team") if len(self.teams) == 1 else _("Teams")

    @property
    def by_team(self) -> list[tuple[Team, list[forms.BoundField]]]:
        """Each team with its ticks."""
        return [(team, [self[f"{team.pk}-{name}"] for name in ALLOWED]) for team in self.teams]

    @property
    def sentence(self) -> str:
        return _(
            "What the reps may do; managers and admins may do it in any case."
            " Who was ever given a lead is not new, and on the page of people"
            " somebody may be excused from the lesson."
        )

    def save(self, *, by: User, at: datetime) -> None:
        own = {tick: value for tick, value in self.changes.items() if tick in self.seen}
        for team in self.teams:
            its = {name: f"{team.pk}-{name}" for name in ALLOWED}
            changes = {name: own[tick] for name, tick in its.items() if tick in own}
            change_team(team=team, changes=changes, by=by, at=at)
