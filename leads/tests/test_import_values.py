"""Cells become clean values, or are refused with a reason."""

import json
import os
import xml.etree.ElementTree as ElementTree
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.imports import values
from leads.imports.cleaning import Habits, clean, habits_of
from leads.imports.fields import KINDS
from leads.imports.refusals import BadValue
from leads.imports.values import Phone, Status
from leads.regions import region_of

BERLIN = ZoneInfo("Europe/Berlin")
DATA = Path(os.environ.get("SHARED_FILES", Path(__file__).parents[3] / "shared" / "data"))
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the real files are not here")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("€ 1 234,5", "1234.50"),
        ("500000.0", "500000"),
        ("1.234", "1234"),
        ("$10,000", "10000"),
        ("0.500", "0.5"),
        ("(12)", "-12"),
    ],
)
def test_amounts(text, amount):
    assert values.read_money(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1.2 Cr", "85 L", "NaN", "Infinity", "free", "1,2,3", "1e99"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(BadValue, match="no amount"):
        values.read_money(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ana@X.example ", "ana@x.example"),
        ("Ana Ruiz <ana@x.example>", "ana@x.example"),
        ("a@x.example; b@x.example", "a@x.example"),
        ("mailto:a@x.example", "a@x.example"),
        ("test@test.com", ""),
        ("test@meta.com", ""),
        ("charlie@test.com", "charlie@test.com"),
        ("N/A", ""),
    ],
)
def test_email_addresses(text, address):
    assert values.read_email(text) == address


@pytest.mark.parametrize(
    ("text", "country", "phone"),
    [
        ("+1-395-557-1028x208", "", Phone("+1-395-557-1028x208", "+13955571028x208")),
        ("957.962.1534", "USA", Phone("957.962.1534", "+19579621534")),
        ("001-450-279-8166x742", "", Phone("001-450-279-8166x742", "+14502798166x742")),
        ("06 12 34 56 78", "France", Phone("06 12 34 56 78", "+33612345678")),
        ("0171 1234567", "Deutschland", Phone("0171 1234567", "+491711234567")),
        ("'+49 30 1234567", "", Phone("+49 30 1234567", "+49301234567")),
        ("p:+34612345678", "", Phone("+34612345678", "+34612345678")),
        ("5550100", "", Phone("5550100")),
        ("000", "", Phone("")),
        ("1234567890", "", Phone("")),
        ("N/A", "", Phone("")),
    ],
)
def test_phone_numbers(text, country, phone):
    assert values.read_phone(text, region_of(country)) == phone


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("closed:no response", Status("closed", "no_response")),
        ("closed:bought_elsewhere", Status("closed", "bought_elsewhere")),
        ("nurturing", Status("nurturing")),
        ("Open - Not Contacted", Status("new")),
        ("GOOD_LEAD_FOLLOW_UP", Status("working")),
        ("Closed - Converted", Status("closed", "won")),
    ],
)
def test_status_words(text, status):
    assert values.read_status(text) == status


@pytest.mark.parametrize("text", ["closed", "closed:because", "Foo"])
def test_a_status_that_nobody_knows_is_refused(text):
    with pytest.raises(BadValue):
        values.read_status(text)


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (values.read_channel, "Email", "mail"),
        (values.read_channel, "Demo", "meeting"),
        (values.read_channel, "Follow-up", "other"),
        (values.read_channel, "Carrier pigeon", "other"),
        (values.read_outcome, "Ringing", "no_answer"),
        (values.read_outcome, "Meeting Booked", "meeting_booked"),
        (values.read_done, "Not Started", False),
        (values.read_done, "Completed", True),
        (values.read_flag, "0", False),
        (values.read_flag, "Ja", True),
        (values.read_direction, "Incoming", "inbound"),
        (values.read_campaign_kind, "Trade Show", "event"),
        (values.read_campaign_kind, "social media", "standing"),
        (values.read_zone, "Europe/Berlin", "Europe/Berlin"),
        (values.read_id, "l:123", "123"),
        (values.read_organisation, "001Ec00000GINb1IAH", ""),
        (values.read_name, "N/A", ""),
        (values.read_name, "田中太郎", "田中太郎"),
        (values.read_text, "a\0  b \n c", "a b\nc"),
    ],
)
def test_words(reader, text, value):
    assert reader(text) == value


