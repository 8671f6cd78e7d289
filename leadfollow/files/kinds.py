"""What a file is, judged by its content; a name that says otherwise is refused.

The signatures are the library's. What it cannot tell is here: which office document a zip is,
macros, two files in one, and plain text.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, is_zipfile

import puremagic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.files.limits import MOST_BYTES, MOST_LETTERS
from leadfollow.words import Said

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


class BadFile(Exception):
    """A sentence for the person who sent it; nothing was kept."""


@dataclass(frozen=True)
class Kind:
    """A kind that is kept: how a browser calls it, and people; `part` is its main part in a zip."""

    mime: str
    word: Said
    endings: tuple[str, ...]
    part: str = ""


PDF = Kind("application/pdf", "PDF", ("pdf",))
PICTURES = (
    Kind("image/jpeg", gettext_lazy("JPEG picture"), ("jpg", "jpeg")),
    Kind("image/png", gettext_lazy("PNG picture"), ("png",)),
    Kind("image/gif", gettext_lazy("GIF picture"), ("gif",)),
    Kind("image/webp", gettext_lazy("WebP picture"), ("webp",)),
    Kind("image/heif", gettext_lazy("HEIC picture"), ("heic", "heif")),
)
DOCUMENTS = (
    Kind(
        f"{OFFICE}.wordprocessingml.document",
        gettext_lazy("Word document"),
        ("docx",),
        "word/document.xml",
    ),
    Kind(
        f"{OFFICE}.spreadsheetml.sheet",
        gettext_lazy("Excel workbook"),
        ("xlsx",),
        "xl/workbook.xml",
    ),
    Kind(f"{OFFICE}.presentationml.presentation", "slides", ("pptx",), "ppt/presentation.xml"),
    Kind(f"{OPEN_DOCUMENT}.text", gettext_lazy("text document"), ("odt",)),
    Kind(f"{OPEN_DOCUMENT}.spreadsheet", "spreadsheet", ("ods",)),
    Kind(f"{OPEN_DOCUMENT}.presentation", "slides", ("odp",)),
)
TEXTS = (
    Kind("text/plain", "text", ("txt", "md")),
    Kind("text/csv", gettext_lazy("CSV table"), ("csv", "tsv")),
    Kind("text/calendar", gettext_lazy("calendar entry"), ("ics",)),
    Kind("text/vcard", gettext_lazy("address card"), ("vcf",)),
)
KINDS = (PDF, *PICTURES, *DOCUMENTS, *TEXTS)
WORDS = {kind.mime: kind.word for kind in KINDS}
ENDINGS = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)

MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|iframe|\?php)", re.IGNORECASE)
HEAD = 1024  # where a browser looks for what a file is
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# How pages, scripts and documents that run begin; a note may begin with a comment.
RUNS = re.compile(r"<[a-z!?/]|#!|\{\\rtf|%!", re.IGNORECASE)
COMMENTS = re.compile(r"(?:[\s\ufeff]*<!--.*?-->)*[\s\ufeff]*", re.DOTALL)
MACROS = re.compile(r"vbaproject|activex/|macrosheets/|^basic/|^scripts/|\.class$", re.IGNORECASE)
MOST_PARTS = 5_000
ZIP, END_OF_ZIP = b"PK\x03\x04", b"PK\x05\x06"
PACKED = (ZIP_STORED, ZIP_DEFLATED)  # the ways that the formats of office documents know
# What reading a zip raises where bytes of it are wrong.
DAMAGED = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


def judged(name: str, content: bytes) -> tuple[str, Kind]:
    """A name to show and the kind of what may be kept; else BadFile says why not, what to do."""
    name = plain_name(name)
    if not content:
        raise BadFile(_("%(name)s is empty. Choose another file.") % {"name": name})
    if len(content) > MOST_BYTES:
        raise BadFile(
            _("%(name)s is larger than 10 MB. Make it smaller, or put a link in a note.")
            % {"name": name}
        )
    kinds = kinds_of(content)
    if not kinds:
        raise BadFile(
            _(
                "%(name)s cannot be kept: send a PDF, a picture, plain text or an"
                " office document without macros."
            )
            % {"name": name}
        )
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem:
        return f"{name[: MOST_LETTERS - 5]}.{kinds[0].endings[0]}", kinds[0]
    kind = next((kind for kind in kinds if ending.lower() in kind.endings), None)
    if kind is None:
        raise BadFile(
            _(
                "%(name)s: its content is that of a %(kind)s. Rename it to end in .%(ending)s and"
                " send it again."
            )
            % {"name": name, "kind": kinds[0].word, "ending": kinds[0].endings[0]}
        )
    return name, kind


def plain_name(name: str) -> str:
    """Its last part, without signs that are not to be seen; a long one keeps its ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    shown = shown.strip(". ") or "file"
    stem, dot, ending = shown.rpartition(".")
    if len(shown) <= MOST_LETTERS or not dot or len(ending) > 5:
        return shown[:MOST_LETTERS]
    return f"{stem[: MOST_LETTERS - len(ending) - 1]}.{ending}"


