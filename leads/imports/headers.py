"""Which line of a table holds the column names, and names that are all different."""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from django.utils.translation import gettext as _

from leads.imports.refusals import UnreadableFile

# A line above the names holds a title or a note, so it fills fewer cells than the table does.
FILLS_AT_LEAST = 0.75
FIRST_LINES = 6  # among which names in two lines are looked for
A_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+|\d{4}-\d\d-\d\d.*", re.DOTALL)
A_NUMBER = re.compile(r"[-+.,\d\s]+")


def find_header(top: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The first line that is as full as the table and holds names rather than values."""
    lines = [(line, cells, _filled(cells)) for line, cells in top if _filled(cells)]
    if not lines:
        raise UnreadableFile(_("The file is empty: send one with column names and rows."))
    fullness = sorted(filled for *_cells, filled in lines)
    typical = fullness[int(len(fullness) * 0.75)]
    place = next(
        place
        for place, (_line, _cells, filled) in enumerate(lines)
        if filled >= typical * FILLS_AT_LEAST
    )
    line, cells = lines[second_line(lines, place, typical) or place][:2]
    if _is_row(cells):
        raise UnreadableFile(
            _(
                "Line %(line)s looks like a row, not like column names: put the"
                " names of the columns above it, or say which line holds them."
            )
            % {"line": line}
        )
    return line, cells


def second_line(lines: list[tuple[int, list[str], int]], most: int, typical: int) -> int | None:
    """The place of the lower of two lines of names, of which the upper is no later than this."""
    names = [cells for _line, cells, _filled_cells in lines[: most + 2]]
    for place, (above, cells) in enumerate(pairwise(names), start=1):
        if go_together(above, cells) and _filled(joined(above, cells)) >= typical * FILLS_AT_LEAST:
            return place
    return None


def go_together(above: list[str], cells: list[str]) -> bool:
    """Whether the names stand in two lines: "Name" and "Address", and below that one "Street" and
    "City", with nothing below "Name"."""
    if _is_row(above) or _is_row(cells):
        return False
    pairs = [(bool(a.strip()), bool(b.strip())) for a, b in zip_longest(above, cells, fillvalue="")]
    in_groups = [place for place, (a, b) in enumerate(pairs) if b and not a]
    begins = [place for place, (a, b) in enumerate(pairs) if a and b]
    return (
        (True, False) in pairs
        and bool(in_groups)
        and all(place > 0 and pairs[place - 1][1] for place in in_groups)
        and all(place + 1 in in_groups for place in begins)
    )


def joined(above: list[str], cells: list[str]) -> list[str]:
    """The names of two lines that go together: the lower one's, where it has any."""
    pairs = zip_longest(above, cells, fillvalue="")
    return [lower if lower.strip() else upper for upper, lower in pairs]


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
