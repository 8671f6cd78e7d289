"""Workbooks (XLSX): read by a child process that may neither eat the memory nor hang."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, _TemporaryFileWrapper
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.files.kinds import DAMAGED, has_macros
from leads.imports.limits import MB, MOST_IN_ROW, MOST_LETTERS, Limits
from leads.imports.refusals import UnreadableFile

CHILD = Path(__file__).with_name("workbook_child.py")
TOP = 60  # rows that may stand above the first one that counts
MOST_IN_LINE = 3 * MOST_IN_ROW  # as the child writes a row: nothing grows more than twofold
TOO_MUCH = gettext_lazy("The workbook is too large to be read at once: save the worksheet as CSV.")
BROKEN = gettext_lazy(
    "The workbook is damaged: open it in a spreadsheet program and save it again."
)
TOO_LONG = gettext_lazy(
    "A cell of the workbook is longer than 100,000 characters, or a row than a million: shorten"
    " it and try again."
)
SENTENCES = {
    3: BROKEN,
    4: gettext_lazy("The workbook has no worksheet of that name."),
    5: TOO_MUCH,
    6: TOO_LONG,
}
OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]")


@dataclass(frozen=True)
class Workbook:
    """The rows of one worksheet, laid down line by line in a file that goes when this goes."""

    worksheet: str
    worksheets: list[str]
    _rows: _TemporaryFileWrapper[bytes]

    @property
    def read_as(self) -> str:
        """How it was read, in words."""
        return _("worksheet %(worksheet)s") % {"worksheet": self.worksheet}

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of each row, from the start of the worksheet."""
        lines = written(self._rows)
        next(lines)
        for row in lines:
            line, cells = json.loads(row)
            yield line, cells


def open_workbook(
    opener: Callable[[], BinaryIO], *, limits: Limits, worksheet: str = ""
) -> Workbook:
    """The worksheet of that name, else the first one shown that holds a table."""
    with NamedTemporaryFile(suffix=".xlsx") as book, opener() as raw:
        copy(raw, book, limits)
        _refuse_other_archives(book.name, limits)
        rows = NamedTemporaryFile(suffix=".rows")  # noqa: SIM115 - lives as long as the Workbook
        _run_child(book.name, worksheet, rows, limits)
    about = json.loads(next(written(rows)))
    if not about["worksheet"]:
        raise UnreadableFile(_("The workbook is empty: send one with column names and rows."))
    return Workbook(about["worksheet"], about["worksheets"], rows)


def written(rows: _TemporaryFileWrapper[bytes]) -> Iterator[str]:
    """The lines that the child wrote; one that it may not write is not read, either."""
    with Path(rows.name).open(encoding="utf-8", newline="\n") as lines:
        while line := lines.readline(MOST_IN_LINE):
            if not line.endswith("\n"):
                raise UnreadableFile(TOO_LONG)
            yield line


def copy(raw: BinaryIO, book: _TemporaryFileWrapper[bytes], limits: Limits) -> None:
    """What lies packed in another archive may be a bomb itself."""
    size = 0
    while piece := raw.read(MB):
        size += len(piece)
        if size > limits.unpacked:
            raise UnreadableFile(TOO_MUCH)
        book.write(piece)
    book.flush()


def _refuse_other_archives(path: str, limits: Limits) -> None:
    """Nothing is unpacked here; what is said of the parts must fit, and the rest is the child's."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if not any(part.filename.startswith("xl/") for part in parts):
                raise UnreadableFile(
                    _(
                        "This is an archive or another kind of document: send the list"
                        " itself, as .xlsx or CSV."
                    )
                )
            _refuse_parts(parts, limits)
            if has_macros(archive):
                raise UnreadableFile(
                    _("The workbook holds macros: save it as .xlsx, without them, or as CSV.")
                )
    except DAMAGED as fault:
        raise UnreadableFile(BROKEN) from fault


def _refuse_parts(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = {part.filename for part in parts}
    begin = min(part.header_offset for part in parts)
    # A second file before the first part, two parts of one name, a name that leads elsewhere:
    # no spreadsheet program writes these.
    if begin or len(names) < len(parts) or any(OUTSIDE.search(name) for name in names):
        raise UnreadableFile(BROKEN)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(_("The workbook has a password: save it without one."))
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise UnreadableFile(TOO_MUCH)


def _run_child(
    path: str, worksheet: str, rows: _TemporaryFileWrapper[bytes], limits: Limits
) -> None:
    most = (limits.memory, limits.seconds, MOST_LETTERS, MOST_IN_ROW, limits.rows + TOP)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), path, worksheet, *map(str, most)],
            stdin=subprocess.DEVNULL,
            stdout=rows,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise UnreadableFile(TOO_MUCH) from fault
    if done.returncode:
        # Killed by a limit (a signal) or out of memory in the reader: too much in any case.
        raise UnreadableFile(SENTENCES.get(done.returncode, TOO_MUCH))
