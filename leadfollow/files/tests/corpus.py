"""Files of every kind that is kept and of many that are not, made here."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

TYPES = "[Content_Types].xml"
SAYS_MACROS = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'


def zipped(*names: str, comment: bytes = b"", packed: int = ZIP_DEFLATED, **more: bytes) -> bytes:
    """A zip of parts that say x, and of those that say more."""
    target = BytesIO()
    with ZipFile(target, "w", packed) as parts:
        for name, content in (dict.fromkeys(names, b"x") | more).items():
            parts.writestr(name, content)
        parts.comment = comment
    return target.getvalue()


def office(part: str, *more: str, **named: bytes) -> bytes:
    return zipped(TYPES, "_rels/.rels", part, *more, **named)


def open_document(kind: str, *more: str) -> bytes:
    said = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zipped(*more, "content.xml", mimetype=said)


PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40) + b"\xff\xd9"
EXIF = b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00" + bytes(40) + b"\xff\xd9"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
WORD = office("word/document.xml")
TEXT = "Grüße\taus Köln\r\n"

KEPT = {
    "offer.pdf": (PDF, "PDF"),
    "OFFER.PDF": (PDF, "PDF"),
    "stand.png": (PNG, "PNG picture"),
    "card.jpg": (JPEG, "JPEG picture"),
    "phone.jpeg": (EXIF, "JPEG picture"),
    "moving.gif": (GIF, "GIF picture"),
    "new.webp": (WEBP, "WebP picture"),
    "phone.heic": (HEIC, "HEIC picture"),
    "letter.docx": (WORD, "Word document"),
    "prices.xlsx": (office("xl/workbook.xml"), "Excel workbook"),
    "talk.pptx": (office("ppt/presentation.xml"), "slides"),
    "letter.odt": (open_document("text"), "text document"),
    "prices.ods": (open_document("spreadsheet"), "spreadsheet"),
    "talk.odp": (open_document("presentation"), "slides"),
    "notes.txt": (TEXT.encode(), "text"),
    "with mark.txt": (TEXT.encode("utf-8-sig"), "text"),
    "old.txt": (TEXT.encode("cp1252"), "text"),
    "excel.csv": (TEXT.encode("utf-16"), "CSV table"),
    "prices.csv": (b"item;price\r\nA;10\r\n", "CSV table"),
    "begins like a picture.txt": (b"BMW asks for a price list", "text"),
    "begins like another.md": (b"GIF89a is a picture", "text"),
    "begins like a zip.csv": (b"PK,Name\n1,Ana", "CSV table"),
    "begins with a comment.md": (b"<!-- note -->\n\n<!-- two\nlines -->\n# Visit", "text"),
    "begins with a sign.txt": (b"<3 offers, <10 days", "text"),
    "large photograph.jpg": (JPEG[:-2] + bytes(5_000) + b"<SVG" + JPEG[-2:], "JPEG picture"),
    "meeting.ics": (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "calendar entry"),
    "ana.vcf": (b"BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n", "address card"),
}

REFUSED = {
    "program.exe": b"MZ\x90\x00\x03\x00\x00\x00\x04" + bytes(300),
    "program.pdf": b"MZ\x90\x00\x03\x00\x00\x00\x04" + bytes(300) + PDF,
    "elf": b"\x7fELF\x02\x01\x01" + bytes(50),
    "page.html": b"<!DOCTYPE html><script>alert(1)</script>",
    "page.txt": b"\xef\xbb\xbf \n <HTML><body>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "drawing.txt": b"<?xml version='1.0'?><svg onload='alert(1)'/>",
    "wide page.txt": "<script>alert(1)</script>".encode("utf-16"),
    "page after a comment.md": b"<!-- note -->\n<script>alert(1)</script>",
    "comment without end.md": b"<!-- note\n",
    "script.txt": b"#!/bin/sh\nrm -rf .\n",
    "letter.rtf": b"{\\rtf1 hello}",
    "print.txt": b"%!PS-Adobe-3.0\n",
    "nought.txt": b"text\x00with a nought",
    "junk.txt": bytes(range(256)),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "shortcut.lnk": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60),
    "archive.zip": zipped("a.txt"),
    "program.jar": zipped("META-INF/MANIFEST.MF", "A.class"),
    "film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(20),
    "macros.docx": office("word/document.xml", "word/vbaProject.bin"),
    "says macros.docx": zipped("word/document.xml", **{TYPES: SAYS_MACROS}),
    "old macros.xlsx": office("xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
    "controls.docx": office("word/document.xml", "word/activeX/activeX1.bin"),
    "macros.odt": open_document("text", "Basic/Standard/Module1.xml"),
    "runs.docx": office("word/document.xml", "Main.class"),
    "book.odt": zipped("content.xml", mimetype=b"application/epub+zip"),
    "bomb.docx": zipped("word/document.xml", **{TYPES: bytes(3 * 2**20)}),
    "many.docx": office("word/document.xml", *(f"word/{n}.xml" for n in range(5_001))),
    "broken.docx": b"PK\x03\x04 broken",
    "empty.docx": b"PK\x05\x06" + bytes(18),
    "damaged.docx": WORD.replace(TYPES.encode() + b"\xab", TYPES.encode() + b"\xff", 1),
    # two files in one
    "picture and zip.gif": GIF + zipped("A.class"),
    "picture and page.png": PNG + b"<script>alert(1)</script>",
    "pdf and zip.pdf": PDF + zipped("A.class"),
    "pdf and page.pdf": b"%PDF-1.7\n<html><script>alert(1)</script>" + PDF,
    "page before pdf.pdf": b"<html></html>" + PDF,
    "two zips.docx": zipped("A.class") + WORD,
    "zip and more.docx": WORD + b"more",
    "packed otherwise.docx": zipped(TYPES, "word/document.xml", packed=ZIP_LZMA),
    "zip and comment.docx": office("word/document.xml")[:-2] + b"\x05\x00hello",
}
