"""The parts of a mapping file, read; nonsense is refused with one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from leadfollow.words import Said, number
from leads.imports.cleaning import READERS, reader_of
from leads.imports.fields import Kind
from leads.imports.moments import read_moment
from leads.imports.refusals import BadMapping, BadValue


def texts_in(raw: dict[Any, Any], part: str, kind: Kind) -> dict[str, str]:
    """A part that gives each of some fields a text."""
    given = raw.get(part, {})
    if not isinstance(given, dict):
        raise BadMapping(
            _('"%(part)s" must be an object of texts, such as {"email": "..."}.') % {"part": part}
        )
    for name, text in given.items():
        known_field(name, part, kind)
        if not isinstance(text, str) or not text.strip():
            label = kind.label_of(name)
            raise BadMapping(
                _('"%(part)s" names nothing for %(label)s: give it a text or leave it out.')
                % {"part": part, "label": label}
            )
    return {name: text.strip() for name, text in given.items()}


def columns_in(
    raw: dict[Any, Any], kind: Kind
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The column of each field, and those that stand in for it: ["Mail", "Mail 2"]."""
    given = raw.get("columns", {})
    several = {
        name: [column.strip() for column in some]
        for name, some in (given.items() if isinstance(given, dict) else ())
        if isinstance(some, list) and some and all(isinstance(one, str) for one in some)
    }
    if isinstance(given, dict):
        given = given | {name: some[0] for name, some in several.items()}
    columns = texts_in(raw | {"columns": given}, "columns", kind)
    return columns, {name: tuple(some[1:]) for name, some in several.items() if some[1:]}


def known_field(name: object, part: str, kind: Kind) -> None:
    if not isinstance(name, str) or kind.field(name) is None:
        raise BadMapping(
            _(
                "%(kind)s have no field '%(name)s' (in \"%(part)s\"): import_file"
                " --fields lists them."
            )
            % {"kind": kind.label, "name": name, "part": part}
        )


def defaults_in(raw: dict[Any, Any], kind: Kind) -> dict[str, str]:
    defaults = texts_in(raw, "defaults", kind)
    for name, text in defaults.items():
        refuse_unreadable(kind, name, text)
    return defaults


def values_in(raw: dict[Any, Any], kind: Kind) -> dict[str, dict[str, str]]:
    given = raw.get("values", {})
    if not isinstance(given, dict):
        raise BadMapping(_('"values" must be an object such as {"status": {"Lost": "working"}}.'))
    for name, table in given.items():
        known_field(name, "values", kind)
        if not isinstance(table, dict) or not all(
            isinstance(theirs, str) and isinstance(ours, str) for theirs, ours in table.items()
        ):
            label = kind.label_of(name)
            raise BadMapping(
                _('"values" for %(label)s must be an object of texts, such as {"Lost": "working"}.')
                % {"label": label}
            )
        for ours in table.values():
            refuse_unreadable(kind, name, ours)
    return {name: dict(table) for name, table in given.items()}


def refuse_unreadable(kind: Kind, name: str, ours: str) -> None:
    """What a mapping puts in must be one of ours; what a cell says is judged row by row."""
    item = kind.field(name)
    if item is None or not ours:
        return
    try:
        if item.type in ("moment", "day"):
            read_moment(ours, zone=UTC)
        elif item.reader or item.type in READERS:
            reader_of(item)(ours)
    except BadValue as fault:
        raise BadMapping(
            _("The mapping sets %(label)s to '%(ours)s', which %(fault)s.")
            % {"label": item.label, "ours": ours, "fault": fault}
        ) from fault


def formats_in(given: object) -> tuple[str, ...]:
    formats = (given,) if isinstance(given, str) else given
    if not isinstance(formats, list | tuple) or not all(
        isinstance(form, str) and "%" in form for form in formats
    ):
        raise BadMapping(_('"dates" must be a format such as "%d.%m.%Y", or a list of them.'))
    return tuple(formats)


def list_in(raw: dict[Any, Any], part: str) -> tuple[str, ...]:
    given = raw.get(part, [])
    if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
        raise BadMapping(
            _('"%(part)s" must be a list of texts, such as ["Select", "N/A"].') % {"part": part}
        )
    return tuple(given)


def source_in(raw: dict[Any, Any]) -> str:
    given = raw.get("source", "")
    if not isinstance(given, str) or len(given.strip()) > 80:
        raise BadMapping(_('"source" must be a text of at most 80 characters.'))
    return given.strip()


def any_of(labels: Iterable[Said]) -> str:
    shown = [str(label) for label in labels][:5]
    return (
        shown[0]
        if len(shown) == 1
        else _("%(names)s or %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}
    )


def some_of(header: Sequence[str]) -> str:
    shown = ", ".join(header[:8])
    if len(header) <= 8:
        return shown
    return _("%(names)s and %(number)s more") % {"names": shown, "number": number(len(header) - 8)}
