"""A code before the camera, or a card in a file, comes into the form to be looked over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from django.conf import settings
from playwright.sync_api import BrowserType, Page, expect

from followups.tests.booth import enrolled, event

pytestmark = pytest.mark.browser
SHARED = settings.BASE_DIR.parent / "shared" / "data" / "cards_calendars"
WIDE, HIGH = 640, 480
KARLA = {
    "name": "Karla Brandt", "company": "Nordwind GmbH", "email": "kb@nordwind.example",
    "phone": "+49 30 5550101", "country": "DE", "address": "Weg 1", "postal_code": "10115",
    "city": "Berlin", "comment": "Einkauf",
}  # fmt: skip
CARD = """BEGIN:VCARD
VERSION:3.0
FN:Karla Brandt
ORG:Nordwind GmbH;Einkauf
item1.EMAIL;type=pref:kb@nordwind.example
TEL;TYPE=FAX:030 1
TEL:+49 30 5550101
ADR:;;Weg 1;Berlin;;10115;Germany
END:VCARD"""
TOLD = """() => Object.fromEntries(
  [...new FormData(document.getElementById("lead"))].filter(([, value]) => value))"""


def film(path: Path, text: str) -> None:
    """What a camera would see: a code, black on white, still."""
    code = [list(row) for row in segno.make(text, error="m").matrix_iter(scale=5, border=4)]
    picture = bytearray([255]) * (WIDE * HIGH)
    for y, row in enumerate(code):
        for x, is_dark in enumerate(row):
            if is_dark:
                picture[(y + 8) * WIDE + x + 60] = 0
    frame = b"FRAME\n" + bytes(picture) + bytes([128]) * (WIDE * HIGH // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 2)


@pytest.fixture
def form(
    site: str, browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> Iterator[Page]:
    film(tmp_path / "code.y4m", CARD)
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'code.y4m'}",
    ]
    how = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *camera]}
    browser = browser_type.launch(**how)
    page = enrolled(browser.new_page(), site, event())
    page.get_by_role("button", name="Form").click()
    yield page
    browser.close()


def read_from(page: Page, text: bytes) -> dict[str, str]:
    """What the form says when it was given a file with this card; the country is not of a card."""
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Scan a code").click()
    file = {"name": "card.vcf", "mimeType": "text/vcard", "buffer": text}
    page.set_input_files("#scan-file", [file])
    expect(page.locator("#scan")).to_be_hidden()
    told: dict[str, str] = page.evaluate(TOLD)
    return told


SHAPES = {
    "2.1, other letters, lines cut": (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:"
        b"J=FCrgen=20=\r\nM=FCller\r\nORG:Company, The;Desk\r\n"
        b"TEL;WORK;VOICE:030 5550101\r\nEND:VCARD",
        {"name": "Jürgen Müller", "company": "Company, The", "phone": "030 5550101"},
    ),
    "3.0, folded": (
        b"BEGIN:VCARD\nVERSION:3.0\nN:Dias;Bruno;;Dr.;\nORG:Dias\\, Filh\n os\nEND:VCARD",
        {"name": "Dr. Bruno Dias", "company": "Dias, Filhos"},
    ),
    "4.0, a colon in quotes": (
        'BEGIN:VCARD\nVERSION:4.0\nFN:Zoë Ø\nTEL;VALUE=uri;TYPE="work:voice":tel:+1-555-555-5555\n'
        "TITLE:Buyer\nEND:VCARD".encode(),
        {"name": "Zoë Ø", "phone": "+1-555-555-5555", "job_title": "Buyer"},
    ),
    "MECARD": (
        b"MECARD:N:Dias,Bruno;EMAIL:b@dias.example;;",
        {"name": "Bruno Dias", "email": "b@dias.example"},
    ),
    "only a number": (b"tel:+351210000000", {"phone": "+351210000000"}),
    "whatever a badge says": (b"Visitor 4711", {"comment": "Visitor 4711"}),
}
OF_THE_SHARED = {
    "John_Doe_ANDROID": {"email": "john.doe@company.com"},
    "John_Doe_BLACK_BERRY": {"name": "John Doe", "company": "Acme Solutions"},
    "John_Doe_GMAIL": {"company": "IBM", "email": "john.doe@ibm.com", "phone": "905-555-1234"},
    "John_Doe_IPHONE": {"company": "IBM", "job_title": "Money Counter", "postal_code": "12345"},
    "John_Doe_MS_OUTLOOK": {"email": "john.doe@ibm.cm", "phone": "(905) 555-1234"},
    "gmail-list": {"name": "Arnold Smith", "email": "asmithk@gmail.com"},
    "gmail-single": {"name": "Greg Dartmouth", "company": "TheCompany"},
    "outlook-2003": {"name": "John Doe III", "company": "Company, The", "country": "US"},
}


def test_codes_and_cards_come_into_the_form(form: Page) -> None:
    form.get_by_role("button", name="Scan a code").click()
    expect(form.locator("#f-name")).to_have_value("Karla Brandt")
    assert form.evaluate(TOLD) == KARLA

    for shape, (text, expected) in SHAPES.items():
        told = read_from(form, text)
        assert expected.items() <= told.items(), shape

    if SHARED.is_dir():
        for name, expected in OF_THE_SHARED.items():
            told = read_from(form, (SHARED / f"{name}.vcf").read_bytes())
            assert expected.items() <= told.items(), name
