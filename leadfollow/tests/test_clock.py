"""Days, weeks and working time, at their boundaries and on the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfollow import clock
from leadfollow.clock import Blocks, Week, WorkingTime, day_end, day_start, today

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")
HAVANA = ZoneInfo("America/Havana")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")

OFFICE_DAYS = frozenset({1, 2, 3, 4, 5})
EVERY_DAY = frozenset(range(1, 8))


def working_time(
    zone: ZoneInfo = BERLIN,
    days: frozenset[int] = OFFICE_DAYS,
    opens: time = time(9),
    closes: time = time(18),
    country: str = "",
    blocks: Blocks | None = None,
) -> WorkingTime:
    blocks = ((opens, closes),) if blocks is None else blocks
    return WorkingTime(zone=zone, days=days, blocks=blocks, country=country)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        pytest.param(SAO_PAULO, "2026-11-26T00:30+00:00", date(2026, 11, 25), id="evening behind"),
        pytest.param(
            ZoneInfo("Asia/Kolkata"), "2026-11-25T19:00+00:00", date(2026, 11, 26), id="India"
        ),
        pytest.param(
            ZoneInfo("Australia/Brisbane"), "2026-11-25T21:00+00:00", date(2026, 11, 26), id="07:00"
        ),
    ],
)
def test_today_is_the_day_of_the_zone(zone, moment, day):
    assert today(zone, datetime.fromisoformat(moment)) == day


@pytest.mark.parametrize(
    ("day", "zone", "start", "hours"),
    [
        pytest.param("2026-11-26", BERLIN, "2026-11-25T23:00+00:00", 24, id="an ordinary day"),
        pytest.param("2026-03-29", BERLIN, "2026-03-28T23:00+00:00", 23, id="spring in Berlin"),
        pytest.param("2026-10-25", BERLIN, "2026-10-24T22:00+00:00", 25, id="autumn in Berlin"),
        pytest.param("2026-03-08", NEW_YORK, "2026-03-08T05:00+00:00", 23, id="spring, New York"),
        pytest.param("2026-11-01", NEW_YORK, "2026-11-01T04:00+00:00", 25, id="autumn, New York"),
        pytest.param("2026-10-04", LORD_HOWE, "2026-10-03T13:30+00:00", 23.5, id="half an hour"),
        pytest.param("2026-04-05", LORD_HOWE, "2026-04-04T13:00+00:00", 24.5, id="and back"),
        pytest.param("2018-11-04", SAO_PAULO, "2018-11-04T03:00+00:00", 23, id="midnight skipped"),
        pytest.param("2026-11-01", HAVANA, "2026-11-01T04:00+00:00", 25, id="midnight doubled"),
        pytest.param("2011-12-29", APIA, "2011-12-29T10:00+00:00", 24, id="before the lost day"),
        pytest.param("2011-12-30", APIA, "2011-12-30T10:00+00:00", 0, id="the lost day"),
        pytest.param("2011-12-31", APIA, "2011-12-30T10:00+00:00", 24, id="after the lost day"),
    ],
)
def test_a_day_runs_from_its_first_moment_to_the_next_days(day, zone, start, hours):
    on = date.fromisoformat(day)

    assert day_start(on, zone) == datetime.fromisoformat(start)
    assert day_end(on, zone) - day_start(on, zone) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("text", "first", "last", "previous", "following"),
    [
        ("2026-W47", "2026-11-16", "2026-11-22", "2026-W46", "2026-W48"),
        ("2026-W01", "2025-12-29", "2026-01-04", "2025-W52", "2026-W02"),
        ("2026-W53", "2026-12-28", "2027-01-03", "2026-W52", "2027-W01"),
    ],
)
def test_a_week_knows_its_days_and_its_neighbours(text, first, last, previous, following):
    week = Week.parse(text)

    assert str(week) == text
    assert (str(week.first_on), str(week.last_on)) == (first, last)
    assert (str(week.previous), str(week.next)) == (previous, following)
    assert Week.of(week.first_on) == Week.of(week.last_on) == week
    assert week.contains(week.last_on)
    assert not week.contains(week.next.first_on)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-47", "2026-W7", "2026-W00", "2025-W53", "2026-W54", "9999-W52", "٢٠٢٦-W47"],
)
def test_a_week_that_is_none_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"^(A week|The year).* .*\.$"):
        Week.parse(text)


def test_a_week_begins_and_ends_by_the_zone():
    week = Week.parse("2026-W43")  # clocks change in its last night

    assert week.starts_at(BERLIN) == datetime(2026, 10, 18, 22, tzinfo=UTC)
    assert week.ends_at(BERLIN) == datetime(2026, 10, 25, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"days": frozenset()}, id="no day"),
        pytest.param({"days": frozenset({0, 1})}, id="a day that is none"),
        pytest.param({"closes": time(9)}, id="never open"),
        pytest.param({"blocks": ()}, id="no block"),
        pytest.param({"blocks": ((time(9), time(12)), (time(11), time(15)))}, id="overlap"),
        pytest.param({"blocks": ((time(13), time(18)), (time(9), time(12)))}, id="out of order"),
    ],
)
def test_working_time_without_work_is_refused(wrong):
    with pytest.raises(ValueError):
        working_time(**wrong)


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        pytest.param("2026-11-27T08:59:59", "2026-11-27T09:00", id="a second before opening"),
        pytest.param("2026-11-27T09:00", "2026-11-27T09:00", id="the moment of opening"),
        pytest.param("2026-11-27T17:59:59", "2026-11-27T17:59:59", id="a second before closing"),
        pytest.param("2026-11-27T18:00", "2026-11-30T09:00", id="the moment of closing, Friday"),
        pytest.param("2026-11-28T10:00", "2026-11-30T09:00", id="Saturday"),
        pytest.param("2026-12-24T20:00", "2026-12-28T09:00", id="Christmas and a weekend"),
        pytest.param("2026-12-31T20:00", "2027-01-04T09:00", id="over the new year"),
    ],
)
def test_the_next_opening(at, opening):
    working = working_time(country="DE")

    assert working.next_opening(berlin(at)) == berlin(opening)
    assert working.is_open(berlin(at)) is (at == opening)


@pytest.mark.parametrize("fold", [0, 1])
def test_open_in_both_halves_of_a_doubled_hour(fold):
    around_the_clock = working_time(days=EVERY_DAY, opens=time(0), closes=time(23, 59))

    assert around_the_clock.is_open(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold))


@pytest.mark.parametrize(
    ("at", "minutes", "then"),
    [
        pytest.param("2026-11-27T10:02", 30, "2026-11-27T10:32", id="within a day"),
        pytest.param("2026-11-27T17:45", 30, "2026-11-30T09:15", id="over the weekend"),
        pytest.param("2026-11-27T17:45", 15, "2026-11-30T09:00", id="to the moment of closing"),
        pytest.param("2026-11-27T16:30", 60, "2026-11-27T17:30", id="an hour on a Friday"),
        pytest.param("2026-11-28T12:00", 60, "2026-11-30T10:00", id="from a closed day"),
        pytest.param("2026-11-27T20:00", 0, "2026-11-30T09:00", id="nothing, while closed"),
        pytest.param("2026-11-23T09:00", 5 * 540, "2026-11-30T09:00", id="a whole week"),
        pytest.param("2026-12-24T17:30", 60, "2026-12-28T09:30", id="over Christmas"),
        pytest.param("2026-03-27T17:30", 60, "2026-03-30T09:30", id="over the change of clocks"),
    ],
)
def test_adding_working_minutes(at, minutes, then):
    assert working_time(country="DE").add_working_minutes(berlin(at), minutes) == berlin(then)


def test_working_minutes_of_a_skipped_day_are_none():
    working = working_time(zone=APIA, days=EVERY_DAY)
    evening = datetime(2011, 12, 29, 17, 45, tzinfo=APIA)

    assert working.add_working_minutes(evening, 30) == datetime(2011, 12, 31, 9, 15, tzinfo=APIA)


@pytest.mark.parametrize(
    ("at", "hours", "then"),
    [
        pytest.param("2026-11-26T15:00", 24, "2026-11-27T15:00", id="within the week"),
        pytest.param("2026-11-27T15:00", 24, "2026-11-30T15:00", id="over the weekend"),
        pytest.param("2026-11-28T10:00", 24, "2026-12-01T00:00", id="from a Saturday"),
        pytest.param("2026-11-27T15:00", 9, "2026-11-30T00:00", id="to Friday midnight"),
        pytest.param("2026-11-27T15:00", 0, "2026-11-27T15:00", id="nothing"),
        pytest.param("2026-12-24T15:00", 24, "2026-12-28T15:00", id="over Christmas"),
        pytest.param("2026-03-27T15:00", 24, "2026-03-30T15:00", id="over the change of clocks"),
    ],
)
def test_adding_hours_skips_whole_days_off(at, hours, then):
    assert working_time(country="DE").add_hours(berlin(at), hours) == berlin(then)


def test_hours_are_real_on_a_working_night_of_changing_clocks():
    working = working_time(days=EVERY_DAY)

    assert working.add_hours(berlin("2026-10-24T15:00"), 24) == berlin("2026-10-25T14:00")


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        pytest.param("2026-11-26", 0, "2026-11-26", id="a working day itself"),
        pytest.param("2026-11-28", 0, "2026-11-30", id="the next one"),
        pytest.param("2026-11-26", 1, "2026-11-27", id="tomorrow"),
        pytest.param("2026-11-27", 1, "2026-11-30", id="after Friday"),
        pytest.param("2026-11-28", 1, "2026-12-01", id="after Saturday, which counts as Monday"),
        pytest.param("2026-12-23", 2, "2026-12-28", id="over Christmas"),
        pytest.param("2026-11-26", 10, "2026-12-10", id="two weeks"),
    ],
)
def test_adding_working_days(day, n, then):
    working = working_time(country="DE")

    assert working.add_working_days(date.fromisoformat(day), n) == date.fromisoformat(then)


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        pytest.param(BERLIN, "2026-03-29", time(2, 30), "2026-03-29T01:00+00:00", id="skipped"),
        pytest.param(BERLIN, "2026-03-29", time(3), "2026-03-29T01:00+00:00", id="just after"),
        pytest.param(BERLIN, "2026-10-25", time(2, 30), "2026-10-25T00:30+00:00", id="doubled"),
        pytest.param(NEW_YORK, "2026-03-08", time(2), "2026-03-08T07:00+00:00", id="New York"),
        pytest.param(NEW_YORK, "2026-11-01", time(1), "2026-11-01T05:00+00:00", id="and back"),
        pytest.param(LORD_HOWE, "2026-10-04", time(2, 10), "2026-10-03T15:30+00:00", id="half"),
        pytest.param(
            LORD_HOWE, "2026-04-05", time(1, 45), "2026-04-04T14:45+00:00", id="half back"
        ),
        pytest.param(APIA, "2011-12-30", time(15), "2011-12-30T10:00+00:00", id="no such day"),
    ],
)
def test_a_local_time_that_is_skipped_or_doubled(zone, day, at, moment):
    working = working_time(zone=zone)

    assert working.at_time(date.fromisoformat(day), at) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        pytest.param("2026-11-26T14:00", "2026-11-27T13:59", 0, id="not yet a day"),
        pytest.param("2026-11-26T14:00", "2026-11-27T14:00", 1, id="a day"),
        pytest.param("2026-11-26T14:00", "2026-11-29T23:00", 1, id="the weekend stands still"),
        pytest.param("2026-11-26T14:00", "2026-11-30T13:59", 1, id="still on Monday"),
        pytest.param("2026-11-26T14:00", "2026-11-30T14:00", 2, id="two days"),
        pytest.param("2026-11-27T00:00", "2026-11-28T00:00", 1, id="due on Thursday, Friday over"),
        pytest.param("2026-11-28T10:00", "2026-11-30T23:59", 0, id="from a Saturday"),
        pytest.param("2026-11-28T10:00", "2026-12-01T00:00", 1, id="Monday is over"),
        pytest.param("2026-12-23T10:00", "2026-12-28T10:00", 2, id="over Christmas"),
        pytest.param("2026-11-27T14:00", "2026-11-26T14:00", 0, id="the wrong way round"),
        pytest.param("2026-03-27T02:30", "2026-03-30T02:30", 1, id="over the change of clocks"),
        pytest.param("2020-01-01T00:00", "2025-01-01T00:00", 1270, id="five years in Germany"),
    ],
)
def test_whole_working_days_between(start, end, days):
    working = working_time(country="DE")

    assert working.working_days_between(berlin(start), berlin(end)) == days


@pytest.mark.parametrize(
    ("at", "n", "moment"),
    [
        pytest.param("2026-11-24T14:00", 2, "2026-11-20T14:00", id="Tuesday, two, over a weekend"),
        pytest.param("2026-11-22T11:00", 2, "2026-11-19T00:00", id="Sunday, two"),
        pytest.param("2026-11-26T00:00", 1, "2026-11-25T00:00", id="midnight"),
    ],
)
def test_so_many_working_days_ago(at, n, moment):
    assert working_time().working_days_ago(berlin(at), n) == berlin(moment)


@pytest.mark.parametrize("add", ["add_working_minutes", "add_hours", "add_working_days"])
def test_working_time_is_never_taken_away(add):
    with pytest.raises(ValueError):
        getattr(working_time(), add)(berlin("2026-11-26T14:00"), -1)


WITH_BREAKS = ((time(8), time(12)), (time(13, 30), time(17)), (time(17), time(18)))


@pytest.mark.parametrize(
    ("at", "minutes", "then"),
    [
        pytest.param("2026-11-26T11:45", 30, "2026-11-26T13:45", id="over the break"),
        pytest.param("2026-11-26T11:45", 15, "2026-11-26T13:30", id="to the beginning of it"),
        pytest.param("2026-11-26T12:30", 0, "2026-11-26T13:30", id="nothing, in the break"),
        pytest.param("2026-11-26T16:45", 30, "2026-11-26T17:15", id="where one follows at once"),
        pytest.param("2026-11-27T17:45", 30, "2026-11-30T08:15", id="over the weekend"),
        pytest.param("2026-11-26T08:00", 510, "2026-11-27T08:00", id="a whole day"),
    ],
)
def test_adding_working_minutes_with_breaks(at, minutes, then):
    working = working_time(blocks=WITH_BREAKS)

    assert working.add_working_minutes(berlin(at), minutes) == berlin(then)


def test_a_break_is_closed():
    working = working_time(blocks=WITH_BREAKS)

    assert not working.is_open(berlin("2026-11-26T12:00"))
    assert working.next_opening(berlin("2026-11-26T12:00")) == berlin("2026-11-26T13:30")


def test_the_blocks_of_a_day_and_of_a_day_off():
    working = working_time(blocks=WITH_BREAKS[:2])

    assert working.blocks_on(date(2026, 11, 26)) == [
        (berlin("2026-11-26T08:00"), berlin("2026-11-26T12:00")),
        (berlin("2026-11-26T13:30"), berlin("2026-11-26T17:00")),
    ]
    assert working.blocks_on(date(2026, 11, 28)) == []


def in_pairs(quarters: set[int]) -> Blocks:
    """As many blocks as there are pairs of quarter hours, in order."""
    times = [time(*divmod(15 * n, 60)) for n in sorted(quarters)]
    return tuple(zip(times[::2], times[1::2], strict=False))


blocks = st.sets(st.integers(0, 95), min_size=2, max_size=9).map(in_pairs)
working_times = st.builds(
    working_time,
    zone=st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE, APIA, HAVANA]),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    blocks=blocks,
    country=st.sampled_from(["", "DE", "US"]),
)
moments = st.integers(0, 19 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2011, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(working_times, moments, moments, st.integers(0, 5_000), st.integers(0, 5_000))
def test_working_minutes_end_while_open_and_never_overtake(working, one, other, few, more):
    earlier, later = sorted([one, other])
    few, more = sorted([few, more])

    then = working.add_working_minutes(earlier, few)

    assert then >= earlier + timedelta(minutes=few)
    assert working.is_open(then)
    assert then <= working.add_working_minutes(later, few)
    assert then <= working.add_working_minutes(earlier, more)
    assert working.add_working_minutes(then, more - few) == working.add_working_minutes(
        earlier, more
    )


@given(working_times, moments, moments, st.integers(0, 500))
def test_hours_end_on_a_working_day_and_never_overtake(working, one, other, hours):
    earlier, later = sorted([one, other])

    then = working.add_hours(earlier, hours)

    assert then >= earlier + timedelta(hours=hours)
    assert working.is_working_day(today(working.zone, then))
    assert then <= working.add_hours(later, hours)


@given(working_times, moments, st.integers(0, 60))
def test_so_many_working_days_on_are_as_many_between(working, at, n):
    day = working.add_working_days(today(working.zone, at), 0)
    then = working.add_working_days(day, n)

    between = working.working_days_between(
        working.at_time(day, working.opens), working.at_time(then, working.opens)
    )

    assert between == n


@given(working_times, moments, st.integers(0, 500))
def test_what_is_open_lies_in_one_of_the_days_blocks(working, at, minutes):
    then = working.add_working_minutes(at, minutes)

    of_the_day = working.blocks_on(today(working.zone, then))

    assert sum(begins <= then < ends for begins, ends in of_the_day) == 1


@given(working_times, moments)
def test_a_break_shifts_work_but_loses_none(working, at):
    """To the end of a day's work from its beginning are as many minutes as its blocks have."""
    day = working.add_working_days(today(working.zone, at), 0)
    of_the_day = working.blocks_on(day)
    open_for = sum((ends - begins for begins, ends in of_the_day), timedelta())

    then = working.add_working_minutes(of_the_day[0][0], int(open_for.total_seconds() // 60))

    assert then >= of_the_day[-1][1] - timedelta(minutes=1)


@given(working_times, moments, st.integers(1, 9))
def test_working_days_ago_turns_between_around(working, at, n):
    at = working.at_time(today(working.zone, at), time(12))

    then = working.working_days_ago(at, n)

    assert working.working_days_between(then, at) == n
    assert working.working_days_between(then + timedelta(seconds=1), at) < n
