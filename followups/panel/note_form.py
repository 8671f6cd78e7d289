"""A note on a lead."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from followups.models import Note

MOST = 4000


class NoteForm(forms.Form):
    """What is to be remembered, and whether the event manager may read it.

    The key is made with the form, so that sending it twice writes one note.
    """

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=MOST,
        widget=forms.Textarea(
            {
                "class": "form-control",
                "rows": 3,
                "placeholder": gettext_lazy("@name tells a colleague"),
            }
        ),
        error_messages={"required": gettext_lazy("Write the note first.")},
    )
    is_for_event = forms.BooleanField(
        label=gettext_lazy("The event manager may read it"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, data: Any = None, *, note: Note | None = None) -> None:
        start = {"text": note.text} if note else {"key": uuid4()}
        super().__init__(data, initial=start, auto_id="note-%s")
        if note:
            del self.fields["is_for_event"], self.fields["key"]

    def take_new_key(self) -> None:
        """What is sent from here on is a note of its own."""
        self.data = {name: self.data[name] for name in self.data} | {"key": str(uuid4())}
