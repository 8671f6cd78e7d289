"""Days and moments in the ways of people and programs."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from leads.imports.moments import end_of, read_day, read_moment, shows_day_first, start_of
from leads.imports.refusals import BadValue

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-23", date(2024, 1, 23)),
        ("2024-01-23T02:46:47.000+0000", datetime(2024, 1, 23, 2, 46, 47, tzinfo=UTC)),
        ("2024-01-20T14:30:00Z", datetime(2024, 1, 20, 14, 30, tzinfo=UTC)),
        ("2024-06-01 08:12:34", datetime(2024, 6, 1, 6, 12, 34, tzinfo=UTC)),
        ("03/15/2024 9:12 AM", datetime(2024, 3, 15, 8, 12, tzinfo=UTC)),
        ("15/03/2024", date(2024, 3, 15)),
        ("03/03/2024", date(2024, 3, 3)),
        ("5.3.2024", date(2024, 3, 5)),
        ("15-Jan-2024", date(2024, 1, 15)),
        ("Mar 20 2024", date(2024, 3, 20)),
        ("12 Mar 2021", date(2021, 3, 12)),
        ("5. März 2024", date(2024, 3, 5)),
        ("Mon, 5 Jan 2026 10:00:00 +0100", datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ("45631.0", date(2024, 12, 5)),
        ("44927.5", datetime(2023, 1, 1, 11, tzinfo=UTC)),
        ("20240115", date(2024, 1, 15)),
        ("1700000000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("19.04.2023 00:00:00", date(2023, 4, 19)),
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(text, expected):
    found = read_moment(text, zone=BERLIN)

    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("03/04/2024", "two different days"),
        ("1996x-01-01", "no date"),
        ("5 may", "no date"),
        ("2023-02-29", "no date"),
        ("2024-01-01 25:00", "no date"),
        ("1/1/1066", "too far"),
        ("soon", "no date"),
    ],
)
def test_what_is_no_date_is_refused(text, reason):
    with pytest.raises(BadValue, match=reason):
        read_moment(text, zone=BERLIN)


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (["03/04/2024", "13/04/2024"], True),
        (["03/04/2024", "04/13/2024"], False),
        (["03/04/2024 9:00 AM"], False),
        (["03/04/2024"], None),
        (["13/04/2024", "04/13/2024"], None),
        (["31.12.2024", "2024-01-31"], None),
    ],
)
def test_the_column_shows_whether_the_day_comes_first(texts, day_first):
    assert shows_day_first(texts) is day_first


def test_the_mappings_format_decides():
    assert read_day("03/04/2024", zone=BERLIN, formats=["%d/%m/%Y"]) == date(2024, 4, 3)
    with pytest.raises(BadValue, match="no date like"):
        read_day("04/13/2024", zone=BERLIN, formats=["%d/%m/%Y"])


def test_a_day_begins_and_ends_by_the_local_clock():
    day = date(2026, 10, 25)  # twenty-five hours long

    assert (end_of(day, BERLIN) - start_of(day, BERLIN)).total_seconds() == 25 * 3600
