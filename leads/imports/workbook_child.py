"""Run as a program of its own: writes a worksheet's rows as lines of JSON.

Arguments: the workbook, the worksheet wanted or nothing, the most memory, seconds, letters in a
cell, letters in a row, and rows. The first line names the worksheet taken and those there are;
each further one is a row's number and its cells as text. Exit 3: damaged; 4: no such worksheet;
5: out of memory; 6: a cell or a row is too long.
"""

from __future__ import annotations

import datetime
import json
import resource
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

OUTPUT = 1024 * 1024 * 1024
MOST_WORKSHEETS = 500
TOP = 60  # rows looked at
ONE_ROW, ROWS, TABLE = 1, 2, 3
Record = tuple[int, list[str]]


def limit(memory: int, seconds: int) -> None:
    """Takes away what a reasonable workbook does not need."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, OUTPUT),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue  # this system does not know that limit; the others and the clock still hold


def as_text(cell: Any) -> str:
    """A cell as a person would type it: whole numbers without .0, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "True" if cell else "False"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def rows_of(sheet: Any) -> Iterator[Record]:
    """The numbered rows of a worksheet, as text; none is kept."""
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [as_text(cell) for cell in cells]


def choose(book: Any, wanted: str) -> tuple[str, Any]:
    """The worksheet wanted, else the first one shown with two rows of several cells, as a table
    has and notes have not; else with two rows, else with one."""
    if len(book.sheet_names) > MOST_WORKSHEETS:
        sys.exit(5)
    if wanted:
        if wanted not in book.sheet_names:
            sys.exit(4)
        return wanted, book.get_sheet_by_name(wanted)
    found: dict[int, tuple[str, Any]] = {}
    for about in book.sheets_metadata:
        if "Visible" not in str(about.visible):
            continue
        sheet = book.get_sheet_by_name(about.name)
        rank = rank_of(sheet)
        if rank == TABLE:
            return about.name, sheet
        found.setdefault(rank, (about.name, sheet))
    return found.get(ROWS) or found.get(ONE_ROW) or ("", None)


def rank_of(sheet: Any) -> int:
    """How much its first rows look like a table."""
    counts = (sum(map(bool, cells)) for _, cells in islice(rows_of(sheet), TOP))
    filled = [count for count in counts if count]
    if sum(count > 1 for count in filled) > 1:
        return TABLE
    return min(len(filled), ROWS)


def write(sheet: Any, *, letters: int, in_row: int, most: int) -> None:
    """The rows down to the last that holds anything, and no more than whoever reads them takes."""
    blank: list[int] = []
    filled = 0
    for number, cells in rows_of(sheet):
        lengths = [len(cell) for cell in cells]
        if not any(lengths):
            blank.append(number)
            continue
        if max(lengths) > letters or sum(lengths) > in_row:
            sys.exit(6)
        for before in blank:
            sys.stdout.write(f"[{before}, []]\n")
        blank.clear()
        sys.stdout.write(json.dumps([number, cells], ensure_ascii=False) + "\n")
        filled += 1
        if filled > most:
            return


def main() -> None:
    """Reads the workbook named on the command line."""
    from python_calamine import CalamineWorkbook

    path, wanted = sys.argv[1:3]
    memory, seconds, letters, in_row, most = map(int, sys.argv[3:])
    limit(memory, seconds)
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        book = CalamineWorkbook.from_path(path)
        name, sheet = choose(book, wanted)
        about = {"worksheet": name, "worksheets": list(book.sheet_names)}
        sys.stdout.write(json.dumps(about, ensure_ascii=False) + "\n")
        if name:
            write(sheet, letters=letters, in_row=in_row, most=most)
    except MemoryError:
        sys.exit(5)
    except Exception:
        sys.exit(3)  # whatever the reader stumbles over, the file is at fault


if __name__ == "__main__":
    main()
