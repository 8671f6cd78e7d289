"""Snooze: dates that are true in every zone, and reasons where it goes on too long."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Segment
from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.models import Touch
from followups.next_step import Due, TouchOn
from followups.panel.proposals import later_today, quick_picks
from followups.tests.factories import after, fresh, log, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.clock import WorkingTime

NINE = time(9)
ZONES = sorted(available_timezones() - {"localtime"})
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


# --- T10


@settings(max_examples=1500, suppress_health_check=list(HealthCheck))
@given(
    zone=st.sampled_from(ZONES), at=MOMENTS, country=st.sampled_from(["", "DE", "US"]),
    days=st.sampled_from([{1, 2, 3, 4, 5}, {7, 1, 2, 3, 4}, {3}]),
)  # fmt: skip
def test_every_preset_is_true_in_every_zone(
    zone: str, at: datetime, country: str, days: set[int]
) -> None:
    working = WorkingTime(ZoneInfo(zone), frozenset(days), ((NINE, time(18)),), country)

    for pick in quick_picks(at, working, months=3):
        there = pick.at.astimezone(working.zone)
        assert pick.at > at
        assert working.is_working_day(there.date())
        assert there.fold == 0
        assert there.time() == NINE or skipped(there)


def skipped(there: datetime) -> bool:
    """Whether nine o'clock is missing on that day, and this is the first moment after."""
    nine = there.replace(hour=9, minute=0)
    exists = nine.astimezone(UTC).astimezone(there.tzinfo).time() == NINE
    return not exists and there.time() > NINE


@settings(max_examples=500)
@given(zone=st.sampled_from(ZONES), at=MOMENTS)
def test_later_today_is_today_and_while_people_work(zone: str, at: datetime) -> None:
    working = WorkingTime(ZoneInfo(zone), frozenset(range(1, 8)), ((NINE, time(18)),))

    pick = later_today(at, working)

    if pick:
        assert pick.at > at
        assert pick.at.astimezone(working.zone).date() == at.astimezone(working.zone).date()
        assert working.is_open(pick.at)


@pytest.mark.parametrize(
    ("zone", "at", "nine"),
    [
        ("Europe/Berlin", "2026-03-28T12:00+01:00", "2026-03-29T07:00+00:00"),
        ("Europe/Berlin", "2026-10-24T12:00+02:00", "2026-10-25T08:00+00:00"),
        ("America/New_York", "2026-03-07T12:00-05:00", "2026-03-08T13:00+00:00"),
        ("Pacific/Apia", "2026-06-01T12:00+13:00", "2026-06-01T20:00+00:00"),
        ("Asia/Kathmandu", "2026-06-01T12:00+05:45", "2026-06-02T03:15+00:00"),
    ],
)
def test_tomorrow_at_nine_on_that_wall_clock(zone: str, at: str, nine: str) -> None:
    working = WorkingTime(ZoneInfo(zone), frozenset(range(1, 8)), ((NINE, time(18)),))

    tomorrow = quick_picks(datetime.fromisoformat(at), working, months=3)[0]

    assert tomorrow.at == datetime.fromisoformat(nine)


def test_the_keys_and_two_that_mean_one_date() -> None:
    working = WorkingTime(ZoneInfo("UTC"), frozenset(range(1, 6)), ((NINE, time(18)),))
    wednesday, friday = datetime(2026, 11, 4, 12, tzinfo=UTC), datetime(2026, 11, 6, 12, tzinfo=UTC)

    keys = [[pick.key for pick in quick_picks(at, working, months=3)] for at in (wednesday, friday)]

    assert keys == [["t", "n", "w", "m", "3"], ["t n", "w", "m", "3"]]
    assert quick_picks(friday, working, months=3)[0].label == "Next working day, next Monday"


@pytest.mark.parametrize("day", range(1, 8))
def test_all_presets_are_named_on_each_weekday(day: int) -> None:
    working = WorkingTime(ZoneInfo("UTC"), frozenset(range(1, 6)), ((NINE, time(18)),))

    picks = quick_picks(datetime(2026, 11, day, 12, tzinfo=UTC), working, months=3)

    assert " ".join(pick.key for pick in picks) == "t n w m 3"
    assert "next monday" in " ".join(pick.label for pick in picks).lower()


# --- The third postponement


