"""What is said about a new token."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from leadfollow.people.models import Scope, User
from leadfollow.people.operations.tokens import scopes_for

SPANS = [
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("A year")),
]


class TokenForm(forms.Form):
    """What it is for, as whom it acts, what it may do, and for how long.

    Whose it is, is asked of an admin alone; what it may do, where there is a choice.
    """

    name = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=80,
        widget=forms.TextInput(
            {
                "class": "form-control",
                "autocomplete": "off",
                "placeholder": gettext_lazy("Web site’s form"),
            }
        ),
        error_messages={
            "required": gettext_lazy("Say what it is for, so that one knows it again.")
        },
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Acts as"),
        empty_label=None,
        widget=forms.Select({"class": "form-select"}),
        help_text=gettext_lazy("It sees and does what this person may, and nothing else."),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("May"),
        choices=Scope.choices,
        widget=forms.Select({"class": "form-select"}),
    )
    valid_for = forms.ChoiceField(
        label=gettext_lazy("Valid for"),
        choices=SPANS,
        initial="90",
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        self.by = by
        super().__init__(data, auto_id="token-%s", initial={"person": by})
        person = cast(forms.ModelChoiceField, self.fields["person"])
        person.queryset = User.objects.active()
        if not by.is_admin:
            del self.fields["person"]
        if len(scopes_for(by, by=by)) == 1:
            del self.fields["scope"]

    def facts(self, *, at: datetime) -> dict[str, Any]:
        """What `make_token` is told."""
        return {
            "person": self.cleaned_data.get("person") or self.by,
            "name": self.cleaned_data["name"],
            "scope": self.cleaned_data.get("scope") or Scope.READ,
            "expires_at": at + timedelta(days=int(self.cleaned_data["valid_for"])),
        }
