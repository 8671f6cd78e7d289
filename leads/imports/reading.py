"""Opens a file of rows, CSV or XLSX, or says in one sentence why it cannot be read."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.words import number
from leads.imports.headers import find_header, go_together, joined, unique_names
from leads.imports.limits import MACHINE, WEB, Limits
from leads.imports.refusals import UnreadableFile
from leads.imports.text_table import open_text_table
from leads.imports.workbook import open_workbook

TOP = 60  # records looked at to find the line with the column names

Record = tuple[int, list[str]]  # line in the file, cells

FOREIGN = {  # first bytes of what is often sent by mistake
    b"\xd0\xcf\x11\xe0": (
        gettext_lazy(
            "This is an old Excel file (.xls) or one with a password: open it"
            " in a spreadsheet program and save it as .xlsx or CSV."
        )
    ),
    b"%PDF": gettext_lazy("This is a PDF: ask for the same list as CSV or XLSX."),
    b"\x89PNG": gettext_lazy("This is a picture: ask for the list as CSV or XLSX."),
    b"\xff\xd8\xff": gettext_lazy("This is a picture: ask for the list as CSV or XLSX."),
    b"Rar!": gettext_lazy("This is an archive: unpack it and send the file inside."),
    b"7z\xbc\xaf": gettext_lazy("This is an archive: unpack it and send the file inside."),
    b"{\\rtf": gettext_lazy("This is a text document: save the table in it as CSV or XLSX."),
    b"SQLite format 3": gettext_lazy("This is a database: export the table as CSV."),
    b"BEGIN:V": gettext_lazy("This is a contact card or calendar: export the list as CSV."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header, as many cells as the header has."""

    line: int
    cells: list[str]
    surplus: list[str]  # what stands to the right of the last column
    is_short: bool = False  # a line of text that ends before the last column


@dataclass(frozen=True)
class Sheet:
    """A readable table: its column names and its rows, which are read anew each time."""

    header: list[str]
    header_line: int
    row_count: int
    blank_rows: int
    top: list[Record]  # the first lines as they are, to choose another header line from
    read_as: str  # "UTF-8, comma", "worksheet Leads": shown to the person
    worksheets: list[str]
    _records: Callable[[], Iterator[Record]] = field(repr=False)

    @property
    def is_text(self) -> bool:
        """Whether each line says itself how many cells it has; a workbook leaves blank ones out."""
        return not self.worksheets

    @property
    def rows(self) -> Iterator[Row]:
        """The rows that hold anything, in order, without keeping them."""
        width = len(self.header)
        for line, cells in self._records():
            if line > self.header_line and not is_blank(cells):
                padded = cells[:width] + [""] * (width - len(cells))
                surplus = [cell for cell in cells[width:] if cell.strip()]
                yield Row(line, padded, surplus, self.is_text and len(cells) < width)

    def sample(self, count: int = 200) -> list[list[str]]:
        """The cells of the first rows, to guess from and to show."""
        return [row.cells for row in islice(self.rows, count)]


def open_sheet(
    source: Path | bytes,
    *,
    header_line: int | None = None,
    worksheet: str = "",
    encoding: str = "",
    separator: str = "",
) -> Sheet:
    """The table in a file, or in its content; what is not given is found out.

    Raises UnreadableFile. The whole file is read through once, so that a fault on the last line
    is known before the first row is used. Content comes over the web, where limits are narrower.
    """
    opener, limits = _opener(source), WEB if isinstance(source, bytes) else MACHINE
    try:
        if _head(opener).startswith(b"PK\x03\x04"):
            book = open_workbook(opener, limits=limits, worksheet=worksheet)
            return _sheet(book.records, header_line, book.read_as, book.worksheets, limits)
        table = open_text_table(opener, limits=limits, encoding=encoding, separator=separator)
        return _sheet(table.records, header_line, table.read_as, [], limits)
    except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
        raise UnreadableFile(
            _("The file is compressed and damaged: download or pack it again.")
        ) from fault
    except csv.Error as fault:
        raise UnreadableFile(
            _(
                "A cell is longer than 100,000 characters, most likely because a"
                " quotation mark is opened and never closed: mend it and try again."
            )
        ) from fault


def is_blank(cells: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in cells)


def _opener(source: Path | bytes) -> Callable[[], BinaryIO]:
    """Opens the content from its start, unpacked."""

    def opened() -> BinaryIO:
        return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")

    try:
        with opened() as raw:
            packed = raw.read(2) == b"\x1f\x8b"
    except OSError as fault:
        raise UnreadableFile(_("There is no such file, or it may not be read.")) from fault
    if not packed:
        return opened
    return lambda: cast(BinaryIO, gzip.open(opened(), "rb"))


def _head(opener: Callable[[], BinaryIO]) -> bytes:
    with opener() as raw:
        head = raw.read(4096)
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(_("The file is empty: send one with column names and rows."))
    _refuse_foreign(head)
    return head


def _refuse_foreign(head: bytes) -> None:
    for magic, sentence in FOREIGN.items():
        if head.removeprefix(codecs.BOM_UTF8).startswith(magic):
            raise UnreadableFile(sentence)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"<|\{|\[\s*[\[{\"]", start):
        raise UnreadableFile(
            _(
                "This is a web page or program data, not a table, whatever its name"
                " says: open it in a spreadsheet program and save it as .xlsx or"
                " CSV."
            )
        )


def _sheet(
    records: Callable[[], Iterator[Record]],
    header_line: int | None,
    read_as: str,
    worksheets: list[str],
    limits: Limits,
) -> Sheet:
    top = list(islice(records(), TOP))
    line, names = _whole(top, *_header(top, header_line))
    if len(names) > limits.columns:
        raise UnreadableFile(
            _("The file has %(number)s columns; at most %(most)s are read.")
            % {"number": number(len(names)), "most": number(limits.columns)}
        )
    row_count, blank_rows = _count(records, line, limits)
    return Sheet(
        header=unique_names(names),
        header_line=line,
        row_count=row_count,
        blank_rows=blank_rows,
        top=top[:12],
        read_as=read_as,
        worksheets=worksheets,
        _records=records,
    )


def _header(top: list[Record], wanted: int | None) -> Record:
    if wanted is None:
        return find_header(top)
    for line, cells in top:
        if line == wanted and not is_blank(cells):
            return line, cells
    raise UnreadableFile(
        _("Line %(wanted)s holds no column names: choose another header line.") % {"wanted": wanted}
    )


def _whole(top: list[Record], line: int, names: list[str]) -> Record:
    """The names with those of the line above, where they stand in two lines."""
    above = [cells for number, cells in top if number < line and not is_blank(cells)]
    return line, joined(above[-1], names) if above and go_together(above[-1], names) else names


def _count(
    records: Callable[[], Iterator[Record]], header_line: int, limits: Limits
) -> tuple[int, int]:
    """Rows that hold anything, and blank ones before the last of them."""
    filled = blank = blank_since = 0
    for line, cells in records():
        if line <= header_line:
            continue
        if is_blank(cells):
            blank_since += 1
            continue
        filled, blank, blank_since = filled + 1, blank + blank_since, 0
        if filled > limits.rows:
            raise UnreadableFile(
                _("The file has more than %(most)s rows: split it into several files.")
                % {"most": number(limits.rows)}
            )
    return filled, blank
