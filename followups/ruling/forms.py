"""The next version of the follow-up policy, as it is typed: its words, or its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import Policy
from followups.models.policy import WORDS
from followups.numbers import troubles
from followups.numbers_told import BY_NAME, NUMBERS
from followups.ruling.page import Line, lines_of
from followups.ruling.subjects import by_subject


class NextVersionForm(forms.Form):
    """Why, and the version that was looked at while it was changed."""

    why = forms.CharField(
        label=gettext_lazy("Why it changes"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "form-control"}),
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, newest: Policy) -> None:
        super().__init__(data)
        self.newest = newest
        self.initial = {"after": newest.version} | self.now()
        self.add_fields()
        self.order_fields([*self.now(), "why", "after"])

    def now(self) -> dict[str, Any]:
        """What holds, by field."""
        raise NotImplementedError

    def add_fields(self) -> None:
        """One for each."""
        raise NotImplementedError

    def refuse(self, sentence: str) -> None:
        """Say why, keep what was typed, and let the next save follow the newest version."""
        kept, mine = cast(QueryDict, self.data).copy(), self.changes
        for name, value in self.now().items():
            if name not in mine:
                kept[name] = str(value)
        kept["after"] = str(self.newest.version)
        self.add_error(
            None, _("%(sentence)s What you typed is kept here.") % {"sentence": sentence}
        )
        self.data = kept

    @property
    def changes(self) -> dict[str, Any]:
        """What its writer changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.now()}


class WordsForm(NextVersionForm):
    """The four parts."""

    def now(self) -> dict[str, Any]:
        return {name: getattr(self.newest, name) for name in WORDS}

    def add_fields(self) -> None:
        for name, label in WORDS.items():
            self.fields[name] = forms.CharField(
                label=label,
                max_length=2000,
                widget=forms.Textarea({"class": "form-control", "rows": 5}),
                error_messages={"required": gettext_lazy("Say it in a sentence or two.")},
            )


class NumbersForm(NextVersionForm):
    """The numbers; what does not fit together is said at the field to change."""

    def now(self) -> dict[str, Any]:
        return self.newest.values.as_dict()

    def add_fields(self) -> None:
        for number in NUMBERS:
            self.fields[number.name] = forms.IntegerField(
                label=number.label,
                widget=forms.NumberInput(
                    {
                        "class": "form-control",
                        "min": number.least,
                        "max": number.most,
                        "aria-describedby": f"about-{number.name}",
                    }
                ),
                error_messages={
                    "required": _("Choose %(least)s to %(most)s.")
                    % {"least": number.least, "most": number.most},
                    "invalid": gettext_lazy("Write a whole number."),
                },
            )

    @property
    def subjects(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, Line]]]]:
        """Each field with its number as it is now, those of one subject together."""
        lines = {line.number.name: line for line in lines_of(self.newest.values)}
        return by_subject({name: (self[name], line) for name, line in lines.items()})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if all(name in cleaned for name in BY_NAME):
            values = {name: cleaned[name] for name in BY_NAME}
            for name, sentence in troubles(type(self.newest.values)(**values)):
                self.add_error(name, sentence)
        return cleaned
