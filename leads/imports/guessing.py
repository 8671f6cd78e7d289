"""The product's own guess at a mapping, from the headers and the first rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC

from leads.imports import header_words, values
from leads.imports.cleaning import reader_of
from leads.imports.fields import TELLS_WHO, Field, Kind
from leads.imports.mapping import Mapping, own_source
from leads.imports.moments import read_moment, shows_day_first
from leads.imports.presets import Preset, preset_of
from leads.imports.refusals import BadValue
from leads.imports.vocabulary import ANSWERED, BLANK_WORDS, CHANNELS, FLAGS, SALUTATIONS
from leads.spelling import plain

MOST = 0.5  # at least so many of a column's filled cells have to be what its field wants
WORDS_SHOWN = 40
# What a column of the same name may hold where the first is blank. Not first and last names: a
# name would be put together from two people.
STAND_IN = frozenset({"name", "organisation", "email", "phone", "mobile"})
SOMEBODY_ELSE = re.compile(r"(contact|account|person)[2-9]")
MANY, FEW = 50, 5  # cells of a column that is a choice, and words in it
RECEIVED = re.compile(r"creat|date|time|scan|submit|regist|added|receiv")
NOT_RECEIVED = re.compile(r"birth|modif|updat|last|end|due|clos|stamp|view|activit|leave|start")
TYPED = frozenset({
    "moment", "day", "money", "flag", "done", "email", "zone", "number", "yes_no", "choice", "link",
    "clock", "count",
})  # fmt: skip
TRANSLATED = frozenset({"status", "channel", "outcome", "direction"})


def guess(
    kind: Kind, header: Sequence[str], sample: Sequence[Sequence[str]], *, presets: bool = True
) -> Mapping:
    """What the columns most likely are; without presets by their names and cells alone.

    Of two headers for one field the surer one wins, then the filled one, then the first.
    """
    columns = {column.header: column for column in _columns(header, sample)}
    taken: dict[str, str] = {}
    own_first = sorted(kind.fields, key=lambda item: not item.is_own)  # a name beats likeness
    for is_called in (_is_called, _is_nearly_called):
        for item in own_first:
            free = [column for column in columns.values() if column.header not in taken.values()]
            if item.name not in taken and (best := _best(item, free, is_called)):
                taken[item.name] = best
    preset = preset_of(kind.name, header) if presets else None
    if preset:
        _take_as(preset, kind, columns, taken)
    _take_by_content(kind, columns, taken)
    _take_repeated_id(kind, columns, taken)
    if "due_on" in taken and "due_at" not in taken and columns[taken["due_on"]].has_times:
        taken["due_at"] = taken.pop("due_on")
    return Mapping(
        kind=kind,
        columns=dict(sorted(taken.items(), key=lambda pair: list(columns).index(pair[1]))),
        values=_known_words(kind, columns, taken) | _words_of(preset, taken),
        defaults=_usual(kind, header, taken),
        blank=BLANK_WORDS,
        source=own_source(kind, taken),
        guessed=True,
        further=_further(kind, columns, taken),
        preset=preset.name if preset else "",
    )


@dataclass(frozen=True)
class Column:
    """A column as the first rows show it."""

    header: str
    cells: list[str]  # those that are not blank
    rows: int

    @property
    def has_times(self) -> bool:
        return any(re.search(r"\d:\d\d", cell) for cell in self.cells)

    def fits(self, item: Field) -> bool:
        """Whether what it holds can be what the field wants."""
        if item.name == "external_id":
            return len(self.cells) * 2 > self.rows and len(set(self.cells)) == len(self.cells)
        if not self.cells:
            return True
        if item.name in LOOKS_LIKE:
            return LOOKS_LIKE[item.name](self)
        if item.words == header_words.NAME:
            return not self.is_choice  # "contact: cellular" names nobody
        if item.type == "organisation":
            return self.share(lambda cell: bool(values.read_organisation(cell))) > MOST
        if asks_if_answered(item, self.header):
            return self.share(lambda cell: plain(cell) in FLAGS) > MOST
        if item.type in TRANSLATED:  # a single word that we know shows what the column is about
            return any(self.reads(item, cell) for cell in set(self.cells))
        return item.type not in TYPED or self.share(lambda cell: self.reads(item, cell)) >= MOST

    @property
    def is_choice(self) -> bool:
        """Whether it holds the same few words again and again."""
        return len(self.cells) >= MANY and len(set(self.cells)) <= FEW

    def share(self, holds: Callable[[str], bool]) -> float:
        return sum(1 for cell in self.cells if holds(cell)) / max(1, len(self.cells))

    def reads(self, item: Field, cell: str) -> bool:
        """Whether a cell reads as that field; a date that may be two days is a date."""
        try:
            if item.type in ("moment", "day"):
                day_first = shows_day_first(self.cells)
                read_moment(cell, zone=UTC, day_first=True if day_first is None else day_first)
            else:
                return reader_of(item)(cell) != "other" or is_no_guess(item, cell)
        except BadValue:
            return False
        return True


LOOKS_LIKE: dict[str, Callable[[Column], bool]] = {
    "linkedin_url": lambda column: any("linkedin." in cell.lower() for cell in column.cells),
    # not how often somebody was called in one
    "campaign": lambda column: column.share(str.isdecimal) <= MOST,
    # not a dialling code
    "country": lambda column: column.share(lambda cell: cell.strip("+ ").isdigit()) < 1,
    "job_title": lambda column: column.share(lambda cell: plain(cell) in SALUTATIONS) < 1,
}


def is_no_guess(item: Field, cell: str) -> bool:
    """Whether it says that, and not only what every unknown word is taken for."""
    return item.type != "channel" or plain(cell) in CHANNELS


def _columns(header: Sequence[str], sample: Sequence[Sequence[str]]) -> list[Column]:
    blank = {"", *(word.casefold() for word in BLANK_WORDS)}
    return [
        Column(
            name,
            [row[place] for row in sample if row[place].strip().casefold() not in blank],
            len(sample),
        )
        for place, name in enumerate(header)
    ]


def _best(item: Field, free: list[Column], is_called: Callable[[str, str], bool]) -> str | None:
    matching = [
        column
        for word in item.headers
        for column in free
        if is_called(plain(column.header), word) and column.fits(item)
    ]
    best = next((column for column in matching if column.cells), None)
    return (best or matching[0]).header if matching else None


def _take_as(preset: Preset, kind: Kind, columns: dict[str, Column], taken: dict[str, str]) -> None:
    """What the program's columns are, before what their names alone would tell."""
    spelt = {plain(header): header for header in reversed(columns)}
    for name, header in preset.columns.items():
        if kind.field(name) and (found := spelt.get(plain(header))):
            for other in [one for one, column in taken.items() if column == found]:
                del taken[other]
            taken[name] = found