def test_a_row_becomes_a_person():
    raw = {
        "first_name": "Ana", "last_name": "Unknown", "phone": "555-0100", "country": "Spain",
        "mobile": "612 345 678", "email": "ana@x.example",
    }  # fmt: skip

    row = clean(KINDS["leads"], raw, Habits(BERLIN))

    assert row.values == {
        "name": "Ana Unknown", "email": "ana@x.example", "country": "Spain",
        "phone": Phone("612 345 678", "+34612345678"),
    }  # fmt: skip
    assert (row.warnings, row.problems) == ([], [])


def test_a_bad_date_is_for_a_person_and_a_bad_address_a_warning():
    raw = {"name": "Ana", "email": "invalid", "received_at": "soon"}

    row = clean(KINDS["leads"], raw, Habits(BERLIN))

    assert [str(finding) for finding in row.warnings] == ["E-mail: 'invalid' is no e-mail address."]
    assert [finding.reason for finding in row.doubts] == ["Received: is no date"]
    assert row.problems == []
    assert row.values == {"name": "Ana"}


def test_an_unknown_status_is_a_problem_only_where_someone_said_it_is_one():
    raw = {"name": "Ana", "status": "Foo"}

    told = clean(KINDS["leads"], raw, Habits(BERLIN))
    guessed = clean(KINDS["leads"], raw, Habits(BERLIN, guessed=True))

    assert [len(told.problems), len(guessed.problems)] == [1, 0]
    assert len(guessed.warnings) == 1


def test_an_email_and_a_phone_in_one_cell_are_parted():
    raw = {"email_or_phone": "raj@agency.example / 9876501234", "country": "India"}

    row = clean(KINDS["leads"], raw, Habits(BERLIN))

    assert row.values["email"] == "raj@agency.example"
    assert row.values["phone"] == Phone("9876501234", "+919876501234")


def test_a_column_decides_for_its_ambiguous_dates():
    rows = [{"received_at": "03/04/2024"}, {"received_at": "13/04/2024"}]

    habits = habits_of(KINDS["leads"], rows, zone=BERLIN)

    assert clean(KINDS["leads"], rows[0], habits).values == {"received_at": date(2024, 4, 3)}


@given(st.dictionaries(st.sampled_from([f.name for f in KINDS["leads"].fields]), st.text()))
def test_no_text_breaks_a_row(raw):
    row = clean(KINDS["leads"], raw, Habits(BERLIN))

    assert all(str(finding).endswith(".") for finding in [*row.warnings, *row.problems])


def is_taken(address):
    try:
        return bool(values.read_email(address))
    except BadValue:
        return False


@needs_data
def test_every_plain_valid_address_is_taken_and_none_breaks():
    tests = ElementTree.parse(DATA / "text_torture" / "isemail_tests.xml").iter("test")
    plain_ones = set()
    taken = set()
    for test in tests:
        address = (test.findtext("address") or "").strip()
        if test.findtext("category") == "ISEMAIL_VALID_CATEGORY" and "." in address.split("@")[-1]:
            plain_ones.add(address)
        if is_taken(address):
            taken.add(address)

    assert plain_ones - taken == set()


@needs_data
def test_a_mobile_number_of_every_region_is_understood():
    numbers = json.loads((DATA / "phones" / "examples.mobile.json").read_text("utf-8"))

    keys = {region: values.read_phone(number, region).key for region, number in numbers.items()}

    assert [
        region
        for region, key in keys.items()
        if not key or not phonenumbers.is_valid_number(phonenumbers.parse(key))
    ] == []


@needs_data
def test_naughty_strings_stay_as_they_are_in_a_note():
    strings = json.loads((DATA / "text_torture" / "blns.json").read_text("utf-8"))

    for text in strings:
        row = clean(KINDS["leads"], {"note": text, "name": text}, Habits(BERLIN))
        assert "".join(row.values.get("note", "").split()) == "".join(
            text.replace("\0", "").split()
        )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("+491512345678.0", "+491512345678"),
        ("491512345678.0", "491512345678"),
        ("01512345678,00", "01512345678"),
    ],
)
def test_a_number_that_a_program_wrote_as_a_fraction(text, meant):
    found = values.read_phone(text, "DE")
    assert found.key
    assert found == values.read_phone(meant, "DE")


@pytest.mark.parametrize("text", ["4.91512E+11", "4,91512E+11", "5e+9"])
def test_a_number_that_a_spreadsheet_rounded_is_none(text):
    with pytest.raises(values.BadValue, match="rounded"):
        values.read_phone(text, "DE")
