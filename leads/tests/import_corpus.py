"""Files of rows by seed: whole ones, the same broken in many ways, and some made to do harm."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from random import Random

import xlsxwriter

NAMES = ["Zoë Müller", "José Álvarez", "O'Brien, Pat", 'Ana "Ani" Ruiz', "Jörg Weiß", "x" * 300]
NOTES = ["", "two\nlines", "a;b,c|d\te", "=1+1", "-", "N/A", 'ends with a quote"', "Ünï\u00a0cødé"]
HEADER = ["Id", "Name", "Email", "Phone", "Note"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
Rows = list[list[str]]
SHEET = "xl/worksheets/sheet1.xml"
XML = (
    b'<?xml version="1.0"?><worksheet xmlns='
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
END = b"</sheetData></worksheet>"


def table(rng: Random) -> Rows:
    """Column names and some rows; every cell can be told from its neighbours."""
    rows = [
        [f"{n:05}", rng.choice(NAMES), f"p{n}@firm{n % 7}.example", "+49 30 1234567", note]
        for n, note in enumerate(rng.choices(NOTES, k=rng.randint(3, 30)))
    ]
    return [HEADER, *rows]


def as_text(rng: Random, rows: Rows) -> bytes:
    """Written as programs write it."""
    out = io.StringIO()
    separator, end = rng.choice(",;\t|"), rng.choice(["\n", "\r\n"])
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    content = out.getvalue().encode(rng.choice(ENCODINGS))
    return gzip.compress(content) if rng.random() < 0.1 else content


def as_workbook(rows: Rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Leads")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def cut(rng: Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content))]


def flip(rng: Random, content: bytes) -> bytes:
    """Some bytes are others."""
    broken = bytearray(content)
    for _ in range(rng.randint(1, 20)):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def fill_in(rng: Random, content: bytes) -> bytes:
    """Noise in the middle."""
    place = rng.randrange(len(content))
    noise = rng.choice(
        [bytes(50), rng.randbytes(80), b'"', b"\xff\xfe", b"\r" * 9, b"\x1a", b"," * 999]
    )
    return content[:place] + noise + content[place:]


def say_twice(rng: Random, content: bytes) -> bytes:
    first, second = sorted(rng.randrange(len(content)) for _ in range(2))
    return content[:second] + content[first:]


def mix_letters(rng: Random, content: bytes) -> bytes:
    return content + "Zoë;Müller,Größe\n".encode(rng.choice(ENCODINGS))


WAYS: list[Callable[[Random, bytes], bytes]] = [cut, flip, fill_in, say_twice, mix_letters]


def bend(rng: Random, xml: bytes) -> bytes:
    """Still XML, but places, kinds and values of cells are others."""
    others = rng.choice(
        [
            (rb' r="[A-Z]+\d+"', [b"", b' r="A1"', b' r="ZZ9"', b' r="1A"', b' r="C3"']),
            (rb"<v>\d+</v>", [b"<v>99999</v>", b"<v>-1</v>", b"<v>x</v>", b"", b"<v>1e400</v>"]),
            (rb' t="s"', [b"", b' t="b"', b' t="e"', b' t="d"', b' t="n"', b' t="?"']),
            (rb'<row r="\d+"', [b"<row", b'<row r="2"', b'<row r="0"', b'<row r="70000"']),
        ]
    )
    chance = rng.random()
    return re.sub(
        others[0], lambda m: rng.choice(others[1]) if rng.random() < chance else m[0], xml
    )


def broken_texts(seed: int, count: int) -> Iterator[bytes]:
    rng = Random(seed)
    for _ in range(count):
        yield rng.choice(WAYS)(rng, as_text(rng, table(rng)))


def broken_workbooks(seed: int, count: int) -> Iterator[bytes]:
    """Broken as a file, or in the one part that holds the rows."""
    rng = Random(seed)
    for number in range(count):
        whole = as_workbook(table(rng))
        way = rng.choice(WAYS)
        if number % 2:
            yield way(rng, whole)
        else:
            yield swapped(whole, SHEET, bend(rng, part_of(whole, SHEET)))


def part_of(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return parts.read(name)


def swapped(book: bytes, name: str, content: bytes) -> bytes:
    """The workbook with another part in its place, or with one more."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as others,
    ):
        for part in parts.namelist():
            others.writestr(part, content if part == name else parts.read(part))
        if name not in parts.namelist():
            others.writestr(name, content)
    return out.getvalue()


def sheet_of(content: bytes) -> bytes:
    """A workbook whose worksheet holds this XML."""
    return swapped(as_workbook([["Name"], ["Ana"]]), SHEET, XML + content + END)


def cell(text: bytes, place: bytes = b"") -> bytes:
    return b"<c" + place + b' t="inlineStr"><is><t>' + text + b"</t></is></c>"


def row(*cells: bytes) -> bytes:
    return b"<row>" + b"".join(cells) + b"</row>"


def entities() -> bytes:
    """Ten of ten of ten …"""
    said = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    book = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + said + b"]>" + XML[21:]
    whole = as_workbook([["Name"], ["Ana"]])
    return swapped(whole, SHEET, book + row(cell(b"Name")) + row(cell(b"&j;")) + END)


def hostile() -> dict[str, tuple[bytes, str]]:
    """What each is, and what is said of it."""
    whole = as_workbook([["Name", "Mail"], ["Ana", "a@x.example"]])
    name, long_cell = row(cell(b"Name")), row(cell(b"A" * 40_000_000))
    far = b'<row r="1048576">' + cell(b"x", b' r="XFD1048576"') + b"</row>"
    macros = b'<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
    return {
        "a cell far away": (sheet_of(name + far), "too large"),
        "a cell of 40 MB": (sheet_of(name + long_cell), "longer than 100,000"),
        "entities of entities": (entities(), "damaged|holds no|looks like|longer"),
        "a part of 80 MB": (swapped(whole, "xl/media/a.bin", bytes(80_000_000)), "too large"),
        "300 parts": (many_parts(whole, 300), "too large"),
        "macros": (swapped(whole, "xl/vbaProject.bin", b"x"), "macros"),
        "macros by its own word": (swapped(whole, "[Content_Types].xml", macros), "macros"),
        "a way out": (swapped(whole, "../../evil", b"x"), "damaged"),
        "a way out of Windows": (swapped(whole, "C:\\evil", b"x"), "damaged"),
        "a file before the archive": (b"PK\x03\x04" + bytes(60) + whole, "damaged"),
        "60,000 rows": (b"Name,Mail\n" + b"Ana,a@x.example\n" * 60_000, "more than 50,000 rows"),
        "300 columns": (b"Name," * 300 + b"\n" + b"x," * 300, "301 columns; at most 200"),
        "one line of 12 MB": (b"Name,Mail\n" + b"a," * 6_000_000, "longer than a million"),
        "a bomb, packed": (
            gzip.compress(b"Name,Mail\n" + b"a,b\n" * 20_000_000), "larger than 50 MB"
        ),
        "a bomb, packed, of a workbook": (
            gzip.compress(b"PK\x03\x04" + bytes(70_000_000)), "too large"
        ),
        "a quotation mark never closed": (b'Name,Mail\n"' + b"a,b\n" * 900_000, "quotation mark"),
    }  # fmt: skip


def many_parts(book: bytes, count: int) -> bytes:
    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a") as parts:
        for number in range(count):
            parts.writestr(f"xl/media/{number}.bin", b"x")
    return out.getvalue()