def kinds_of(content: bytes) -> tuple[Kind, ...]:
    """What it may be: one kind, or for plain text those that text may be; none is kept else."""
    if content.startswith(ZIP):
        return office_kinds(content)
    found = signatures(content)
    if PDF.mime in found:
        return (PDF,) if content.startswith(b"%PDF-") and is_one_file(content) else ()
    if is_plain_text(content):  # before pictures: a sentence may begin with "GIF89a"
        return TEXTS
    pictures = tuple(kind for kind in PICTURES if kind.mime in found)[:1]
    return pictures if is_one_file(content) else ()


def is_one_file(content: bytes) -> bool:
    """No page for a browser in its head, where it looks, and no zip behind it. Farther on, what
    looks like a page is chance: every hundredth photograph has it."""
    return not MARKUP.search(content[:HEAD]) and not is_zipfile(BytesIO(content))


def signatures(content: bytes) -> set[str]:
    """What the library takes it for, best guess and others."""
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def office_kinds(content: bytes) -> tuple[Kind, ...]:
    """Of a zipped document, by the parts that its format asks for; nothing is unpacked whole.

    Nothing may lie before or behind the zip: that would be a second file in this one.
    """
    try:
        with ZipFile(BytesIO(content)) as parts:
            infos = parts.infolist()
            whole = content[-22:-18] == END_OF_ZIP and not min(i.header_offset for i in infos)
            whole &= all(info.compress_type in PACKED for info in infos)
            if not whole or len(infos) > MOST_PARTS or has_macros(parts):
                return ()
            names = set(parts.namelist())
            said = parts.read("mimetype")[:100].decode("ascii") if "mimetype" in names else ""
    except DAMAGED:
        return ()
    if said:
        return tuple(kind for kind in DOCUMENTS if kind.mime == said.strip())
    if "[Content_Types].xml" not in names:
        return ()
    return tuple(kind for kind in DOCUMENTS if kind.part and kind.part in names)[:1]


def has_macros(parts: ZipFile) -> bool:
    """By the names of its parts, and by what it calls itself; a part too large to read has them."""
    small = ("[Content_Types].xml", "mimetype")
    sizes = {info.filename: info.file_size for info in parts.infolist()}
    if any(MACROS.search(name) for name in sizes) or any(sizes.get(n, 0) > 2**20 for n in small):
        return True
    return small[0] in sizes and b"macroenabled" in parts.read(small[0]).lower()


def is_plain_text(content: bytes) -> bool:
    """Letters and no control signs, in UTF-8, UTF-16 or Western Windows; no page, no script."""
    text = decoded(content)
    if text is None or NO_TEXT.search(text):
        return False
    begin = COMMENTS.match(text)
    return not RUNS.match(text, begin.end() if begin else 0)


def decoded(content: bytes) -> str | None:
    two_bytes = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if two_bytes else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
