"""What scripts say, they take from the page by `inWords`, which is translated with it."""

import re

from django.conf import settings

SCRIPTS = {path.name: path.read_text() for path in (settings.BASE_DIR / "static/js").glob("*.js")}
BOOTH = {
    path.name: path.read_text() for path in (settings.BASE_DIR / "static/capture").glob("*.js")
}
GIVEN_AT_BOOTH = settings.BASE_DIR / "templates/capture/_words.html"
GIVEN = settings.BASE_DIR / "templates/components/_words.html"

# Words beside each other in a constant, or a constant that is put into the page.
SAID = re.compile(
    r"""^(?!\s*//).*?(["`][A-Z]?[a-z’]{2,},?(?: [a-z’]{2,})+[.:]?["`]|textContent = ["`]\w.*)""",
    re.MULTILINE,
)


def test_no_script_has_words_of_its_own():
    said = {name: SAID.findall(script) for name, script in {**SCRIPTS, **BOOTH}.items()}

    assert {name: found for name, found in said.items() if found} == {}


def test_what_scripts_ask_for_is_given():
    """A name that is misspelt would be silence."""
    given = set(re.findall(r'data-for="([a-z-]+)"', GIVEN.read_text()))
    scripts = "".join(SCRIPTS.values())

    assert set(re.findall(r'inWords\("([a-z-]+)"', scripts)) <= given
    assert {name for name in given if f'"{name}"' not in scripts} == set()


def test_what_the_app_of_the_booth_asks_for_is_given():
    """What is given for one thing is a sentence of its own, asked for by the name without it."""
    given = set(re.findall(r'data-for="([a-z-]+)"', GIVEN_AT_BOOTH.read_text()))
    scripts = "".join(BOOTH.values())

    assert set(re.findall(r'words\("([a-z-]+)"', scripts)) <= given
    names = {name.removesuffix("-one") for name in given}
    assert {name for name in names if not re.search(rf'"{name}"|is-\$', scripts)} == set()
