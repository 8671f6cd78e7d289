"""Every template compiles, and keeps what the content security policy demands."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

FOLDER = settings.BASE_DIR / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*"))


@pytest.mark.parametrize("name", NAMES)
def test_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_has_no_inline_code_or_style(name):
    markup = (FOLDER / Path(name)).read_text()

    found = re.search(
        r"<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:|<script(?![^>]*\ssrc=)", markup
    )

    assert not found, f"{name} holds {found.group()}"


@pytest.mark.parametrize("name", NAMES)
def test_names_only_static_files_that_exist(name):
    """A missing one is an error page under the hashed names of a real start."""
    markup = (FOLDER / Path(name)).read_text()

    named = re.findall(r"""{% static ['"]([^'"{]+)['"] %}""", markup)

    assert [path for path in named if not finders.find(path)] == []


@pytest.mark.parametrize("name", NAMES)
def test_gives_the_token_of_forms_along(name):
    """`only` leaves out the token too: what is posted without it is refused in a real browser,
    and by no client of a test. A line that is told no undo has no form."""
    markup = (FOLDER / Path(name)).read_text()

    apart = re.findall(r"""{% include ['"]([^'"]+)['"]([^%]*) only %}""", markup)

    assert [
        part for part, told in apart if posts(part) and "csrf_token=csrf_token" not in told
    ] == []


def posts(name: str) -> bool:
    if name == "components/_said.html":
        return False
    markup = (FOLDER / name).read_text()
    parts = re.findall(r"""{% include ['"]([^'"]+)['"]""", markup)
    return "{% csrf_token %}" in markup or any(map(posts, parts))
