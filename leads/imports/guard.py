"""Cells that a spreadsheet program would take for a formula: kept text in what we write as CSV,
and read back as they were."""

from __future__ import annotations

import re

SIGNS = "=+\\-@\t\r＝＋－＠%|"  # full-width ones too, which some programs take for the others
# At the start of a cell, behind blanks or our own mark; or behind what parts cells elsewhere.
STARTS = re.compile(rf"^(?=['\s]*[{SIGNS}])|(?<=[;,\t|\n])(?='*[{SIGNS}])")
GUARDED = re.compile(rf"^'(?=['\s]*[{SIGNS}])|(?<=[;,\t|\n])'(?='*[{SIGNS}])")


def guarded(text: str) -> str:
    """The text with our mark before whatever could begin a formula."""
    return STARTS.sub("'", text.replace("\0", ""))


def unguarded(text: str) -> str:
    """The text as it was before."""
    return GUARDED.sub("", text)
