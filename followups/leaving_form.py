"""Who takes over from somebody who leaves: asked only for what he has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.lesson.rule import with_lesson
from followups.operations.leaving import Belongings, LeadsTo, Receivers
from leadfollow.people.models import User


def person(label: str, people: Any) -> forms.ModelChoiceField:
    select = forms.Select({"class": "form-select"})
    return forms.ModelChoiceField(
        people, label=label, empty_label=gettext_lazy("Choose"), widget=select
    )


def leads_field(label: str, reps: Mapping[str, User]) -> forms.ChoiceField:
    """To whom open leads go: to the teams, to the inbox, or to one rep."""
    return forms.ChoiceField(
        label=label,
        choices=[
            ("", _("Choose")),
            (LeadsTo.TEAM, _("in turn to the reps of each lead's team, else of this one")),
            (LeadsTo.INBOX, _("back to the inbox")),
            *((pk, _("to %(rep)s") % {"rep": rep.name_and_absence}) for pk, rep in reps.items()),
        ],
        widget=forms.Select({"class": "form-select"}),
    )


def receiver(chosen: str | None, reps: Mapping[str, User]) -> User | LeadsTo | None:
    """What was chosen in such a field."""
    if not chosen:
        return None
    return reps[chosen] if chosen in reps else LeadsTo(chosen)


class LeavingForm(forms.Form):
    """The receivers of what the leaver has."""

    def __init__(self, data: Any = None, *, leaver: User, his: Belongings, by: User) -> None:
        super().__init__(data, auto_id="leaving-%s")
        others = User.objects.active().exclude(pk=leaver.pk)
        reps = with_lesson(others.assignable_by(by)) if his.leads else []
        self.reps = {str(rep.pk): rep for rep in reps}
        if his.leads:
            self.fields["leads"] = leads_field(_("The open leads go"), self.reps)
        if his.campaigns:
            owners = others.filter(Q(is_event_manager=True) | Q(is_manager=True))
            self.fields["campaigns"] = person(_("The campaigns go to"), owners)
        if his.teams:
            self.fields["teams"] = person(_("The teams are led by"), others.filter(is_manager=True))
        if his.buckets:
            self.fields["buckets"] = person(_("The buckets are kept by"), others)
        if his.absences:
            colleagues = others.reps().filter(team=leaver.team_id)
            self.fields["absences"] = person(_("In the absences stands in"), colleagues)

    @property
    def receivers(self) -> Receivers:
        chosen = dict(self.cleaned_data)
        to = receiver(chosen.pop("leads", None), self.reps)
        return Receivers(leads=to, **chosen)
