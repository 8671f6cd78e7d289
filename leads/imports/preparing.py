"""Everything that has to be settled before the first row of a file is taken."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Segment
from leadfollow.people.models import User, current
from leads.imports.addresses import addresses_in
from leads.imports.cleaning import Habits, clean, habits_of
from leads.imports.directory import Directory, Registry, Segments
from leads.imports.fields import Kind
from leads.imports.guessing import guess
from leads.imports.lines import Line
from leads.imports.mapping import Mapping
from leads.imports.own_columns import kind_named
from leads.imports.reading import Row, Sheet, open_sheet
from leads.imports.refusals import BadMapping, UnreadableFile
from leads.imports.terms import Terms, refuse_homeless, refuse_strangers, refuse_unless_rep
from leads.models import Product
from leads.own_fields.values import own_fields_in_use
from leads.regions import home_of
from leads.spelling import plain

SAMPLE = 1000  # rows from which the habits of a file are learned


def usual_zone() -> str:
    return str(current().time_zone)


@dataclass(frozen=True)
class Options:
    """What a person says about a file beside its mapping."""

    header_line: int | None = None
    worksheet: str = ""
    encoding: str = ""  # found out where not said
    separator: str = ""
    # The same on the page and on the command line: else a file brought in both ways asks twice.
    time_zone: str = field(default_factory=usual_zone)
    campaign: str = ""  # a code
    owner: str = ""  # an e-mail address
    guessed: bool = True

    @property
    def zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.time_zone)
        except (KeyError, OSError, ValueError) as fault:
            raise BadMapping(
                _("There is no time zone '%(time_zone)s': name one like Europe/Berlin.")
                % {"time_zone": self.time_zone}
            ) from fault

    def open(self, source: Path | bytes) -> Sheet:
        """The table in a file, read as was said."""
        return open_sheet(
            source,
            header_line=self.header_line,
            worksheet=self.worksheet,
            encoding=self.encoding,
            separator=self.separator,
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Plan:
    """A file that can be taken: its table, how it is read, and on which terms."""

    sheet: Sheet
    habits: Habits
    terms: Terms

    @property
    def kind(self) -> Kind:
        return self.terms.mapping.kind

    @property
    def mapping(self) -> Mapping:
        return self.terms.mapping

    def rows(self, *, skip: int = 0) -> Iterator[tuple[Row, str]]:
        """The rows with the marks that tell them apart, without those taken before."""
        marks: Counter[str] = Counter()
        for number, row in enumerate(self.sheet.rows):
            mark = hashlib.sha1("\x1f".join(row.cells).encode(), usedforsecurity=False)
            marks[mark.hexdigest()] += 1
            if number >= skip:
                yield row, f"row:{mark.hexdigest()}:{marks[mark.hexdigest()]}"

    def anew(self) -> Plan:
        """The same plan with the people, campaigns and segments as they are now: what an undone
        transaction made is forgotten, what others made meanwhile is known."""
        return replace(self, terms=replace(self.terms, **named_by(self.terms.by)))

    def lines(self, rows: Iterable[tuple[Row, str]]) -> list[Line]:
        """Rows, cleaned; one with a cell that cannot be what its column says is rejected."""
        read = self.mapping.bind(self.sheet.header)
        return [self._line(row, mark, read(row.cells)) for row, mark in rows]

    def _line(self, row: Row, mark: str, raw: dict[str, str]) -> Line:
        cleaned = clean(self.kind, raw, self.habits)
        cells = [cell.replace("\0", "") for cell in row.cells]
        line = Line(row.line, cells, mark, cleaned.values, self._rest(cells))
        line.warnings += cleaned.warnings
        if len(addresses_in(raw.get("email", ""))) > 1:
            line.rest[self.mapping.columns.get("email", "")] = raw["email"]
        note_width(line, row)
        if any(cell.startswith("<test lead:") for cell in cells):
            line.hold(_("A test lead of the ad platform"))
        elif cleaned.problems:
            line.reject(cleaned.problems[0])
        elif cleaned.doubts:
            line.hold(cleaned.doubts[0])
        return line

    def _rest(self, cells: list[str]) -> dict[str, str]:
        """What stands in columns that have no field of their own, to be kept beside the lead."""
        kept, blank = self._kept
        return {
            name: cells[place]
            for place, name in kept
            if cells[place].strip().casefold() not in blank
        }

    @cached_property
    def _kept(self) -> tuple[list[tuple[int, str]], set[str]]:
        """The places and names of those columns, and the words that mean blank."""
        kept = set(self.mapping.kept(self.sheet.header))
        places = [(place, name) for place, name in enumerate(self.sheet.header) if name in kept]
        return places, {"", *(word.casefold() for word in self.mapping.blank)}


def note_width(line: Line, row: Row) -> None:
    """Say where a row has more cells than the header, which are kept, or fewer."""
    if row.surplus:
        beyond = " | ".join(cell.replace("\0", "") for cell in row.surplus)
        line.rest[_("Beyond the last column")] = beyond
        line.warn(_("Beyond the last column"), beyond, _("has no column name: it is kept beside"))
    elif row.is_short:
        last = next((cell for cell in reversed(line.cells) if cell.strip()), "")
        line.warn(_("The row"), last, _("ends before the last column: the rest is taken as blank"))


def prepare(
    kind: Kind | str,
    source: Path | bytes,
    *,
    raw: dict[str, Any] | None,
    options: Options,
    at: datetime,
    by: User | None,
    sheet: Sheet | None = None,
) -> Plan:
    """Open a file and settle how it is taken: by the mapping `raw`, or by the product's own guess.
    A `sheet` is the file as it was opened before.

    Raises Refused, one sentence, where the file cannot be read or what is said of it makes no
    sense.
    """
    kind = kind_named(kind if isinstance(kind, str) else kind.name)
    sheet = sheet or options.open(source)
    if not sheet.row_count:
        raise UnreadableFile(_("The file has column names but no rows below them."))
    mapping = mapping_of(kind, sheet, raw, options)
    read = mapping.bind(sheet.header)
    rows = [read(cells) for cells in sheet.sample(SAMPLE)]
    terms = terms_of(mapping, options, at=at, by=by)
    habits = habits_of(
        kind,
        rows,
        zone=options.zone,
        formats=mapping.dates,
        region=home_of(terms.campaign),
        guessed=mapping.guessed,
    )
    return Plan(sheet, habits, terms)


def refuse_unfit(
    kind: str,
    header: list[str],
    *,
    raw: dict[str, Any],
    options: Options,
    at: datetime,
    by: User | None,
) -> None:
    """Refuse what is said of a file of these columns where it makes no sense any more."""
    mapping = replace(Mapping.parse(raw, kind=kind_named(kind)), guessed=options.guessed)
    terms_of(mapping.check(header), options, at=at, by=by)


def mapping_of(kind: Kind, sheet: Sheet, raw: dict[str, Any] | None, options: Options) -> Mapping:
    """What somebody said, else the guess; what is said for all rows beats what is guessed."""
    if raw is not None:
        mapping = replace(Mapping.parse(raw, kind=kind), guessed=options.guessed)
        return mapping.check(sheet.header)
    mapping = guess(kind, sheet.header, sheet.sample())
    said = {"campaign", "campaign_external_id"} if options.campaign else set()
    said |= {"owner"} if options.owner else set()
    columns = {name: column for name, column in mapping.columns.items() if name not in said}
    return replace(mapping, columns=columns).check(sheet.header)


def named_by(by: User | None) -> dict[str, Any]:
    """What the rows may name."""
    return {
        "people": Directory(User.objects.order_by("pk"), by=by),
        "campaigns": Registry(Campaign.objects.select_related("segment", "team").order_by("pk")),
        "segments": Segments(Segment.objects.in_use()),
        "products": {plain(product.name): product for product in Product.objects.all()},
    }


def terms_of(mapping: Mapping, options: Options, *, at: datetime, by: User | None) -> Terms:
    """The records that the file may name, and the checks of those named for all rows."""
    named = named_by(by)
    people: Directory = named["people"]
    campaigns: Registry = named["campaigns"]
    campaign = campaigns.codes.get(options.campaign.casefold()) if options.campaign else None
    if options.campaign and campaign is None:
        raise BadMapping(
            _("No campaign has the code '%(campaign)s'.") % {"campaign": options.campaign}
        )
    terms = Terms(
        mapping=mapping,
        zone=options.zone,
        at=at,
        by=by,
        campaign=campaign,
        owner=refuse_unless_rep(people, options.owner) if options.owner else None,
        own_fields=own_fields_in_use(),
        **named,
    )
    refuse_strangers(terms)
    refuse_homeless(terms)
    return terms
