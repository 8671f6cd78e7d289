"""What an admin may change about a person; where his leads go if he stops being a rep."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.leaving_form import leads_field, receiver
from followups.lesson.rule import with_lesson
from leadfollow.people.models import ROLES, Team, User
from leadfollow.people.roles_form import RolesForm
from leads.models import Lead

CAPS = ("daily_cap", "open_cap")


def cap(label: Any) -> forms.IntegerField:
    """How much distribution gives somebody; empty: no limit."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput({"class": "form-control"}),
        help_text=gettext_lazy("By distribution; empty: no limit."),
        error_messages={
            "invalid": gettext_lazy("Write a number of leads, or leave it empty."),
            "min_value": gettext_lazy("Write at least 1, or leave it empty."),
        },
    )


class PersonForm(RolesForm):
    """Name, e-mail, roles, team, the teams that he leads, and how many leads he is given."""

    teams_led = forms.ModelMultipleChoiceField(
        Team.objects.none(),
        label=gettext_lazy("As a manager he leads"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    daily_cap = cap(gettext_lazy("At most so many new leads a day"))
    open_cap = cap(gettext_lazy("None while so many are open"))

    def __init__(self, data: Any = None, *, person: User, by: User) -> None:
        his = {name: getattr(person, name) for name in ("name", "email", "team", *CAPS)}
        his["roles"] = [role for role in ROLES if getattr(person, role)]
        his["teams_led"] = list(person.teams_led.all())
        super().__init__(data, auto_id="person-%s", initial=his)
        self.fields["roles"].required = False  # somebody may have none, and reads
        teams = self.fields["teams_led"]
        assert isinstance(teams, forms.ModelMultipleChoiceField)
        teams.queryset = Team.objects.all()
        if not person.is_active:  # he stays where he was until he comes back
            team = self.fields["team"]
            assert isinstance(team, forms.ModelChoiceField)
            team.queryset = Team.objects.filter(Q(retired_at=None) | Q(pk=person.team_id))
        self.reps: dict[str, User] = {}
        self.open_leads = Lead.objects.open().owned_by(person).count()
        if person.is_rep and self.open_leads:
            reps = with_lesson(User.objects.assignable_by(by).exclude(pk=person.pk))
            self.reps = {str(rep.pk): rep for rep in reps}
            self.fields["to"] = leads_field(_("If no rep any more, the open leads go"), self.reps)
            self.fields["to"].required = False

    @property
    def asked(self) -> dict[str, Any]:
        """For the operation."""
        return {
            "changes": self.by_column | {name: self.cleaned_data[name] for name in CAPS},
            "leads_teams": list(self.cleaned_data["teams_led"]),
            "to": receiver(self.cleaned_data.get("to"), self.reps),
        }
