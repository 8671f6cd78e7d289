"""Which line of a table holds the column names, and names that are all different."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from leads.imports.refusals import UnreadableFile

# A line above the names holds a title or a note, so it fills fewer cells than the table does.
FILLS_AT_LEAST = 0.75
A_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+|\d{4}-\d\d-\d\d.*", re.DOTALL)
A_NUMBER = re.compile(r"[-+.,\d\s]+")


def find_header(top: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The first line that is as full as the table and holds names rather than values."""
    lines = [(line, cells, _filled(cells)) for line, cells in top if _filled(cells)]
    if not lines:
        raise UnreadableFile(_("The file is empty: send one with column names and rows."))
    fullness = sorted(filled for *_cells, filled in lines)
    typical = fullness[int(len(fullness) * 0.75)]
    line, cells = next(
        (line, cells) for line, cells, filled in lines if filled >= typical * FILLS_AT_LEAST
    )
    if _is_row(cells):
        raise UnreadableFile(
            _(
                "Line %(line)s looks like a row, not like column names: put the"
                " names of the columns above it, or say which line holds them."
            )
            % {"line": line}
        )
    return line, cells


def unique_names(cells: list[str]) -> list[str]:
    """The names without blanks around them; a nameless one gets its number, a second one (2)."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        plain = " ".join(cell.replace("\ufeff", "").split()) or _("Column %(number)s") % {
            "number": number
        }
        name, count = plain, 1
        while name in names:
            count += 1
            name = f"{plain} ({count})"
        names.append(name)
    return names


def _filled(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _is_row(cells: list[str]) -> bool:
    """Whether a cell is an e-mail address, a link or a date, or all of them are numbers."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return any(A_VALUE.fullmatch(cell) for cell in filled) or all(
        A_NUMBER.fullmatch(cell) for cell in filled
    )
