"""The sections of "My settings" that this app adds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from followups.choosing import DIGEST, choices_of, choose, kinds_for
from followups.models import How
from followups.notice_list import KINDS
from leadfollow.people.models import User
from leadfollow.people.sections import Section


class NoticesForm(Section):
    """By which way of what; and the daily mail."""

    slug = "notices"
    title = "What you are told"
    template = "followups/_notice_choices.html"
    said = "Saved. You are told in this way from now on."

    digest = forms.BooleanField(required=False, label="A mail at 07:30 with what is due")

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, user=user)
        for kind in kinds_for(user):
            self.fields[kind] = forms.ChoiceField(
                label=KINDS[kind],
                choices=How.choices,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @classmethod
    def present(cls, user: User) -> dict[str, Any]:
        stands = choices_of(user)
        return stands | {DIGEST: stands[DIGEST] == How.MAIL}

    @property
    def kinds(self) -> list[forms.BoundField]:
        """The fields of the kinds."""
        return [field for field in self if field.name != DIGEST]

    @property
    def sentence(self) -> str:
        return (
            "The page is the bell at the top. The daily mail comes on your working days, and only"
            " if something is due."
        )

    def save(self, *, at: datetime) -> None:
        chosen = dict(self.cleaned_data)
        chosen[DIGEST] = How.MAIL if chosen[DIGEST] else How.NONE
        choose(person=self.user, choices=chosen, at=at)
