"""Workbooks (XLSX): read by a child process that may neither eat the memory nor hang."""

from __future__ import annotations

import json
import shutil
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

from leads.imports.refusals import UnreadableFile

CHILD = Path(__file__).with_name("workbook_child.py")
MAX_UNPACKED = 1024 * 1024 * 1024
SECONDS = 120
TOO_MUCH = gettext_lazy("The workbook is too large to be read at once: save the worksheet as CSV.")
BROKEN = gettext_lazy(
    "The workbook is damaged: open it in a spreadsheet program and save it again."
)
SENTENCES = {3: BROKEN, 4: gettext_lazy("The workbook has no worksheet of that name."), 5: TOO_MUCH}


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
        with Path(self._rows.name).open(encoding="utf-8") as rows:
            next(rows)
            for row in rows:
                line, cells = json.loads(row)
                yield line, cells


def open_workbook(opener: Callable[[], BinaryIO], *, worksheet: str = "") -> Workbook:
    """The worksheet of that name, else the first one shown that holds rows."""
    with NamedTemporaryFile(suffix=".xlsx") as book, opener() as raw:
        shutil.copyfileobj(raw, book)
        book.flush()
        _refuse_other_archives(book.name)
        rows = NamedTemporaryFile(suffix=".rows")  # noqa: SIM115 - lives as long as the Workbook
        _run_child(book.name, worksheet, rows)
    with Path(rows.name).open(encoding="utf-8") as written:
        about = json.loads(written.readline())
    if not about["worksheet"]:
        raise UnreadableFile(_("The workbook is empty: send one with column names and rows."))
    return Workbook(about["worksheet"], about["worksheets"], rows)


def _refuse_other_archives(path: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as fault:
        raise UnreadableFile(BROKEN) from fault
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableFile(
            _(
                "This is an archive or another kind of document: send the list"
                " itself, as .xlsx or CSV."
            )
        )
    if size > MAX_UNPACKED:
        raise UnreadableFile(TOO_MUCH)


def _run_child(path: str, worksheet: str, rows: _TemporaryFileWrapper[bytes]) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), path, worksheet],
            stdin=subprocess.DEVNULL,
            stdout=rows,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise UnreadableFile(TOO_MUCH) from fault
    if done.returncode:
        # Killed by a limit (a signal) or out of memory in the reader: too much in any case.
        raise UnreadableFile(SENTENCES.get(done.returncode, TOO_MUCH))
