"""What managers say about a type of lead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from campaigns.models import FirstTouchUnit, Segment

LONGEST_LIMIT = 10_000  # a week of minutes


class SegmentForm(forms.Form):
    """Its name, how soon after assignment the first touch is due, and its limits."""

    name = forms.CharField(
        max_length=80,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": gettext_lazy("Give the segment a name.")},
        label=gettext_lazy("Name"),
    )
    first_touch_amount = forms.IntegerField(
        label=gettext_lazy("First touch within"),
        min_value=1,
        max_value=LONGEST_LIMIT,
        widget=forms.NumberInput({"class": "form-control"}),
        error_messages={
            "min_value": gettext_lazy("Leave at least 1 minute or hour for the first touch.")
        },
    )
    first_touch_unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=FirstTouchUnit.choices,
        widget=forms.Select({"class": "form-select"}),
    )
    longest_silence = forms.IntegerField(
        label=gettext_lazy("A next step later than so many working days asks why"),
        required=False,
        min_value=1,
        max_value=366,
        widget=forms.NumberInput(
            {"class": "form-control", "placeholder": gettext_lazy("no limit")}
        ),
        error_messages={
            "min_value": gettext_lazy("Leave at least 1 working day, or no limit at all.")
        },
    )

    ceiling_touches = forms.IntegerField(
        label=gettext_lazy("Touches of ours on one person, at most"),
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(
            {"class": "form-control", "placeholder": gettext_lazy("no ceiling")}
        ),
        error_messages={"min_value": gettext_lazy("Leave at least 1 touch, or no ceiling at all.")},
    )
    ceiling_days = forms.IntegerField(
        label=gettext_lazy("in so many days"),
        required=False,
        min_value=1,
        max_value=366,
        widget=forms.NumberInput(
            {"class": "form-control", "placeholder": gettext_lazy("no ceiling")}
        ),
        error_messages={"min_value": gettext_lazy("Count at least 1 day, or no ceiling at all.")},
    )

    def __init__(self, data: Any = None, *, segment: Segment) -> None:
        initial = {name: getattr(segment, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
