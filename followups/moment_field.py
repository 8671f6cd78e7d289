"""The field for a moment that somebody types."""

from __future__ import annotations

from django import forms

from leadfollow.bounds import within_reason

MOMENT = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    """The browser's own date and time, to the minute, in the zone of the person who types."""

    input_type = "datetime-local"

    def __init__(self, **attributes: str) -> None:
        super().__init__({"class": "form-control", **attributes}, MOMENT)


class MomentField(forms.DateTimeField):
    """A moment typed by hand; its refusals say what to do."""

    widget = MomentInput
    default_validators = [within_reason]
    default_error_messages = {"invalid": "Give the date and the time, such as 3 December, 14:00."}
