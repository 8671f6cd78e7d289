"""Moments in words: what is understood, and what is refused with a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from leadfollow.clock import WorkingTime
from leadfollow.moment_words import Reader, Unreadable
from leadfollow.words import DateStyle, Style, moment_in_full, said_in

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkingTime(BERLIN, frozenset({1, 2, 3, 4, 5}), ((time(9), time(18)),), "DE")
NOW = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)  # Wed 2 Dec 2026, 10:00 in Berlin


def read(text: str, *, past: bool = False) -> str:
    return moment_in_full(Reader(NOW, OFFICE, past).read(text), BERLIN)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("thu 14", "Thu 3 Dec 2026, 14:00"),
        ("thu 14:00", "Thu 3 Dec 2026, 14:00"),
        ("Thursday 2pm", "Thu 3 Dec 2026, 14:00"),
        ("thurs at 2:30 pm", "Thu 3 Dec 2026, 14:30"),
        ("thu 14.30", "Thu 3 Dec 2026, 14:30"),
        ("fri", "Fri 4 Dec 2026, 09:00"),
        ("wed", "Wed 9 Dec 2026, 09:00"),
        ("this fri 11", "Fri 4 Dec 2026, 11:00"),
        ("next mon", "Mon 7 Dec 2026, 09:00"),
        ("next monday 10", "Mon 7 Dec 2026, 10:00"),
        ("monday afternoon", "Mon 7 Dec 2026, 14:00"),
        ("tomorrow", "Thu 3 Dec 2026, 09:00"),
        ("tomorrow 9", "Thu 3 Dec 2026, 09:00"),
        ("day after tomorrow noon", "Fri 4 Dec 2026, 12:00"),
        ("today 16:30", "Wed 2 Dec 2026, 16:30"),
        ("16:30", "Wed 2 Dec 2026, 16:30"),
        ("12.1.", "Tue 12 Jan 2027, 09:00"),
        ("12.1. 9:30", "Tue 12 Jan 2027, 09:30"),
        ("12.1. 14", "Tue 12 Jan 2027, 14:00"),
        ("12.01.2027", "Tue 12 Jan 2027, 09:00"),
        ("12.1.27 8.15", "Tue 12 Jan 2027, 08:15"),
        ("25/12", "Fri 25 Dec 2026, 09:00"),
        ("3 dec 14:00", "Thu 3 Dec 2026, 14:00"),
        ("dec 3rd", "Thu 3 Dec 2026, 09:00"),
        ("3. December", "Thu 3 Dec 2026, 09:00"),
        ("1 dec", "Wed 1 Dec 2027, 09:00"),
        ("the 14th", "Mon 14 Dec 2026, 09:00"),
        ("mon 14. 11:00", "Mon 14 Dec 2026, 11:00"),
        ("29.2.", "Tue 29 Feb 2028, 09:00"),
        ("2027-01-12", "Tue 12 Jan 2027, 09:00"),
        ("2027-01-12T08:05", "Tue 12 Jan 2027, 08:05"),
        ("Thu 03 Dec 2026, 14:00", "Thu 3 Dec 2026, 14:00"),
        ("in 3 months", "Tue 2 Mar 2027, 09:00"),
        ("3 months", "Tue 2 Mar 2027, 09:00"),
        ("in 3 days", "Mon 7 Dec 2026, 09:00"),  # Saturday, so the working day after
        ("in 23 days 15:00", "Mon 28 Dec 2026, 15:00"),  # the first day of Christmas
        ("in two weeks", "Wed 16 Dec 2026, 09:00"),
        ("in a week 8", "Wed 9 Dec 2026, 08:00"),
        ("next week", "Wed 9 Dec 2026, 09:00"),
        ("3 working days", "Mon 7 Dec 2026, 09:00"),
        ("in 2 hours", "Wed 2 Dec 2026, 12:00"),
        ("45 min", "Wed 2 Dec 2026, 10:45"),
    ],
)
def test_what_is_to_come(text, moment):
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("yesterday 15:00", "Tue 1 Dec 2026, 15:00"),
        ("mon 9:30", "Mon 30 Nov 2026, 09:30"),
        ("last fri 11", "Fri 27 Nov 2026, 11:00"),
        ("last wed 11", "Wed 25 Nov 2026, 11:00"),
        ("today 8", "Wed 2 Dec 2026, 08:00"),
        ("2 days ago 14:00", "Mon 30 Nov 2026, 14:00"),
        ("2 h ago", "Wed 2 Dec 2026, 08:00"),
        ("12.1. 14:00", "Mon 12 Jan 2026, 14:00"),
        ("2026-11-30T14:00", "Mon 30 Nov 2026, 14:00"),
    ],
)
def test_what_was(text, moment):
    assert read(text, past=True) == moment


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("blah", "“blah” is no date that we know. Write “thu 14:00”, “12.1.” or “in 3 months”."),
        ("thu at lunch", "Understood Thu 3 Dec 2026, but not “lunch”."),
        ("mon 9-11", "Understood Mon 7 Dec 2026, but not “9-11”."),
        ("next fri", "“next fri” may be Fri 4 Dec 2026 or Fri 11 Dec 2026."),
        ("12/1", "“12/1” may be 12 Jan or 1 Dec. Write “12.1.”."),
        ("14", "“14” may be an hour or a day. Write “14:00” or “14.”."),
        ("thu 2", "“thu 2” may be 02:00 or 14:00. Write “thu 14”."),
        ("thu 25", "There is no time “25”."),
        ("thu 13pm", "There is no time “13pm”."),
        ("fri 3 dec", "That is no fri: Thu 3 Dec 2026. Write the date."),
        ("31.2.", "There is no 31 Feb."),
        ("29.2.2027", "There is no 29 Feb."),
        ("32 dec", "There is no 32 Dec."),
        ("13.13.", "“13.13.” is no date that we know."),
        ("today", "Understood Wed 2 Dec 2026. Add the time, such as “today 15:00”."),
        ("9:59", "“9:59” is Wed 2 Dec 2026, 09:59, which is past. Choose a later moment."),
        ("yesterday 15:00", "“yesterday 15:00” is Tue 1 Dec 2026, 15:00, which is past."),
        ("1.12.2026 9:00", "“1.12.2026 9:00” is Tue 1 Dec 2026, 09:00, which is past."),
        ("in 999 years", "Give a date between"),
        ("1.1.0000", "There is no 1 Jan."),
        ("", "“” is no date that we know."),
    ],
)
def test_what_is_refused(text, sentence):
    with pytest.raises(Unreadable) as refused:
        read(text)

    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("tomorrow 9", "“tomorrow 9” is Thu 3 Dec 2026, 09:00, still to come."),
        ("next year", "“next year” is Thu 2 Dec 2027, still to come. Say when it happened."),
        ("tomorrow", "“tomorrow” is Thu 3 Dec 2026, still to come. Say when it happened."),
        ("yesterday", "Understood Tue 1 Dec 2026. Add the time, such as “yesterday 15:00”."),
    ],
)
def test_what_cannot_have_been(text, sentence):
    with pytest.raises(Unreadable) as refused:
        read(text, past=True)

    assert str(refused.value).startswith(sentence)


def test_half_a_word_is_no_guess():
    with pytest.raises(Unreadable) as refused:
        read("to")

    assert not refused.value.is_guess


def test_an_hour_that_the_clocks_skip_is_the_first_after():
    night = Reader(datetime(2027, 3, 27, tzinfo=UTC), OFFICE)

    assert moment_in_full(night.read("28.3. 2:30"), BERLIN) == "Sun 28 Mar 2027, 03:00"


@pytest.mark.parametrize("dates", list(DateStyle))
@pytest.mark.parametrize("text", ["thu 14", "12.1. 9:30", "25/12", "in 3 months"])
def test_what_pages_write_is_read_again(dates, text):
    with said_in(lambda: Style(dates)):
        moment = Reader(NOW, OFFICE).read(text)
        written = moment_in_full(moment, BERLIN)

        assert Reader(NOW, OFFICE).read(written) == moment
        assert Reader(NOW, OFFICE).read(written.removeprefix("Thu ")) == moment


def test_next_sunday_is_clear_where_it_begins_the_week():
    with pytest.raises(Unreadable):
        read("next sun")

    with said_in(lambda: Style(week_begins=7)):
        assert read("next sun") == "Sun 6 Dec 2026, 09:00"
