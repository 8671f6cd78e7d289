"""Why a cadence's step is left out, or what is done in its place."""

from __future__ import annotations

from typing import Any

from django import forms

from followups.models import Channel, Touch
from followups.panel.forms import select, text


class SkipForm(forms.Form):
    """The reason alone."""

    reason = forms.CharField(
        label="Why",
        max_length=200,
        widget=text(placeholder="They asked for a pause until the fair"),
        error_messages={"required": "Say in a few words why."},
    )


class ReplaceForm(SkipForm):
    """What is done instead, by which way, and why."""

    channel = forms.ChoiceField(label="By", choices=Channel.choices, widget=select())
    subject = forms.CharField(
        label="What is to be done",
        max_length=200,
        widget=text(placeholder="Visit them at their stand"),
        error_messages={"required": "Say in a few words what is to be done instead."},
    )
    field_order = ("channel", "subject", "reason")

    def __init__(self, data: Any = None, *, touch: Touch) -> None:
        super().__init__(data, initial={"channel": touch.channel}, auto_id="replace-%s")
