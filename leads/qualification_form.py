"""The next version of what "qualified" means, as it is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.models import BANT, MOST_OWN, Definition
from leads.qualification import Asked, asked_in

PLACES = len(BANT) + MOST_OWN


class CriterionForm(forms.Form):
    """One criterion; an own one without a name is left out."""

    code = forms.SlugField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "form-control"}),
        label=gettext_lazy("Name"),
    )
    asks = forms.CharField(
        label=gettext_lazy("What it asks"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "form-control"}),
    )
    is_needed = forms.BooleanField(
        label=gettext_lazy("Needed"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    @property
    def is_own(self) -> bool:
        return self["code"].value() not in BANT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("name") and not self.is_own:
            self.add_error("name", _("This one is always asked: give it a name."))
        elif not cleaned.get("name") and (cleaned.get("asks") or cleaned.get("is_needed")):
            self.add_error("name", _("Give the criterion a name."))
        return cleaned

    @property
    def asked(self) -> Asked | None:
        typed = self.cleaned_data
        return Asked(**typed) if typed["name"] else None


class DefinitionForm(forms.Form):
    """The text, and the version that was looked at while it was changed."""

    text = forms.CharField(
        label=gettext_lazy("A lead is qualified when"),
        max_length=4000,
        widget=forms.Textarea({"class": "form-control", "rows": 6}),
        error_messages={"required": gettext_lazy("Write down what makes a lead qualified.")},
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, current: Definition) -> None:
        super().__init__(data, initial={"text": current.text, "after": current.version})
        known: list[Asked | None] = [*asked_in(current), *[None] * PLACES]
        self.criteria = [
            CriterionForm(data, prefix=f"c{place}", initial=vars(asked) if asked else {})
            for place, asked in enumerate(known[:PLACES])
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for form in self.criteria)])

    @property
    def asked(self) -> list[Asked]:
        return [form.asked for form in self.criteria if form.asked]
