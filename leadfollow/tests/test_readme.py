"""What the README and the pages beside it tell to type can be typed."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands


@pytest.mark.parametrize("page", ["README.md", "docs/production.md", ".env.example"])
def test_commands_are_written_as_they_are_run(page):
    told = (settings.BASE_DIR / page).read_text()

    found = re.findall(r"(\S*) ?\bmanage\.py(?: |\n)(\w+)", told)

    assert found
    assert {before.strip("`") for before, _ in found} == {".venv/bin/python"}
    assert {name for _, name in found} <= set(get_commands())


def test_the_readme_says_where_mails_are():
    told = (settings.BASE_DIR / "README.md").read_text()

    folder = settings.EMAIL_FILE_PATH.relative_to(settings.VAR)

    assert f"`var/{folder}/`" in told
