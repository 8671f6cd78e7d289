"""The single keys of the pages, and what a person has instead of them.

A page is written with the keys that we ship, in `data-key` and in its hints; whoever has other
ones has them by the browser, from what the page says of him (`static/js/own-keys.js`). So one
letter is one key: who writes `b` for `n` has `b` wherever a page says `n`. Digits stay: they number
what stands on the page. A capital is its letter's, with the shift key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Each key that we ship, and what it does.
KEYS = {
    "j": gettext_lazy("Down in the list"),
    "k": gettext_lazy("Up in the list"),
    "l": gettext_lazy("Log the next touch"),
    "s": gettext_lazy("Snooze"),
    "n": gettext_lazy("Write a note; skip; next; next Monday"),
    "a": gettext_lazy("Log an unplanned touch"),
    "o": gettext_lazy("Open the lead"),
    "u": gettext_lazy("Undo"),
    "c": gettext_lazy("Correct what was logged"),
    "x": gettext_lazy("Give somebody up; tick a lead"),
    "e": gettext_lazy("Close the lead; edit the campaign"),
    "t": gettext_lazy("Snooze until tomorrow"),
    "w": gettext_lazy("Snooze for a week"),
    "m": gettext_lazy("Snooze for a month"),
    "d": gettext_lazy("Another date"),
    "r": gettext_lazy("Hand the lead over, in the retrospective"),
    "y": gettext_lazy("Agree to a far day, in the retrospective"),
    "f": gettext_lazy("Close the week, in the retrospective"),
    "h": gettext_lazy("Show how, in the lesson"),
    "/": gettext_lazy("Find a lead"),
    "?": gettext_lazy("List of the keys"),
}
OTHER_SIGNS = "/?.,;:#*=[]"  # besides letters
OF_BROWSERS = {
    " ": gettext_lazy("The space bar scrolls and presses buttons: choose a letter."),
    "'": gettext_lazy("Firefox searches the page by that key: choose a letter."),
}


def read(own: str) -> dict[str, str]:
    """Own keys by the shipped ones, of a column like `nb lg`."""
    return {pair[0]: pair[1] for pair in own.split() if len(pair) == 2 and pair[0] in KEYS}


def written(own: Mapping[str, str]) -> str:
    """As the column has them: those alone that are not as shipped."""
    return " ".join(f"{key}{own[key]}" for key in KEYS if own.get(key, key) != key)


def why_not(key: str) -> str:
    """Why nobody can have this key; empty where he can."""
    if key in OF_BROWSERS:
        return str(OF_BROWSERS[key])
    if len(key) != 1:
        return _("A key is one letter: choose one.")
    if key.isdigit():
        return _("Digits number the answers on a page: choose a letter.")
    if key != key.lower():
        return _("Choose a small letter: that one wants the shift key too.")
    if not (key.isalpha() or key in OTHER_SIGNS):
        return _("Browsers and screen readers may need that key: choose a letter.")
    return ""


def doubles(own: Mapping[str, str]) -> dict[str, str]:
    """The shipped keys that share what they have with another one, and with which."""
    often = Counter(own.values())
    return {
        key: next(str(KEYS[other]) for other in own if other != key and own[other] == has)
        for key, has in own.items()
        if often[has] > 1
    }
