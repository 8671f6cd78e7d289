"""What pages say of moments, ages, shares and money."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from leadfollow.clock import WorkingTime, day_end
from leadfollow.words import (
    DateStyle,
    Style,
    age_in_words,
    day_briefly,
    day_in_full,
    days_in_words,
    due_in_words,
    moment_in_full,
    money,
    percent,
    said_in,
    span_in_full,
    weekdays,
)

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
OFFICE = WorkingTime(BERLIN, frozenset({1, 2, 3, 4, 5}), ((time(9), time(18)),))
IN_NEW_YORK = WorkingTime(NEW_YORK, frozenset({1, 2, 3, 4, 5}), ((time(9), time(18)),))


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


# The last days of November 2026: Thursday the 26th, Monday the 30th.
@pytest.mark.parametrize(
    ("due", "now", "said"),
    [
        pytest.param("2026-11-24T14:00", "2026-11-26T14:00", "2 working days late", id="two days"),
        pytest.param("2026-11-25T14:00", "2026-11-26T15:00", "1 working day late", id="one day"),
        pytest.param("2026-11-25T14:00", "2026-11-26T13:59", "23 h late", id="not yet a day"),
        pytest.param("2026-11-26T11:00", "2026-11-26T14:10", "3 h late", id="hours"),
        pytest.param("2026-11-26T14:00", "2026-11-26T14:20", "20 min late", id="minutes"),
        pytest.param("2026-11-26T14:00", "2026-11-26T14:00", "due now", id="this very moment"),
        pytest.param("2026-11-26T14:01", "2026-11-26T14:00:30", "in 1 min", id="half a minute"),
        pytest.param("2026-11-26T14:40", "2026-11-26T14:00", "in 40 min", id="minutes left"),
        pytest.param("2026-11-26T15:00", "2026-11-26T14:00", "today 15:00", id="an hour left"),
        pytest.param("2026-11-27T00:20", "2026-11-26T23:50", "in 30 min", id="past midnight"),
        pytest.param("2026-12-03T09:00", "2026-11-26T14:00", "Thu 3 Dec, 09:00", id="next week"),
        pytest.param("2027-01-04T09:00", "2026-11-26T14:00", "Mon 4 Jan 2027, 09:00", id="year"),
        pytest.param(
            "2026-11-27T17:00", "2026-11-30T09:00", "was due Fri 27 Nov, 17:00", id="weekend"
        ),
    ],
)
def test_how_a_due_moment_is_said(due, now, said):
    assert due_in_words(berlin(due), berlin(now), OFFICE) == said


@pytest.mark.parametrize(
    ("due_on", "now", "said"),
    [
        pytest.param("2026-11-26", "2026-11-26T00:00", "today", id="from its first moment"),
        pytest.param("2026-11-26", "2026-11-26T23:59", "today", id="to its last"),
        pytest.param("2026-11-26", "2026-11-27T00:00", "was due yesterday", id="the next day"),
        pytest.param("2026-11-26", "2026-11-28T09:00", "1 working day late", id="Friday is over"),
        pytest.param("2026-11-27", "2026-11-30T09:00", "was due Fri 27 Nov", id="the weekend"),
        pytest.param("2026-11-27", "2026-11-26T14:00", "Fri 27 Nov", id="tomorrow"),
        pytest.param("2027-03-01", "2026-11-26T14:00", "Mon 1 Mar 2027", id="another year"),
    ],
)
def test_how_a_due_day_is_said(due_on, now, said):
    day = date.fromisoformat(due_on)
    due_at = day_end(day, BERLIN)

    assert due_in_words(due_at, berlin(now), OFFICE, due_on=day) == said
    assert due_in_words(due_at, berlin(now), OFFICE) == said  # its end tells


@pytest.mark.parametrize(
    ("now", "said"),
    [
        pytest.param("2026-11-26T05:30", "Thu 26 Nov", id="Wednesday evening there"),
        pytest.param("2026-11-26T14:00", "today", id="Thursday on both sides"),
        pytest.param("2026-11-27T00:00", "was due Thu 26 Nov", id="still Thursday there"),
    ],
)
def test_a_day_of_another_zone_ends_by_that_zone(now, said):
    day = date(2026, 11, 26)

    assert due_in_words(day_end(day, BERLIN), berlin(now), IN_NEW_YORK, due_on=day) == said


def test_moments_and_days_in_full():
    assert moment_in_full(datetime(2026, 12, 3, 13, tzinfo=UTC), BERLIN) == "Thu 3 Dec 2026, 14:00"
    assert day_in_full(date(2026, 12, 3)) == "Thu 3 Dec 2026"


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (None, "–"),
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=19, minutes=50), "19 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=3, hours=23), "3 days"),
    ],
)
def test_ages(age, said):
    assert age_in_words(age) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (171, 214, "80 %"),
        (0, 0, "–"),
        (0, 5, "0 %"),
        (5, 5, "100 %"),
        (1, 214, "<1 %"),
        (213, 214, ">99 %"),
        (1, 200, "<1 %"),
        (5, 200, "3 %"),
        (41_000, 18_400, "223 %"),
        (-18_400, 18_400, "−100 %"),
    ],
)
def test_shares(part, whole, said):
    assert percent(part, whole) == said


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (18_400, "EUR", "18,400 €"),
        (Decimal("18400.00"), "EUR", "18,400 €"),
        (Decimal("86.5"), "EUR", "86.50 €"),
        (Decimal("0.005"), "USD", "0.01 $"),
        (Decimal("-0.001"), "USD", "0 $"),
        (-1200, "CHF", "−1,200 CHF"),
        (None, "EUR", "–"),
    ],
)
def test_money(amount, currency, said):
    assert money(amount, currency) == said


@pytest.mark.parametrize(
    ("dates", "full", "brief", "span"),
    [
        ("day", "Thu 3 Dec 2026", "Thu 3 Dec", "30 Nov – 3 Dec 2026"),
        ("month", "Thu Dec 3, 2026", "Thu Dec 3", "Nov 30 – Dec 3, 2026"),
        ("iso", "Thu 2026-12-03", "Thu 2026-12-03", "2026-11-30 – 2026-12-03"),
    ],
)
def test_dates_in_each_style(dates, full, brief, span):
    day = date(2026, 12, 3)

    with said_in(lambda: Style(DateStyle(dates))):
        assert (day_in_full(day), day_briefly(day)) == (full, brief)
        assert span_in_full(date(2026, 11, 30), day) == span


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 12, 3), date(2026, 12, 3), "Dec 3, 2026"),
        (date(2026, 12, 3), date(2026, 12, 5), "Dec 3–5, 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "Dec 30, 2026 – Jan 2, 2027"),
    ],
)
def test_spans_with_the_month_first(first, last, said):
    with said_in(lambda: Style(DateStyle.MONTH_FIRST)):
        assert span_in_full(first, last) == said


def test_weekdays_begin_where_the_week_does():
    with said_in(lambda: Style(week_begins=7)):
        assert [name for _, name in weekdays()][:2] == ["Sun", "Mon"]
        assert days_in_words(frozenset({7, 1, 2, 3, 4})) == "Sun–Thu"
    assert days_in_words(frozenset({7, 1, 2, 3, 4})) == "Mon, Tue, Wed, Thu, Sun"
