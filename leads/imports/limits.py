"""How much of a file is read: less of what comes over the web than of a file of this machine."""

from __future__ import annotations

from dataclasses import dataclass

from leadfollow.files.limits import MOST_BYTES

MB = 1024 * 1024
MOST_LETTERS = 100_000  # in a cell
MOST_IN_ROW = 1_000_000  # letters in all cells of a row, or in a line of text


@dataclass(frozen=True, slots=True)
class Limits:
    """What a table may be, and what the program that reads a workbook may take."""

    size: int  # bytes as it came
    unpacked: int
    rows: int
    columns: int
    parts: int  # files inside a workbook
    memory: int
    seconds: int


WEB = Limits(
    size=MOST_BYTES, unpacked=50 * MB, rows=50_000, columns=200, parts=200,
    memory=512 * MB, seconds=30,
)  # fmt: skip
MACHINE = Limits(
    size=200 * MB, unpacked=200 * MB, rows=1_000_000, columns=2_000, parts=2_000,
    memory=1536 * MB, seconds=90,
)  # fmt: skip
