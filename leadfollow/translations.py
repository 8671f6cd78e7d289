"""Catalogues of translations, by Babel: `make messages` collects what is said, a start compiles.

A language is a folder under leadfollow/locale, as docs/translating.md tells.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from leadfollow.environment import BadSetting

APPS = ("leadfollow", "campaigns", "leads", "followups", "reports")
NOT_SHOWN = {"tests", "migrations", "bench", "demo"}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
EVENTS = {"record": None}  # kept as they are, said by the page of the log
TO_TRANSLATORS = ["Translators:"]
CATALOGUE = Path("LC_MESSAGES", "django.po")


def in_template(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Iterator[Any]:
    """What a template says: Django writes it as Python, which Babel reads."""
    written = templatize(file.read().decode(), origin=getattr(file, "name", None))
    lines = "\n".join(line.lstrip() for line in written.splitlines())
    yield from extract_python(io.BytesIO(lines.encode()), keywords, tags, options)


def sources() -> Iterator[tuple[Path, Callable[..., Any] | str]]:
    """Every file that says something to people, and who reads it."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if not NOT_SHOWN & set(path.relative_to(settings.BASE_DIR).parts):
                yield path, "python"
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        yield path, in_template


def collected() -> Catalog:
    """All that Python and templates say, in the language it is written in."""
    found = Catalog(project="Leadfollow", version="", copyright_holder="", charset="utf-8")
    for path, reader in sources():
        where = str(path.relative_to(settings.BASE_DIR))
        with path.open("rb") as file:
            for line, message, comments, context in extract(
                reader, file, KEYWORDS | EVENTS, TO_TRANSLATORS, strip_comment_tags=True
            ):
                found.add(message, None, [(where, line)], auto_comments=comments, context=context)
    return found


def catalogues() -> list[Path]:
    """Of each language that is translated."""
    return sorted(settings.LOCALES.glob(f"*/{CATALOGUE}"))


def read(path: Path) -> Catalog:
    """A language's catalogue; a BadSetting says what is wrong with it."""
    name = path.parent.parent.name
    try:
        with path.open("rb") as file:
            return read_po(file, locale=Locale.parse(name), abort_invalid=True)
    except (UnknownLocaleError, ValueError):
        raise BadSetting(f"{path.parent.parent}: “{name}” is no language. Name it as de.") from None
    except PoFileError as trouble:
        raise BadSetting(f"{path} cannot be read: {trouble}") from None


def bring_up_to_date(path: Path, words: Catalog) -> None:
    """What is new comes in untranslated; what is gone is kept below, commented out."""
    whole = read(path) if path.stat().st_size else Catalog(locale=path.parent.parent.name)
    whole.update(words)
    with path.open("wb") as file:
        write_po(file, whole, width=100)


def compiled(path: Path) -> Path:
    """Where Django looks for it."""
    return path.with_suffix(".mo")


def compile_one(path: Path) -> None:
    """For Django to read; a translation that lost a placeholder would break its page: refused."""
    catalogue = read(path)
    for message, errors in catalogue.check():
        raise BadSetting(f"{path}, line {message.lineno}: {errors[0]}")
    with compiled(path).open("wb") as file:
        write_mo(file, catalogue)


def compile_all() -> None:
    """Whatever was translated since; nothing to do in English alone."""
    for path in catalogues():
        made = compiled(path)
        if not made.exists() or made.stat().st_mtime < path.stat().st_mtime:
            compile_one(path)


def messages() -> None:
    """`make messages`."""
    words, template = collected(), settings.VAR / "messages.pot"
    with template.open("wb") as file:
        write_po(file, words, width=100)
    print(f"{len(words)} texts are in {template}.")
    try:
        for folder in settings.LOCALES.glob("*/"):
            path = folder / CATALOGUE
            path.parent.mkdir(exist_ok=True)
            path.touch()
            bring_up_to_date(path, words)
            open_ones = sum(1 for message in read(path) if message.id and not message.string)
            print(f"{path}: {open_ones} to translate.")
        compile_all()
    except BadSetting as refusal:
        sys.exit(str(refusal))
