"""A language is a folder: collected into, compiled at a start, offered to browsers."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.utils.translation import override
from django.utils.translation.trans_real import translation

from leadfollow import environment, translations
from leadfollow.environment import BadSetting


@pytest.fixture
def locales(settings, tmp_path):
    settings.LOCALES, settings.VAR = tmp_path / "locale", tmp_path
    (settings.LOCALES / "de" / "LC_MESSAGES").mkdir(parents=True)
    return settings.LOCALES


def said(folder, words):
    """A catalogue that holds these words."""
    catalogue = Catalog(locale="de")
    for text, translated in words.items():
        catalogue.add(text, translated, flags={"python-format"} if "%" in str(text) else ())
    with (folder / "de" / translations.CATALOGUE).open("wb") as file:
        write_po(file, catalogue)


def test_collects_python_and_templates_and_keeps_what_is_translated(locales, capsys):
    said(locales, {"today": "heute", "xylophone quartet": "vorbei"})

    translations.messages()

    with (locales / "de" / translations.CATALOGUE).open("rb") as file:
        found = read_po(file)
    assert found["today"].string == "heute"
    assert found["%(age)s late"] is not None
    assert ("%(number)s day", "%(number)s days") in {message.id for message in found}
    assert "xylophone quartet" in found.obsolete
    assert "to translate" in capsys.readouterr().out


def test_what_is_translated_is_said(locales, settings):
    said(locales, {"today": "heute"})
    settings.LOCALE_PATHS, settings.LANGUAGES = [locales], environment.languages(locales)

    translations.compile_all()

    with override("de"):
        assert translation("de").gettext("today") == "heute"


@pytest.mark.parametrize(
    ("translated", "why"),
    [({"%(age)s late": "%(alter)s zu spät"}, "django.po, line"), ({}, "no language")],
)
def test_a_catalogue_that_would_break_a_page_is_refused(locales, translated, why):
    said(locales, translated)
    if not translated:
        (locales / "de").rename(locales / "nonsense")

    with pytest.raises(BadSetting, match=why):
        translations.compile_all()


def test_english_stands_alone_without_a_folder(tmp_path, settings):
    assert environment.languages(tmp_path) == [environment.ENGLISH]
    assert not any("LocaleMiddleware" in name for name in settings.MIDDLEWARE)
