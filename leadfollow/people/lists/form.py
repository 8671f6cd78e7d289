"""What is said about one row of a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy


class RowForm(forms.Form):
    """A row's name; a list with more to say adds the model's other fields by their names."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )

    def __init__(self, data: Any = None, *, row: Any = None) -> None:
        self.row = row
        initial = model_to_dict(row, fields=list(self.base_fields)) if row else None
        super().__init__(data, initial=initial, auto_id=f"row-{row.pk if row else 'new'}-%s")

    def clean_name(self) -> str:
        """One space between words."""
        return " ".join(self.cleaned_data["name"].split())
