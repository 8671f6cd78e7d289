"""Rows of leads as CSV and as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from followups.exports.columns import Cell, as_text
from leads.imports.guard import guarded

MOST_IN_WORKBOOK = 50_000  # a workbook is written whole before it is sent
LONGEST_CELL = 32_767
BOM = "\ufeff"  # without it a spreadsheet program takes UTF-8 for something else


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Line by line; what could be a formula stays text, numbers stay numbers."""
    writer: Any = csv.writer(Echo())
    yield BOM + writer.writerow([guarded(name) for name in header])
    for row in rows:
        yield writer.writerow(
            [as_text(cell) if isinstance(cell, Decimal) else guarded(cell) for cell in row]
        )


def as_workbook(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """A file with one worksheet, row by row: text cells, which no program evaluates."""
    from xlsxwriter import Workbook  # a third of a second, which only this pays

    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, name in enumerate(header):
            sheet.write_string(0, place, name)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(number, place, float(cell))
                elif cell:
                    sheet.write_string(number, place, cell.replace("\0", "")[:LONGEST_CELL])
    file.seek(0)
    return file
