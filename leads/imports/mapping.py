"""Which column is which field, and how the file's words are to be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from leadfollow.words import Said, number, within
from leads.imports.cleaning import READERS, reader_of
from leads.imports.fields import KINDS, Kind, plain
from leads.imports.guard import unguarded
from leads.imports.moments import read_moment
from leads.imports.refusals import BadMapping, BadValue

KEYS = frozenset({"columns", "values", "defaults", "dates", "blank", "source", "drop"})


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says, or what was guessed."""

    kind: Kind
    columns: dict[str, str]  # field -> header
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # field -> theirs -> ours
    defaults: dict[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    source: str = ""
    drop: tuple[str, ...] = ()  # columns that are not even kept beside the lead; "*" is all
    guessed: bool = False

    @classmethod
    def parse(cls, raw: object, *, kind: Kind | str) -> Mapping:
        """The mapping in a mapping file's JSON; nonsense is refused with one sentence."""
        kind = KINDS[kind] if isinstance(kind, str) else kind
        if not isinstance(raw, dict):
            raise BadMapping(
                _('The mapping must be an object such as {"columns": {"email": "Mail"}}.')
            )
        if unknown := sorted(set(raw) - KEYS):
            raise BadMapping(
                _("The mapping has no part named '%(unknown)s'.") % {"unknown": unknown[0]}
            )
        columns = _texts(raw, "columns", kind)
        found = cls(
            kind=kind,
            columns=columns,
            values=_values(raw, kind),
            defaults=_defaults(raw, kind),
            dates=_formats(raw.get("dates", ())),
            blank=_list(raw, "blank"),
            source=_source(raw) or own_source(kind, columns),
            drop=_list(raw, "drop"),
        )
        found._refuse_missing()
        return found

    def as_dict(self) -> dict[str, Any]:
        """The mapping as a mapping file holds it."""
        return {
            "columns": self.columns,
            "values": self.values,
            "defaults": self.defaults,
            "dates": list(self.dates),
            "blank": list(self.blank),
            "source": self.source,
            "drop": list(self.drop),
        }

    def check(self, header: Sequence[str]) -> Mapping:
        """This mapping with the file's own spelling of its columns; refused if one is missing."""
        spelt = {plain(name): name for name in reversed(header)}
        columns = {}
        for name, column in self.columns.items():
            if column not in header and plain(column) not in spelt:
                raise BadMapping(
                    _("The file has no column '%(column)s' for %(field)s: it has %(some)s.")
                    % {
                        "column": column,
                        "field": self.kind.label_of(name),
                        "some": _some(header),
                    }
                )
            columns[name] = column if column in header else spelt[plain(column)]
        self._refuse_missing()
        return replace(self, columns=columns)

    def says(self, *names: str) -> bool:
        """Whether a column or a default holds one of these fields."""
        return not {*self.columns, *self.defaults}.isdisjoint(names)

    def unmapped(self, header: Sequence[str]) -> list[str]:
        """The columns that are not taken."""
        taken = set(self.columns.values())
        return [name for name in header if name not in taken]

    def kept(self, header: Sequence[str]) -> list[str]:
        """The columns that are not taken but kept beside the lead."""
        if "*" in self.drop:
            return []
        return [name for name in self.unmapped(header) if name not in self.drop]

    def bind(self, header: Sequence[str]) -> Callable[[Sequence[str]], dict[str, str]]:
        """A reader of rows of that header: their cells as text by field, blanks left out."""
        blank = {word.strip().casefold() for word in self.blank}
        places = [
            (name, list(header).index(column), self._translations(name))
            for name, column in self.columns.items()
        ]

        def read(cells: Sequence[str]) -> dict[str, str]:
            found = dict(self.defaults)
            for name, place, ours in places:
                text = unguarded(cells[place].strip())
                folded = text.casefold()
                if text and folded not in blank:
                    found[name] = ours.get(folded, text)
            return {name: text for name, text in found.items() if text}

        return read

    def _translations(self, name: str) -> dict[str, str]:
        given = self.values.get(name, {})
        return {theirs.strip().casefold(): ours for theirs, ours in given.items()}

    def _refuse_missing(self) -> None:
        """Without these a row of the kind says nothing."""
        for group in self.kind.needs:
            if not self.says(*group):
                raise BadMapping(
                    _(
                        "No column is taken as %(columns)s: without one, %(kind)s cannot be told"
                        " apart or linked."
                    )
                    % {
                        "columns": _any_of(map(self.kind.label_of, group)),
                        "kind": within(self.kind.label),
                    }
                )


def own_source(kind: Kind, columns: dict[str, str]) -> str:
    """Where ids come from when the mapping does not say: kind and id column, not the file."""
    column = columns.get("external_id", "")
    return f"{kind.name}:{plain(column)}"[:80] if column else kind.name


def _texts(raw: dict[Any, Any], part: str, kind: Kind) -> dict[str, str]:
    """A part that gives each of some fields a text."""
    given = raw.get(part, {})
    if not isinstance(given, dict):
        raise BadMapping(
            _('"%(part)s" must be an object of texts, such as {"email": "..."}.') % {"part": part}
        )
    for name, text in given.items():
        _known(name, part, kind)
        if not isinstance(text, str) or not text.strip():
            label = kind.label_of(name)
            raise BadMapping(
                _('"%(part)s" names nothing for %(label)s: give it a text or leave it out.')
                % {"part": part, "label": label}
            )
    return {name: text.strip() for name, text in given.items()}


def _known(name: object, part: str, kind: Kind) -> None:
    if not isinstance(name, str) or kind.field(name) is None:
        raise BadMapping(
            _(
                "%(kind)s have no field '%(name)s' (in \"%(part)s\"): import_file"
                " --fields lists them."
            )
            % {"kind": kind.label, "name": name, "part": part}
        )


def _defaults(raw: dict[Any, Any], kind: Kind) -> dict[str, str]:
    defaults = _texts(raw, "defaults", kind)
    for name, text in defaults.items():
        _refuse_unreadable(kind, name, text)
    return defaults


def _values(raw: dict[Any, Any], kind: Kind) -> dict[str, dict[str, str]]:
    given = raw.get("values", {})
    if not isinstance(given, dict):
        raise BadMapping(_('"values" must be an object such as {"status": {"Lost": "working"}}.'))
    for name, table in given.items():
        _known(name, "values", kind)
        if not isinstance(table, dict) or not all(
            isinstance(theirs, str) and isinstance(ours, str) for theirs, ours in table.items()
        ):
            label = kind.label_of(name)
            raise BadMapping(
                _('"values" for %(label)s must be an object of texts, such as {"Lost": "working"}.')
                % {"label": label}
            )
        for ours in table.values():
            _refuse_unreadable(kind, name, ours)
    return {name: dict(table) for name, table in given.items()}


def _refuse_unreadable(kind: Kind, name: str, ours: str) -> None:
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


def _formats(given: object) -> tuple[str, ...]:
    formats = (given,) if isinstance(given, str) else given
    if not isinstance(formats, list | tuple) or not all(
        isinstance(form, str) and "%" in form for form in formats
    ):
        raise BadMapping(_('"dates" must be a format such as "%d.%m.%Y", or a list of them.'))
    return tuple(formats)


def _list(raw: dict[Any, Any], part: str) -> tuple[str, ...]:
    given = raw.get(part, [])
    if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
        raise BadMapping(
            _('"%(part)s" must be a list of texts, such as ["Select", "N/A"].') % {"part": part}
        )
    return tuple(given)


def _source(raw: dict[Any, Any]) -> str:
    given = raw.get("source", "")
    if not isinstance(given, str) or len(given.strip()) > 80:
        raise BadMapping(_('"source" must be a text of at most 80 characters.'))
    return given.strip()


def _any_of(labels: Iterable[Said]) -> str:
    shown = [str(label) for label in labels][:5]
    return (
        shown[0]
        if len(shown) == 1
        else _("%(names)s or %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}
    )


def _some(header: Sequence[str]) -> str:
    shown = ", ".join(header[:8])
    if len(header) <= 8:
        return shown
    return _("%(names)s and %(number)s more") % {"names": shown, "number": number(len(header) - 8)}
