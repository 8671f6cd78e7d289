"""Files of rows are read right, or refused with a sentence."""

import csv
import gzip
import io
import json
import os
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from leads.imports.reading import open_sheet
from leads.imports.refusals import UnreadableFile

DATA = Path(os.environ.get("SHARED_FILES", Path(__file__).parents[3] / "shared" / "data"))
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the real files are not here")
SPECTRUM = sorted((DATA / "nasty_csv" / "csv_spectrum" / "csvs").glob("*.csv"))
TABLES = sorted(
    path
    for folder in ("nasty_csv", "lead_sheets_demo", "vendor_exports", "badge_scans")
    for path in (DATA / folder).rglob("*.*")
    if path.suffix in (".csv", ".tsv", ".xlsx", ".xls")
)


def rows_of(content, **how):
    return [row.cells for row in open_sheet(content, **how).rows]


def workbook(*worksheets, **options):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, options) as book:
        for name, rows in worksheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return stream.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_letters_separators_and_line_ends_are_found_out(separator, end, encoding):
    lines = [["Name", "Town"], ["Zoë Müller", "Malmö"], ["Ana", 'the "old", town; here']]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(lines)

    sheet = open_sheet(text.getvalue().encode(encoding))

    assert [sheet.header, *(row.cells for row in sheet.rows)] == lines


def test_a_compressed_file_is_unpacked():
    assert rows_of(gzip.compress(b"Name,Mail\nAna,ana@x.example\n")) == [["Ana", "ana@x.example"]]


def test_rows_may_be_read_twice():
    sheet = open_sheet(b"Name,Mail\nAna,a@x.example\n")
    first = list(sheet.rows)

    assert list(sheet.rows) == first


def test_nameless_and_repeated_columns_get_names_of_their_own():
    sheet = open_sheet(b"Email,Email,,Email (2)\na,b,c,d\n")

    assert sheet.header == ["Email", "Email (2)", "Column 3", "Email (2) (2)"]


def test_notes_above_the_column_names_are_passed_over():
    content = b'Notes:\n"Some, text"\n\nName,Mail,Town\nAna,a@x.example,Ulm\nBo,b@x.example,Bonn\n'

    sheet = open_sheet(content)

    assert (sheet.header_line, sheet.header) == (4, ["Name", "Mail", "Town"])


def test_another_header_line_can_be_chosen():
    content = b"First,Second\nName,Mail\nAna,a@x.example\n"

    sheet = open_sheet(content, header_line=2)

    assert (sheet.header, sheet.row_count) == (["Name", "Mail"], 1)


def test_a_header_line_that_holds_nothing_is_refused():
    with pytest.raises(UnreadableFile, match="Line 9 holds no column names"):
        open_sheet(b"Name,Mail\nAna,a@x.example\n", header_line=9)


def test_blank_rows_are_counted_apart_and_lines_are_those_of_the_file():
    sheet = open_sheet(b'Name,Note\n\nAna,"two\nlines"\n,,\nBo,x\n\n')

    rows = list(sheet.rows)

    assert [(row.line, row.cells[0]) for row in rows] == [(3, "Ana"), (6, "Bo")]
    assert (sheet.row_count, sheet.blank_rows) == (2, 2)


def test_short_rows_are_filled_up_and_long_ones_say_so():
    sheet = open_sheet(b"a,b,c\n1\n1,2,3,,x\n1,2,3\n")

    assert [(row.cells, row.surplus) for row in sheet.rows] == [
        (["1", "", ""], []),
        (["1", "2", "3"], ["x"]),
        (["1", "2", "3"], []),
    ]


def test_a_nul_is_dropped():
    assert rows_of(b"Name,Mail\nA\0na,x\n") == [["Ana", "x"]]


