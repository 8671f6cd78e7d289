"""What is typed to decide on one lead: who does what by when, whose it becomes, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.next_step import Due
from leadfollow.clock import ONE_DAY, WorkingTime, today
from leadfollow.moment_words import Reader, Unreadable
from leadfollow.people.models import Team, User
from leadfollow.words import moment_in_full
from reports.models.commitment import End

NOON = time(12)
MONDAY = 0


@dataclass(frozen=True)
class Asker:
    """Who types, of which team, when."""

    team: Team
    now: datetime

    @property
    def working(self) -> WorkingTime:
        """Words are meant in the zone of the person who types."""
        zone = timezone.get_current_timezone()
        known = zone if isinstance(zone, ZoneInfo) else self.team.working_time.zone
        return replace(self.team.working_time, zone=known)

    @property
    def monday_noon(self) -> datetime:
        """The next Monday on which the team works, or the day after it."""
        here = self.working
        day = today(here.zone, self.now) + ONE_DAY
        while day.weekday() != MONDAY:
            day += ONE_DAY
        return here.at_time(here.add_working_days(day, 0), NOON)

    @property
    def tomorrow(self) -> date:
        return self.working.add_working_days(today(self.working.zone, self.now) + ONE_DAY, 0)

    @property
    def people(self) -> Any:
        """Its reps, and who leads it."""
        ours = Q(team=self.team) | Q(teams_led=self.team)
        return User.objects.active().filter(ours).distinct().order_by("name", "pk")


class ByWhen(forms.CharField):
    """A moment in words: "mon 12:00", "in 3 days", "12.1."."""

    asker: Asker

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=60, **more)
        self.widget.attrs |= {"placeholder": _("mon 12:00"), "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return moment_in_full(value, self.asker.working.zone)
        return value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return Reader(self.asker.now, self.asker.working).read(typed)
        except Unreadable as unreadable:
            raise forms.ValidationError(str(unreadable)) from None


class AskedForm(forms.Form):
    """Knows who types; `key` leads to one of its fields."""

    key: ClassVar[tuple[str, str]] = ("", "")

    def __init__(self, data: Any, *, asker: Asker, **more: Any) -> None:
        super().__init__(data, **more)
        self.asker = asker
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
            if isinstance(field, ByWhen):
                field.asker = asker
        key, name = self.key
        if name:
            label = str(self.fields[name].label)
            self.fields[name].widget.attrs |= {"data-key": key, "data-key-label": label}


class CommitForm(AskedForm):
    """Who does what by when."""

    key = ("c", "what")
    rep = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=User.objects.none())
    what = forms.CharField(label=gettext_lazy("What"), max_length=200)
    due_at = ByWhen(label=gettext_lazy("By when"))

    def __init__(self, data: Any, *, asker: Asker, **more: Any) -> None:
        initial = {"due_at": asker.monday_noon} | more.pop("initial", {})
        super().__init__(data, asker=asker, initial=initial, **more)
        choice: Any = self.fields["rep"]
        choice.queryset, choice.empty_label = asker.people, None


class ReassignForm(AskedForm):
    """Whose it becomes."""

    key = ("r", "rep")
    rep = forms.ModelChoiceField(
        label=gettext_lazy("Hand over to"), queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose"),
    )  # fmt: skip

    def __init__(self, data: Any, *, asker: Asker, owner_id: int | None = None, **more: Any):
        super().__init__(data, asker=asker, **more)
        choice: Any = self.fields["rep"]
        choice.queryset = User.objects.reps().active().filter(team=asker.team).exclude(pk=owner_id)


class DateForm(AskedForm):
    """When it goes on."""

    key = ("d", "due_at")
    due_at = ByWhen(label=gettext_lazy("Next step on"))
    why = forms.CharField(label=gettext_lazy("Why so late"), max_length=200, required=False)

    @property
    def due(self) -> Due:
        return Due(self.cleaned_data["due_at"])


class NoteForm(AskedForm):
    """A line to keep."""

    key = ("t", "text")
    text = forms.CharField(label=gettext_lazy("Note"), max_length=300)


class SettleForm(AskedForm):
    """What came of a commitment."""

    end = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=End)
    reason = forms.CharField(
        label=gettext_lazy("Why it is dropped"), max_length=200, required=False
    )
    due_at = ByWhen(label=gettext_lazy("By when now"), required=False)
