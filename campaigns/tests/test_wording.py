"""What forms say by themselves is whole in each language."""

from __future__ import annotations

import pytest

from campaigns.lead_form.wording import countries_in, languages, wording_in

ENGLISH = wording_in("en")


@pytest.mark.parametrize("language", [code for code, _name in languages()])
def test_a_language_lacks_nothing(language: str) -> None:
    said = wording_in(language)

    assert set(said.words) == set(ENGLISH.words)
    assert all(said.words.values())
    assert "{example}" in said["postal_code_wrong"]
    assert [code for code, _asks, _answers in said.questions] == [
        code for code, _asks, _answers in ENGLISH.questions
    ]
    assert [days for _name, days in said.offers] == [days for _name, days in ENGLISH.offers]
    assert len(countries_in(language)) > 240


def test_a_language_that_nobody_wrote_down_is_english() -> None:
    assert wording_in("tlh") is ENGLISH