def test_the_line_with_excels_separator_is_no_row():
    assert rows_of(b"sep=;\nName;Mail\nAna;x\n") == [["Ana", "x"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xef\xbb\xbfBEGIN:VCALENDAR", "contact card or calendar"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x03\x04 but no archive", "damaged"),
        (b"<html><table><tr><td>Name</table>", "web page"),
        (b'[\n {"name": "Ana"}\n]', "web page or program data"),
        (bytes(range(256)) * 20, "no text and no workbook"),
        (b"\x1f\x8b\x08\x00 cut off", "compressed and damaged"),
        (gzip.compress(b"Name,Mail\n" * 999, mtime=0)[:-9], "compressed and damaged"),
        (b'Name,Note\nAna,"open\nBo,x\n', "On line 2 a quotation mark"),
        (b'Name,Note\nAna,"' + b"x" * 200_000, "quotation mark"),
        (b"ana@x.example,Ana\nbo@x.example,Bo\n", "Line 1 looks like a row"),
        ("Имя,Город\nИван Петров,Москва\n".encode("koi8-r"), "save it again as CSV UTF-8"),
        ("Name,Town\nZoë,Düren\n".encode() + b"Z\xf6e,Bonn\n", "save it again as CSV UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(UnreadableFile, match=sentence) as refusal:
        open_sheet(content)

    assert str(refusal.value).endswith(".")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        open_sheet(tmp_path / "leads.csv")


def test_an_archive_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("leads.csv", "Name\nAna\n")

    with pytest.raises(UnreadableFile, match="archive"):
        open_sheet(stream.getvalue())


def test_a_workbook_keeps_ids_as_they_are_typed():
    rows = [["Id", "Amount", "Paid"], ["007", 12.0, True], [99, 1.5, False]]

    assert rows_of(workbook(("Leads", rows))) == [["007", "12", "True"], ["99", "1.5", "False"]]


def test_the_first_worksheet_with_rows_is_taken_and_another_can_be_chosen():
    content = workbook(("Empty", []), ("A", [["x", "y"], [1, 2]]), ("B", [["z", "y"], [3, 4]]))

    taken, chosen = open_sheet(content), open_sheet(content, worksheet="B")

    assert (taken.read_as, taken.worksheets) == ("worksheet A", ["Empty", "A", "B"])
    assert chosen.header == ["z", "y"]


def test_notes_before_the_table_are_not_taken_for_it():
    notes = ("Notes", [["Leads of the fair"], ["Ask Ana about the rest"], ["Two are missing"]])

    sheet = open_sheet(workbook(notes, ("Leads", [["Name", "Mail"], ["Ana", "a@x.example"]])))

    assert (sheet.read_as, sheet.header) == ("worksheet Leads", ["Name", "Mail"])
    assert open_sheet(workbook(notes)).read_as == "worksheet Notes"


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_day_is_the_same_from_whichever_year_the_workbook_counts(from_1904):
    rows = [
        ["Name", "Created", "At"],
        ["Ana", date(2026, 10, 1), datetime(2026, 10, 1, 9, 30, tzinfo=UTC)],
    ]

    content = workbook(
        ("Leads", rows),
        date_1904=from_1904,
        remove_timezone=True,
        default_date_format="yyyy-mm-dd hh:mm",
    )

    [[name, day, moment]] = rows_of(content)
    assert (name, day[:10], moment) == ("Ana", "2026-10-01", "2026-10-01 09:30:00")


def test_a_worksheet_that_is_not_there_is_refused():
    with pytest.raises(UnreadableFile, match="no worksheet of that name"):
        open_sheet(workbook(("A", [["x"], [1]])), worksheet="B")


def test_an_empty_workbook_is_refused():
    with pytest.raises(UnreadableFile, match="workbook is empty"):
        open_sheet(workbook(("A", [])))


def test_a_large_file_is_not_held_in_memory(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text(
        "Id,Name,Note\n" + "".join(f"{n},Name {n},{'x' * 80}\n" for n in range(100_000))
    )
    tracemalloc.start()

    count = sum(1 for _ in open_sheet(path).rows)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 8_000_000) == (100_000, True)


@needs_data
@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_real_file_is_read_or_refused_with_a_sentence(path):
    try:
        sheet = open_sheet(path)
        said = f"{sum(1 for _ in sheet.rows) - sheet.row_count} rows lost."
    except UnreadableFile as refusal:
        said = str(refusal)

    assert said.endswith(".")
    assert said == "0 rows lost." or "rows lost" not in said


@needs_data
@pytest.mark.parametrize("path", SPECTRUM, ids=lambda path: path.stem)
def test_csv_spectrum_gives_the_records_it_should(path):
    if path.stem == "location_coordinates":
        pytest.skip("its JSON holds another phone number than its CSV")
    expected = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text("utf-8"))

    sheet = open_sheet(path)

    assert [dict(zip(sheet.header, row.cells, strict=True)) for row in sheet.rows] == expected


@needs_data
@pytest.mark.parametrize(
    ("name", "line", "rows"),
    [
        ("leads_xeducation/Leads.csv.gz", 1, 9240),
        ("attempts_bank/bank.csv", 1, 4521),
        ("calls_callcentre/Call-Center-Dataset.xlsx", 1, 5000),
        ("vendor_exports/zoom/attendee_report.csv", 9, 6),
        ("vendor_exports/linkedin/Connections.csv", 4, 5),
        ("vendor_exports/salesforce/NPSP_Data_Import_Template.csv", 5, 1),
        ("vendor_exports/meta/facebook-leads.utf16le.tsv.csv", 1, 3),
        ("lead_sheets_demo/real-world/agency-chaos.csv", 2, 4),
        ("lead_sheets_demo/14-blank-rows.csv", 1, 2),
    ],
)
def test_real_files_have_their_known_header_line_and_rows(name, line, rows):
    sheet = open_sheet(DATA / name)

    assert (sheet.header_line, sheet.row_count) == (line, rows)


TWO_LINES = (
    b"Name,Phone,Address,,,Note\n,,Street,City,Code,\nIda Berg,+4930123,Kai 1,Ulm,89073,Hi\n"
    b"Jon Ruiz,+4930124,Kai 2,Ulm,89073,\nEva Lind,+4930125,Kai 3,Ulm,89073,\n"
)


def test_names_in_two_lines_are_joined():
    sheet = open_sheet(TWO_LINES)

    assert sheet.header == ["Name", "Phone", "Street", "City", "Code", "Note"]
    assert (sheet.header_line, sheet.row_count) == (2, 3)


@pytest.mark.parametrize(
    "rows",
    [
        b"Name,City,\nIda,Ulm,\n,Bonn,x\n",  # a nameless column that a sparse row fills
        b"A title,\nName,City\nIda,Ulm\n",
    ],
)
def test_a_row_with_blanks_is_no_second_line_of_names(rows):
    assert open_sheet(rows).header[0] == "Name"
    assert open_sheet(rows).row_count == 2 - rows.startswith(b"A")


@needs_data
def test_the_real_file_with_names_over_several_lines():
    sheet = open_sheet(DATA / "nasty_csv/tabulator/multiline-headers.xlsx")

    assert sheet.header == [
        "Region", "Caloric contribution", "from previous quarter", "from baseline (%)",
    ]  # fmt: skip
