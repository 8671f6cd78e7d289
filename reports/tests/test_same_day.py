"""The day of an event is judged in the event's own time: Auckland, while the server runs in UTC
and the rep sits in Lisbon. Moments are worked out by hand from the offsets of those days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.tests.factories import make_event
from followups import operations
from followups.lists.inquiry_filters import InquiryState, inquiries_through
from followups.models import Flag, FlagKind
from followups.sweep import sweep
from followups.tests.factories import ask, fresh
from leadfollow.people.tests.factories import make_rep
from leads.models import Inquiry
from reports.campaign_followup import by_day, campaign_follow_up

pytestmark = pytest.mark.django_db
AUCKLAND = ZoneInfo("Pacific/Auckland")
MINUTE = timedelta(minutes=1)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_show():
    return make_event(time_zone=AUCKLAND, starts_on=date(2026, 11, 24), ends_on=date(2026, 11, 26))


def capture(show, *, captured, received, assigned):
    """A lead of the show, and who has it from which moment on."""
    inquiry = ask(received, campaign=show, captured_at=captured)
    lisbon = make_rep(time_zone=ZoneInfo("Europe/Lisbon"))
    operations.assign_lead(lead=inquiry.lead, rep=lisbon, by=None, at=assigned)
    return Inquiry.objects.get(pk=inquiry.pk)


def is_same_day(show, *, now):
    return inquiries_through(show.pk, now=now, state=InquiryState.SAME_DAY).exists()


@pytest.mark.parametrize(
    ("captured", "assigned", "day", "same"),
    [
        # Tuesday 21:30 to 23:59 in Auckland (UTC+13).
        pytest.param("2026-11-24T08:30", "2026-11-24T10:59", 24, True, id="evening"),
        # Tuesday 21:30 to Wednesday 00:05 there; in UTC and in Lisbon still Tuesday morning.
        pytest.param("2026-11-24T08:30", "2026-11-24T11:05", 24, False, id="after midnight"),
        # Wednesday 08:00 to 23:00 there; by the server's calendar Tuesday and Wednesday.
        pytest.param("2026-11-24T19:00", "2026-11-25T10:00", 25, True, id="two days in UTC"),
        # Sunday 27 September has 23 hours: 01:30 (UTC+12) to 23:30 (UTC+13).
        pytest.param("2026-09-26T13:30", "2026-09-27T10:30", 27, True, id="short day"),
        # Sunday 5 April has 25 hours: 00:30 (UTC+13) to 23:30 (UTC+12), 24 hours later.
        pytest.param("2026-04-04T11:30", "2026-04-05T11:30", 5, True, id="long day"),
        # Lisbon's long Sunday, 25 October, is nothing to Auckland: 00:30 to Monday 00:10.
        pytest.param("2026-10-24T11:30", "2026-10-25T11:10", 25, False, id="Lisbon's long day"),
    ],
)
def test_the_same_day_is_the_events_own(captured, assigned, day, same):
    show = make_show()

    inquiry = capture(
        show, captured=utc(captured), received=utc(captured) + MINUTE, assigned=utc(assigned)
    )

    assert is_same_day(show, now=utc(assigned)) is same
    assert (inquiry.assigned_at <= inquiry.assign_by) is same
    (row,) = by_day(Inquiry.objects.all(), now=utc(assigned))
    assert (row.day.day, row.captured, row.same_day) == (day, 1, int(same))


def test_what_a_phone_kept_for_nine_hours_is_the_systems_wait():
    """Captured Tuesday 18:00 in Auckland, in on Wednesday 03:00, given out at once."""
    show, arrived = make_show(), utc("2026-11-24T14:00")

    capture(show, captured=utc("2026-11-24T05:00"), received=arrived, assigned=arrived)

    (figures,) = campaign_follow_up([show], Inquiry.objects.all(), now=arrived)
    assert figures.median_system_wait == timedelta(hours=9)
    assert figures.same_day == 0
    assert by_day(Inquiry.objects.all(), now=arrived)[0].day == date(2026, 11, 24)


def test_nobody_is_late_with_a_lead_before_a_sweep_could_see_it(settings):
    show, arrived = make_show(), utc("2026-11-24T14:00")
    lead = ask(arrived, campaign=show, captured_at=utc("2026-11-24T05:00")).lead

    sweep(now=arrived)

    assert not Flag.objects.standing().of_kind(FlagKind.UNASSIGNED).exists()
    assert fresh(lead).assign_by == arrived + timedelta(seconds=settings.SWEEP_EVERY)


def test_a_hand_over_on_the_next_day_leaves_it_the_same_day():
    show = make_show()
    inquiry = capture(
        show,
        captured=utc("2026-11-24T01:00"),
        received=utc("2026-11-24T01:01"),
        assigned=utc("2026-11-24T02:00"),
    )

    operations.assign_lead(lead=inquiry.lead, rep=make_rep(), by=None, at=utc("2026-11-25T02:00"))

    assert is_same_day(show, now=utc("2026-11-25T02:00"))


def test_a_phone_that_runs_ahead_says_no_later_moment_than_the_server():
    arrived = utc("2026-11-24T01:00")

    inquiry = ask(arrived, campaign=make_show(), captured_at=arrived + timedelta(hours=26))

    assert inquiry.captured_at is None
    assert inquiry.asked_at == arrived
