"""Tables as text: what letters they are written in, what parts their cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.imports import letters
from leads.imports.limits import MB, MOST_IN_ROW, Limits
from leads.imports.refusals import UnknownLetters, UnreadableFile

CHUNK = MB
SAMPLE = 64 * 1024
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
MARKS = [  # longest first: UTF-32's mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
END = "\0"  # a last line of our own; the text itself has no NUL left
NOT_TEXT = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class TextTable:
    """A CSV or TSV file, and how it is read."""

    opener: Callable[[], BinaryIO]
    encoding: str
    separator: str

    @property
    def read_as(self) -> str:
        """How it was read, in words."""
        return f"{letters.named(self.encoding)}, {SEPARATORS.get(self.separator, self.separator)}"

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of each record, from the start of the file."""
        with self.opener() as raw, io.TextIOWrapper(raw, self.encoding, newline="") as text:
            reader = csv.reader(
                chain(_lines(text), [END]), delimiter=self.separator, skipinitialspace=True
            )
            line = 1
            for cells in reader:
                if cells and END in cells[-1]:
                    if cells != [END]:
                        raise UnreadableFile(
                            _(
                                "On line %(line)s a quotation mark is opened and never closed:"
                                " close or remove it and try again."
                            )
                            % {"line": line}
                        )
                    return
                if not (line == 1 and _names_separator(cells)):
                    yield line, cells
                line = reader.line_num + 1


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Each line without NUL; one beyond all reason is never held whole."""
    for line in iter(lambda: text.readline(MOST_IN_ROW + 1), ""):
        if len(line) > MOST_IN_ROW:
            raise UnreadableFile(
                _("A line is longer than a million characters: this is no list of rows.")
            )
        yield line.replace("\0", "") if "\0" in line else line


def open_text_table(
    opener: Callable[[], BinaryIO], *, limits: Limits, encoding: str = "", separator: str = ""
) -> TextTable:
    """The text table behind the opener, its letters and separator found out where not given."""
    _refuse_large(opener, limits)
    written = encoding or _encoding(opener)
    if not _decodes(opener, written):
        raise UnreadableFile(
            _("The file is not written in %(names)s: save it again as CSV UTF-8.")
            % {"names": letters.named(written)}
        )
    return TextTable(opener, written, separator or _separator(opener, written))


def _refuse_large(opener: Callable[[], BinaryIO], limits: Limits) -> None:
    """Counted while it is unpacked: what an archive says of itself need not be true."""
    size = 0
    with opener() as raw:
        while piece := raw.read(CHUNK):
            size += len(piece)
            if size > limits.unpacked:
                raise UnreadableFile(
                    _("The file is larger than %(most)s MB: split it into several.")
                    % {"most": limits.unpacked // MB}
                )


def _names_separator(cells: list[str]) -> bool:
    """Excel's own first line, `sep=;`."""
    return cells[:1] in (["sep="], ["SEP="]) or (
        len(cells) == 1 and re.fullmatch(r"sep=.", cells[0], re.IGNORECASE) is not None
    )


def _encoding(opener: Callable[[], BinaryIO]) -> str:
    with opener() as raw:
        head = raw.read(CHUNK)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if head[:SAMPLE].count(0) * 4 > len(head[:SAMPLE]):
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    if len(NOT_TEXT.findall(head[:SAMPLE])) * 100 > len(head[:SAMPLE]):
        raise UnreadableFile(_("This is no text and no workbook: save the list as CSV or XLSX."))
    if _decodes(opener, "utf-8"):
        return "utf-8"
    return _older(opener)


def _older(opener: Callable[[], BinaryIO]) -> str:
    """One of the code pages from before UTF-8, told by the first words that are not plain."""
    piece = b""
    with opener() as raw:
        while (piece := raw.read(CHUNK)) and piece.isascii():
            pass
    page = letters.guessed(piece)
    if page and _decodes(opener, page):
        return page
    raise UnknownLetters(
        _(
            "It cannot be told in which letters the file is written: save it again as CSV UTF-8,"
            " or say which letters they are."
        )
    )


def _decodes(opener: Callable[[], BinaryIO], encoding: str) -> bool:
    """Whether the whole file reads in these letters."""
    try:
        decoder = letters.decoder(encoding)
        with opener() as raw:
            while chunk := raw.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except LookupError as fault:
        raise UnreadableFile(
            _("'%(encoding)s' is no known way to write letters.") % {"encoding": encoding}
        ) from fault
    except UnicodeError:
        return False
    return True


def _separator(opener: Callable[[], BinaryIO], encoding: str) -> str:
    """The one that parts most lines into the same number of cells, more cells winning a tie."""
    with opener() as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
        sample = text.read(SAMPLE).replace("\0", "")
    named = re.match(r"sep=(.)\r?\n", sample, re.IGNORECASE)
    if named:
        return named[1]
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    lines = sample.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    widths = [len(cells) for cells in reader if any(cell.strip() for cell in cells)][:200]
    parted = Counter(width for width in widths if width > 1)
    if not parted:
        return 0.0, 1
    width, count = max(parted.items(), key=lambda item: (item[1], item[0]))
    return count / len(widths), width
