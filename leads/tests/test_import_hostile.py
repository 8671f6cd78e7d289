"""Whatever a file holds, it is read or refused with a sentence, in bounded time and memory."""

import re
from pathlib import Path
from random import Random

import pytest

from leads.imports.reading import open_sheet
from leads.imports.refusals import UnreadableFile
from leads.tests.import_corpus import (
    as_text,
    as_workbook,
    broken_texts,
    broken_workbooks,
    hostile,
    table,
)

HOSTILE = hostile()
STATUS = Path("/proc/self/status")


def said_of(content):
    """Its refusal, or nothing where all of its rows were read."""
    try:
        sheet = open_sheet(content)
    except UnreadableFile as refusal:
        return str(refusal)
    rows = list(sheet.rows)
    assert len(rows) == sheet.row_count
    assert {len(row.cells) for row in rows} <= {len(sheet.header)}
    return ""


def megabytes(name):
    return int(re.search(rf"{name}:\s*(\d+)", STATUS.read_text())[1]) // 1024


@pytest.mark.parametrize("seed", range(3))
def test_whole_files_are_read_whole(seed):
    rng = Random(seed)
    tables = [table(rng) for _ in range(15)]

    for rows in tables:
        for content in (as_text(rng, rows), as_workbook(rows))[: 1 + (rows is tables[0])]:
            sheet = open_sheet(content)
            assert [sheet.header, *(row.cells for row in sheet.rows)] == rows


@pytest.mark.parametrize("seed", range(3))
def test_broken_files_are_read_or_refused(seed):
    said = [said_of(content) for content in broken_texts(seed, 60)]

    assert "" in said
    assert {sentence[-1:] for sentence in said} == {"", "."}


def test_broken_workbooks_are_read_or_refused():
    said = [said_of(content) for content in broken_workbooks(5, 40)]

    assert "" in said
    assert {sentence[-1:] for sentence in said} == {"", "."}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_do_harm_is_refused(name):
    content, sentence = HOSTILE[name]

    said = said_of(content)

    assert re.search(sentence, said)
    assert said.endswith(".")


@pytest.mark.skipif(not STATUS.exists(), reason="the system does not say how much is taken")
@pytest.mark.parametrize("name", ["a cell of 40 MB", "a bomb, packed", "one line of 12 MB"])
def test_the_reader_does_not_grow_with_what_it_refuses(name):
    content = HOSTILE[name][0]
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak so far
    before = megabytes("VmRSS")

    said_of(content)

    assert megabytes("VmHWM") - before <= 50


def test_a_large_table_of_this_machine_is_still_read(tmp_path):
    path = tmp_path / "large.csv"
    path.write_bytes(b"Name,Mail\n" + b"Ana,a@x.example\n" * 60_000)

    assert open_sheet(path).row_count == 60_000


def test_rows_left_blank_below_the_table_are_not_read():
    sheet = open_sheet(as_workbook([["Name", "Mail"], ["Ana", "a"], *[["", ""]] * 50]))

    assert (sheet.row_count, sheet.blank_rows) == (1, 0)
