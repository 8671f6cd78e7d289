"""The ends of a lead to choose from: the dispositions, and beneath each one our own reasons."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms

from leadfollow.people.lists.remembered import offered, rows_of
from leads.lists import CLOSE_REASONS, CLOSINGS, own_choice
from leads.models import CloseReason

Groups = list[tuple[str, str | list[tuple[str, str]]]]


def end_choices() -> Groups:
    """A disposition with own reasons is the first of its group."""
    own: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for reason in offered(CLOSE_REASONS):
        own[reason.disposition].append((own_choice(reason.disposition, reason.pk), reason.name))
    ends = [(str(value), str(label)) for value, label in CLOSINGS]
    return [
        (label, [(value, label), *own[value]]) if value in own else (value, label)
        for value, label in ends
    ]


def end_chosen(value: str) -> tuple[str, CloseReason | None]:
    """The disposition, and the own reason if one was chosen."""
    disposition, _, why = value.partition("-")
    reasons = (reason for reason in rows_of(CLOSE_REASONS) if str(reason.pk) == why)
    return disposition, next(reasons, None)


class EndField(forms.ChoiceField):
    """How a lead ends, and why."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=end_choices, widget=forms.Select({"class": "form-select"}), **more)
