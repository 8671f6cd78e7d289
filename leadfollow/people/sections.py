"""The sections of "My settings": what a person sets for himself, one form each.

A new section is a subclass of `Section`, named in `SECTIONS`; page, saving and log are there.
What is no column of the user has its own `present` and `save`.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.bounds import within_reason
from leadfollow.clock import WorkingTime
from leadfollow.people.block_fields import BlocksFormField
from leadfollow.people.blocks import blocks_in_words
from leadfollow.people.models import NO_HOLIDAYS, QueueOrder, User, current
from leadfollow.people.operations import change_settings, set_absence
from leadfollow.people.places import calendar_in_words, calendars, zones
from leadfollow.words import Said, days_in_words, weekdays, within


def days_to_tick() -> list[tuple[str, str]]:
    """The weekdays, from the first of a week here."""
    return [(str(number), name) for number, name in weekdays()]


def day_input() -> forms.DateInput:
    """The one spelling that a browser's date field takes."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})


MODEL_DAY = ((time(10), time(11)), (time(15), time(16)))  # two hours for follow-ups


class Section(forms.Form):
    """One section; each field has the name of a column of the user that it sets."""

    slug: ClassVar[str]
    title: ClassVar[Said]
    template: ClassVar[str] = "people/_section.html"
    said: Said = gettext_lazy("Your settings are saved.")
    button: Said = gettext_lazy("Save")
    reset: Said = ""  # what a second button says that gives back what we ship

    def __init__(self, data: Any = None, *, user: User) -> None:
        self.user = user
        super().__init__(data, auto_id=f"{self.slug}-%s", initial=self.present(user))
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "form-select"
            elif isinstance(field.widget, forms.TextInput | forms.NumberInput):
                field.widget.attrs["class"] = "form-control"

    @classmethod
    def is_for(cls, user: User) -> bool:
        """Whether this person has anything to set here."""
        return True

    @classmethod
    def present(cls, user: User) -> dict[str, Any]:
        """What stands now, by field."""
        return {name: getattr(user, name) for name in cls.base_fields}

    def save(self, *, by: User, at: datetime) -> None:
        """Write what was chosen; a `Refusal` says in a sentence why not."""
        change_settings(user=self.user, changes=self.changes, by=by, at=at)

    @property
    def changes(self) -> dict[str, Any]:
        """The user's columns as they shall be."""
        return self.cleaned_data

    @property
    def sentence(self) -> str:
        """What the section is for, above its fields."""
        return ""


class WorkingTimeForm(Section):
    """Own time zone, working days, hours and holidays; what is left empty is the team's."""

    slug = "working-time"
    title = gettext_lazy("Working time")
    template = "people/_working_time.html"
    said = gettext_lazy("Your working time is saved. What is planned from now on keeps to it.")

    own_time_zone = forms.ChoiceField(required=False, label=gettext_lazy("Time zone"))
    own_holidays_of = forms.ChoiceField(required=False, label=gettext_lazy("Public holidays"))
    own_working_days = forms.MultipleChoiceField(
        choices=days_to_tick,
        required=False,
        label=gettext_lazy("Working days"),
        widget=forms.CheckboxSelectMultiple,
    )
    own_hours = BlocksFormField(label=gettext_lazy("Hours of a working day"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        usual = user.usual_working_time
        places = [
            (place, name) for place, name in zones(str(self.initial["own_time_zone"] or "UTC"))
        ]
        self.offer("own_time_zone", f"{whose(user)}: {usual.zone}".replace("_", " "), places)
        here = (usual.country, str(self.initial["own_holidays_of"]), current().country)
        free = [(NO_HOLIDAYS, _("None: I work on all of them")), *calendars(*here)]
        self.offer("own_holidays_of", f"{whose(user)}: {holidays_in_words(usual)}", free)

    def offer(self, name: str, usual: str, choices: list[tuple[str, str]]) -> None:
        """These choices, after the one that leaves it at the usual."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", usual), *choices]

    def clean_own_time_zone(self) -> ZoneInfo | None:
        name = self.cleaned_data["own_time_zone"]
        return ZoneInfo(name) if name else None

    def clean_own_working_days(self) -> str:
        return "".join(sorted(self.cleaned_data["own_working_days"]))

    @property
    def sentence(self) -> str:
        usual = self.user.usual_working_time
        hours = blocks_in_words(usual.blocks, dash="–", between=_(" and "))
        return _("What you leave empty is %(whose)s: %(days)s, %(hours)s.") % {
            "whose": within(whose(self.user)),
            "days": days_in_words(usual.days),
            "hours": hours,
        }


class AbsenceForm(Section):
    """Days on which the person is away, and who stands in."""

    slug = "absence"
    title = gettext_lazy("Absence")
    template = "people/_absence.html"
    said = gettext_lazy("The absence is set.")
    button = gettext_lazy("Set absence")

    first_on = forms.DateField(
        label=gettext_lazy("First day away"), widget=day_input(), validators=[within_reason]
    )
    last_on = forms.DateField(
        label=gettext_lazy("Last day away"), widget=day_input(), validators=[within_reason]
    )
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        label=gettext_lazy("Deputy"),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        colleagues = User.objects.active().reps().filter(team=user.team_id).exclude(pk=user.pk)
        cast(forms.ModelChoiceField, self.fields["deputy"]).queryset = colleagues

    @classmethod
    def is_for(cls, user: User) -> bool:
        return user.is_rep

    @classmethod
    def present(cls, user: User) -> dict[str, Any]:
        return {}

    @property
    def sentence(self) -> str:
        return _(
            "Meanwhile what comes due is on the deputy's queue too, and new"
            " leads go round to others. The leads stay where they are."
        )

    def save(self, *, by: User, at: datetime) -> None:
        set_absence(user=self.user, by=by, at=at, **self.cleaned_data)


class FollowUpBlocksForm(Section):
    """Time set apart for follow-ups on each working day; off until it is set."""

    slug = "follow-up-blocks"
    title = gettext_lazy("Follow-up blocks")
    template = "people/_follow_up_blocks.html"
    said = gettext_lazy("Your follow-up blocks are saved.")

    follow_up_blocks = BlocksFormField(label=gettext_lazy("Blocks of a working day"))

    @classmethod
    def is_for(cls, user: User) -> bool:
        return user.is_rep

    @classmethod
    def present(cls, user: User) -> dict[str, Any]:
        return {"follow_up_blocks": user.follow_up_blocks or MODEL_DAY}

    @property
    def sentence(self) -> str:
        if self.user.follow_up_blocks:
            return _(
                "During a block the queue leads to your follow-ups. Empty them to switch it off."
            )
        return _("Off. The model day has two blocks of an hour: save these, or your own.")


class QueueForm(Section):
    """In which order the queue stands."""

    slug = "queue"
    title = gettext_lazy("Queue")

    queue_order = forms.ChoiceField(
        choices=QueueOrder.choices,
        label=gettext_lazy("Order of the queue"),
        help_text=gettext_lazy("Fair: no lead that did not answer sinks behind fresh ones."),
    )

    @classmethod
    def is_for(cls, user: User) -> bool:
        return user.is_rep


# Apps to the right add theirs when they are ready.
SECTIONS: list[type[Section]] = [WorkingTimeForm, AbsenceForm, FollowUpBlocksForm, QueueForm]


def whose(user: User) -> str:
    """Whose working time holds where a person sets none."""
    return _("Your team's") if user.team else _("The usual")


def holidays_in_words(working: WorkingTime) -> str:
    return calendar_in_words(working.country) or _("none")
