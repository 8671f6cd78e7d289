"""Why a cadence's step is left out, or what is done in its place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from followups.channels import ChannelField, channel_choices, channel_chosen, choice_of
from followups.models import Touch
from followups.panel.forms import text


class SkipForm(forms.Form):
    """The reason alone."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        widget=text(placeholder=gettext_lazy("They asked for a pause until the fair")),
        error_messages={"required": gettext_lazy("Say in a few words why.")},
    )


class ReplaceForm(SkipForm):
    """What is done instead, by which way, and why."""

    channel = ChannelField(label=gettext_lazy("By"))
    subject = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=200,
        widget=text(placeholder=gettext_lazy("Visit them at their stand")),
        error_messages={"required": gettext_lazy("Say in a few words what is to be done instead.")},
    )
    field_order = ("channel", "subject", "reason")

    def __init__(self, data: Any = None, *, touch: Touch) -> None:
        super().__init__(data, initial={"channel": choice_of(touch)}, auto_id="replace-%s")
        segment = touch.lead.campaign.segment_id
        self.fields["channel"].choices = channel_choices(segment, present=touch)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | channel_chosen(cleaned.get("channel", ""))._asdict()
