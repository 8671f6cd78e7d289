"""What a form says by itself to whoever fills it in, in the languages that come with the product.

It is the content of a form and goes by the form's language, not by that of the pages: visitors of
a show in Lyon read French, whatever the office speaks. A language is a file in this folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

FOLDER = Path(__file__).parent
ENGLISH = "en"


@dataclass(frozen=True)
class Wording:
    """Labels, sentences, and the default questions and offers."""

    language: str
    words: Mapping[str, str]
    questions: tuple[tuple[str, str, tuple[tuple[str, bool], ...]], ...]
    offers: tuple[tuple[str, int | None], ...]

    def __getitem__(self, name: str) -> str:
        return self.words[name]


def languages() -> list[tuple[str, str]]:
    """Those that a form may have: code and name, as its own speakers call it."""
    codes = sorted(path.stem for path in FOLDER.glob("*.json"))
    return [(code, (Locale.parse(code).display_name or code).capitalize()) for code in codes]


@cache
def wording_in(language: str) -> Wording:
    """In this language; in English where nobody wrote it down."""
    path = FOLDER / f"{language}.json"
    if language not in {code for code, _name in languages()}:
        return wording_in(ENGLISH)
    told = json.loads(path.read_text())
    return Wording(
        language=language,
        words=told["words"],
        questions=tuple(
            (code, asks, tuple((text, met) for text, met in answers))
            for code, asks, answers in told["questions"]
        ),
        offers=tuple((name, days) for name, days in told["offers"]),
    )


@cache
def countries_in(language: str) -> tuple[tuple[str, str], ...]:
    """Every country, its two letters and its name, by name."""
    names = {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    codes = (code for code in names if len(code) == 2 and code.isalpha())
    found = [(code, names[code]) for code in codes if code not in NO_COUNTRIES]
    return tuple(sorted(found, key=lambda country: country[1].casefold()))


NO_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "CP", "DG", "AC", "IC", "EA", "CQ"}