def _words_of(preset: Preset | None, taken: dict[str, str]) -> dict[str, dict[str, str]]:
    """The program's words, of the fields that are taken as it says."""
    told = preset.values.items() if preset else ()
    return {name: dict(words) for name, words in told if name in taken}


def _further(
    kind: Kind, columns: dict[str, Column], taken: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    """Columns that are called like one that is taken: "EMAIL" beside "Email", "Emails 2 Email"
    beside "Emails 1 Email"."""
    found: dict[str, tuple[str, ...]] = {}
    free = [one for one in columns.values() if one.header not in taken.values() and one.cells]
    for item in (item for item in kind.fields if item.name in taken and item.name in STAND_IN):
        also = [one for one in free if _is_another(one.header, item) and one.fits(item)]
        if also:
            found[item.name] = tuple(one.header for one in also)
            free = [one for one in free if one not in also]
    return found


def _is_another(header: str, item: Field) -> bool:
    name = plain(header)
    if SOMEBODY_ELSE.match(name):
        return False
    return not {name, name.rstrip("0123456789"), re.sub(r"\d+", "1", name)}.isdisjoint(item.headers)


def _is_called(header: str, word: str) -> bool:
    return header == word


def _is_nearly_called(header: str, word: str) -> bool:
    """Two neighbouring letters changed places (Nmae), or one is missing (Phne)."""
    if len(word) < 4 or header[:1] != word[:1]:
        return False
    if len(header) == len(word) - 1:
        return any(word[:at] + word[at + 1 :] == header for at in range(1, len(word)))
    return len(header) == len(word) and any(
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] == header
        for at in range(1, len(word) - 1)
    )


def _take_by_content(kind: Kind, columns: dict[str, Column], taken: dict[str, str]) -> None:
    """An e-mail, phone or received column under a header that nobody knows."""
    for name, shows in (("email", _shows_email), ("phone", _shows_phone), ("received_at", None)):
        item = kind.field(name)
        if item is None or name in taken or (name != "received_at" and "email_or_phone" in taken):
            continue
        for column in columns.values():
            if column.header in taken.values() or not column.cells:
                continue
            if column.share(shows) > MOST if shows else _shows_received(item, column):
                taken[name] = column.header
                break


def _take_repeated_id(kind: Kind, columns: dict[str, Column], taken: dict[str, str]) -> None:
    """Where nothing else tells who a lead is: the id that stands in each of the rows about it."""
    item = kind.field("external_id")
    if kind.name != "leads" or item is None or not taken.keys().isdisjoint(TELLS_WHO):
        return
    for column in columns.values():
        if plain(column.header) in item.headers and len(column.cells) * 2 > column.rows:
            taken[item.name] = column.header
            return


def _shows_received(item: Field, column: Column) -> bool:
    name = plain(column.header)
    if not RECEIVED.search(name) or NOT_RECEIVED.search(name):
        return False
    return column.share(lambda cell: column.reads(item, cell)) > MOST


def _shows_email(cell: str) -> bool:
    return re.fullmatch(r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*", cell) is not None


def _shows_phone(cell: str) -> bool:
    return re.fullmatch(r"\s*(\+|00)[\d\s()./-]{7,20}", cell) is not None


def asks_if_answered(item: Field, header: str) -> bool:
    """Whether a column says yes or no to one outcome."""
    return item.type == "outcome" and plain(header) in map(plain, header_words.ANSWERED)


def _usual(kind: Kind, header: Sequence[str], taken: dict[str, str]) -> dict[str, str]:
    """What holds for every row of such a file though no column says it."""
    untold = kind.field("channel") and "channel" not in taken
    is_of_calls = any(plain(name).startswith("call") for name in header)
    return {"channel": "call"} if is_of_calls and untold else {}


def _known_words(
    kind: Kind, columns: dict[str, Column], taken: dict[str, str]
) -> dict[str, dict[str, str]]:
    """Their words that we know, so that a person sees how they will be taken."""
    known: dict[str, dict[str, str]] = {}
    for item in kind.fields:
        if item.type not in TRANSLATED or item.name not in taken:
            continue
        for cell in list(dict.fromkeys(columns[taken[item.name]].cells))[:WORDS_SHOWN]:
            try:
                if asks_if_answered(item, taken[item.name]):
                    ours = ANSWERED[values.yes_or_no(cell)]
                else:
                    ours = reader_of(item)(cell)
            except BadValue:
                continue
            known.setdefault(item.name, {})[cell.strip()] = str(ours)
    return known
