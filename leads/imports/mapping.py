"""Which column is which field, and how the file's words are to be taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from leadfollow.words import within
from leads.imports.fields import KINDS, Kind
from leads.imports.guard import unguarded
from leads.imports.mapping_parts import (
    any_of,
    columns_in,
    defaults_in,
    formats_in,
    list_in,
    some_of,
    source_in,
    values_in,
)
from leads.imports.refusals import BadMapping
from leads.spelling import plain

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
    # field -> the headers of columns that stand in, in that order, where the first one is blank
    further: dict[str, tuple[str, ...]] = field(default_factory=dict)
    preset: str = ""  # whose file it was recognised as

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
        columns, further = columns_in(raw, kind)
        found = cls(
            kind=kind,
            columns=columns,
            values=values_in(raw, kind),
            defaults=defaults_in(raw, kind),
            dates=formats_in(raw.get("dates", ())),
            blank=list_in(raw, "blank"),
            source=source_in(raw) or own_source(kind, columns),
            drop=list_in(raw, "drop"),
            further=further,
        )
        found._refuse_missing()
        return found

    def as_dict(self) -> dict[str, Any]:
        """The mapping as a mapping file holds it."""
        return {
            "columns": {
                name: [column, *self.further[name]] if self.further.get(name) else column
                for name, column in self.columns.items()
            },
            "values": self.values,
            "defaults": self.defaults,
            "dates": list(self.dates),
            "blank": list(self.blank),
            "source": self.source,
            "drop": list(self.drop),
        }

    def check(self, header: Sequence[str]) -> Mapping:
        """This mapping with the file's own spelling of its columns; refused if one is missing."""
        spelt = {plain(name): name for name in reversed(header)} | {name: name for name in header}
        columns = {
            name: self._spelt(name, one, spelt, header) for name, one in self.columns.items()
        }
        further = {
            name: tuple(self._spelt(name, one, spelt, header) for one in some)
            for name, some in self.further.items()
            if name in columns
        }
        self._refuse_missing()
        return replace(self, columns=columns, further=further)

    def _spelt(self, name: str, column: str, spelt: dict[str, str], header: Sequence[str]) -> str:
        found = spelt.get(column) or spelt.get(plain(column))
        if found is None:
            raise BadMapping(
                _("The file has no column '%(column)s' for %(field)s: it has %(some)s.")
                % {"column": column, "field": self.kind.label_of(name), "some": some_of(header)}
            )
        return found

    def with_stand_ins(self, columns: dict[str, str]) -> dict[str, Any]:
        """Columns chosen, each with what stands in for it here, where it stayed as it was."""
        also = {
            name: [one for one in self.further.get(name, ()) if one not in columns.values()]
            for name, column in columns.items()
            if self.columns.get(name) == column
        }
        return {n: [one, *also[n]] if also.get(n) else one for n, one in columns.items()}

    def says(self, *names: str) -> bool:
        """Whether a column or a default holds one of these fields."""
        return not {*self.columns, *self.defaults}.isdisjoint(names)

    def without_campaign(self) -> Mapping:
        """Where whoever brings the file in chooses the campaign of all its rows."""

        def others(named: dict[str, Any]) -> dict[str, Any]:
            return {name: it for name, it in named.items() if not name.startswith("campaign")}

        return replace(
            self,
            columns=others(self.columns),
            further=others(self.further),
            values=others(self.values),
        )

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
            (name, list(header).index(one), self._translations(name))
            for name, column in self.columns.items()
            for one in (*reversed(self.further.get(name, ())), column)  # the last one filled wins
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
                        "columns": any_of(map(self.kind.label_of, group)),
                        "kind": within(self.kind.label),
                    }
                )


def own_source(kind: Kind, columns: dict[str, str]) -> str:
    """Where ids come from when the mapping does not say: kind and id column, not the file."""
    column = columns.get("external_id", "")
    return f"{kind.name}:{plain(column)}"[:80] if column else kind.name
