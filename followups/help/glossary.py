"""How a text leads to words, and how a word is told: `/help/words/`.

`[word]` in a text leads to that word, `[said so|word]` too. Numbers come from the policy in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from followups.numbers import Numbers
from followups.policy import FARTHEST_STEP_MONTHS, UNDO_HOURS

LINK = re.compile(r"\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]")
Text = str | Promise


@dataclass(frozen=True)
class Word:
    """One of them, and what it means; `%(name)s` in it are the numbers in force."""

    slug: str
    title: Text
    text: Text

    def told(self, numbers: Numbers) -> str:
        """Its text with the numbers."""
        return str(self.text) % values_of(numbers)


def word(name: str, title: Text, text: Text) -> Word:
    """`name` is what texts call it between brackets, in whatever language they are."""
    return Word(slugify(name), title, text)


def values_of(numbers: Numbers) -> dict[str, Any]:
    """What a text may name."""
    return numbers.as_dict() | {
        "sweep_seconds": settings.SWEEP_EVERY,
        "farthest_months": FARTHEST_STEP_MONTHS,
        "undo_hours": UNDO_HOURS,
    }


def matching(words: Sequence[Word], asked: str, numbers: Numbers) -> list[tuple[Word, str]]:
    """The words by the alphabet, with their texts; with something asked, those that hold it."""
    by_title = sorted(words, key=lambda each: str(each.title))
    told = [(each, each.told(numbers)) for each in by_title]
    wanted = asked.strip().casefold()
    return [pair for pair in told if wanted in f"{pair[0].title} {plain(pair[1])}".casefold()]


def plain(text: str) -> str:
    """Without the brackets."""
    return LINK.sub(lambda found: found[1], text)


def linked(markup: str) -> SafeString:
    """Markup of ours, safe already, whose words in brackets lead to the list of words."""
    words = reverse("followups:words")

    def link(found: re.Match[str]) -> str:
        said = mark_safe(found[1])  # noqa: S308
        return format_html('<a href="{}#{}">{}</a>', words, slugify(found[2] or said), said)

    return mark_safe(LINK.sub(link, markup))  # noqa: S308


def linked_text(text: str) -> SafeString:
    """The same for text that is no markup."""
    return linked(escape(text))


def named(markup: str) -> Iterator[str]:
    """The words to which a text leads, as anchors."""
    for found in LINK.finditer(markup):
        yield slugify(found[2] or found[1])
