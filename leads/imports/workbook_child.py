"""Run as a program of its own: writes a worksheet's rows as lines of JSON.

The first line names the worksheet taken and those there are; each further one is a row's number
and its cells as text. Exit 3: damaged; 4: no such worksheet; 5: out of memory.
"""

from __future__ import annotations

import datetime
import json
import resource
import sys
from typing import Any

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 90
OUTPUT = 1024 * 1024 * 1024


def limit() -> None:
    """Takes away what a reasonable workbook does not need."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
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


def rows_of(book: Any, name: str) -> list[tuple[int, list[str]]]:
    """The numbered rows of a worksheet, as text."""
    rows = book.get_sheet_by_name(name).iter_rows()
    return [(number, [as_text(cell) for cell in cells]) for number, cells in enumerate(rows, 1)]


def choose(book: Any, wanted: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """The worksheet wanted, else the first one shown with at least two rows, else with one."""
    if wanted:
        if wanted not in book.sheet_names:
            sys.exit(4)
        return wanted, rows_of(book, wanted)
    single: tuple[str, list[tuple[int, list[str]]]] = ("", [])
    for sheet in book.sheets_metadata:
        if "Visible" not in str(sheet.visible):
            continue
        rows = rows_of(book, sheet.name)
        filled = sum(1 for _, cells in rows if any(cells))
        if filled > 1:
            return sheet.name, rows
        if filled and not single[0]:
            single = (sheet.name, rows)
    return single


def main() -> None:
    """Reads the workbook named on the command line."""
    from python_calamine import CalamineWorkbook

    limit()
    path, wanted = sys.argv[1:3]
    try:
        book = CalamineWorkbook.from_path(path)
        name, rows = choose(book, wanted)
    except MemoryError:
        sys.exit(5)
    except Exception:
        sys.exit(3)  # whatever the reader stumbles over, the file is at fault
    about = {"worksheet": name, "worksheets": list(book.sheet_names)}
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.write(json.dumps(about) + "\n")
    for row in rows:
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