def move(touch: Touch, days: int, why: str = "") -> Touch:
    return operations.move_touch(
        touch=touch, due=Due(after(days=days)), by=touch.lead.owner, at=after(hours=1), why=why
    )


@pytest.mark.django_db
def test_the_third_postponement_asks_why() -> None:
    touch = move(move(make_touch(), 2), 3)

    with pytest.raises(operations.MovedOften, match="moved 2 times"):
        move(touch, 4)
    moved = move(touch, 4, "They asked for it")

    assert (moved.moves, moved.why) == (3, "They asked for it")
    assert fresh(touch).successor == moved


@pytest.mark.django_db
def test_the_move_form_asks_it_with_chips(client: Any) -> None:
    lead = make_owned_lead()
    touch = make_touch(lead=lead, due_at=clock.now())
    Touch.objects.filter(pk=touch.pk).update(moves=2)
    client.force_login(lead.owner)
    address = reverse("followups:move_touch", args=[touch.pk])
    pick = {"when": f"{clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"}

    page = client.get(address).content.decode()
    refused = client.post(address, pick)
    client.post(address, pick | {"because": "No time"})

    assert "Could not get through" in page
    assert refused.status_code == 409
    assert "Say why once more" in refused.content.decode()
    assert lead.touches.scheduled().get().why == "No time"


@pytest.mark.django_db
def test_a_date_that_is_none_comes_back_with_its_form_alone(client: Any) -> None:
    lead = make_owned_lead()
    touch = make_touch(lead=lead, due_at=clock.now())
    client.force_login(lead.owner)
    address = reverse("followups:move_touch", args=[touch.pk])
    wrong = {"when_at": "when pigs fly"}

    part = client.post(address, wrong, headers={"HX-Request": "true"})
    page = client.post(address, wrong)

    assert (part.status_code, page.status_code) == (422, 422)
    assert part.content.decode().lstrip().startswith("<form")
    assert "<html" in page.content.decode()
    for answer in (part, page):
        text = answer.content.decode()
        assert 'value="when pigs fly"' in text
        assert "Why once more" not in text
    assert lead.touches.scheduled().get() == touch


@pytest.mark.django_db
def test_what_was_moved_leads_to_a_page_of_its_own(client: Any) -> None:
    lead = make_owned_lead()
    touch = make_touch(lead=lead, due_at=clock.now())
    client.force_login(lead.owner)
    pick = {"when": f"{clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"}

    answer = client.post(
        reverse("followups:move_touch", args=[touch.pk]), pick, headers={"HX-Request": "true"}
    )

    assert answer["HX-Redirect"].startswith(reverse("followups:queue"))
    assert lead.touches.scheduled().get() != touch


# --- The longest silence


@pytest.fixture
def web(db: None) -> Any:
    """A lead of a segment whose next step is due within two working days."""
    segment = make_segment(name="Web", longest_silence=2)
    return make_owned_lead(campaign=make_campaign(segment=segment))


def schedule(lead: Any, days: int, why: str = "") -> Touch:
    due = Due(after(days=days))
    return operations.schedule_touch(
        lead=lead, contact=None, channel="call", due=due, by=lead.owner, at=after(), why=why
    )


def test_a_promise_beyond_it_asks_why(web: Any) -> None:
    assert schedule(web, 2).why == ""

    with pytest.raises(operations.TooSilent, match="within 2 working days"):
        schedule(web, 3)

    assert schedule(web, 3, "Back on Thursday").why == "Back on Thursday"


def test_so_does_a_move(web: Any) -> None:
    touch = schedule(web, 1)

    with pytest.raises(operations.TooSilent):
        move(touch, 9)

    assert move(touch, 9, "On holiday").why == "On holiday"


def test_so_does_the_log_and_its_note_says_it(web: Any) -> None:
    touch, then = schedule(web, 1), TouchOn(Due(after(days=9)))

    with pytest.raises(operations.TooSilent):
        log(touch, at=after(hours=1), then=then)
    log(touch, at=after(hours=1), then=then, note="On holiday")

    assert web.touches.scheduled().get().why == "On holiday"


def test_the_shipped_segments_have_one_and_others_none(web: Any) -> None:
    shipped = dict(Segment.objects.values_list("slug", "longest_silence"))
    assert shipped["web-visitor"] == 2
    assert make_segment().longest_silence is None
