"""Blocks of a day in a form: from and to, as often as a day may have."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.clock import Blocks, refuse_disorder
from leadfollow.people.blocks import MOST_BLOCKS
from leadfollow.words import Said


class BlocksInput(forms.MultiWidget):
    """Two time inputs a block; the page's grid puts a block on a line."""

    def __init__(self) -> None:
        words = (gettext_lazy("Block {} from"), gettext_lazy("Block {} to"))
        labels = [
            format_lazy(word, number) for number in range(1, MOST_BLOCKS + 1) for word in words
        ]
        super().__init__([time_input(label) for label in labels])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django takes a tuple for what was typed, one value an input; ours is the blocks."""
        if isinstance(value, tuple):
            value = self.decompress(value)
        return super().get_context(name, value, attrs)

    def decompress(self, value: Blocks | None) -> list[time | None]:
        times: list[time | None] = [moment for block in value or () for moment in block]
        return times + [None] * (2 * MOST_BLOCKS - len(times))


def time_input(label: Said) -> forms.TimeInput:
    attrs = {"type": "time", "class": "form-control", "aria-label": label}
    return forms.TimeInput(format="%H:%M", attrs=attrs)


class BlocksFormField(forms.MultiValueField):
    """Cleans to `clock.Blocks`, in the order of the day; a line left empty is no block."""

    def __init__(self, **more: Any) -> None:
        wrong = {"invalid": gettext_lazy("Write times like 09:00.")}
        times = [
            forms.TimeField(required=False, error_messages=wrong) for _ in range(2 * MOST_BLOCKS)
        ]
        super().__init__(
            times, widget=BlocksInput(), required=False, require_all_fields=False, **more
        )

    def compress(self, data_list: list[time | None]) -> Blocks:
        pairs = list(zip(data_list[::2], data_list[1::2], strict=True))
        blocks = tuple(sorted((begins, ends) for begins, ends in pairs if begins and ends))
        if len(blocks) < sum(1 for pair in pairs if any(moment is not None for moment in pair)):
            raise forms.ValidationError(_("Say of each block when it begins and when it ends."))
        try:
            refuse_disorder(blocks)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return blocks
