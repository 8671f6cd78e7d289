"""How old the flags are, and who is told when their job has stopped."""

from datetime import timedelta

import pytest

from followups.staleness import flags_as_of, is_stale, report_outage
from followups.sweep import sweep
from followups.tests.factories import MONDAY, after
from leadfollow.outbox.models import Outbox
from leadfollow.people.tests.factories import make_admin, make_rep

pytestmark = pytest.mark.django_db

INTERVAL = timedelta(seconds=60)


def test_the_flags_are_as_of_the_newest_sweep():
    assert flags_as_of() is None

    sweep(now=MONDAY)
    sweep(now=after(minutes=1))

    assert flags_as_of() == after(minutes=1)


@pytest.mark.parametrize(
    ("age", "stale"),
    [
        pytest.param(INTERVAL, False, id="an interval"),
        pytest.param(2 * INTERVAL, False, id="two intervals"),
        pytest.param(2 * INTERVAL + timedelta(seconds=1), True, id="more than two intervals"),
    ],
)
def test_flags_are_stale_after_two_intervals(age, stale):
    assert is_stale(MONDAY, now=MONDAY + age) is stale


def test_flags_are_stale_before_the_first_sweep():
    assert is_stale(None, now=MONDAY)


def told():
    return sorted(Outbox.objects.values_list("to", flat=True))


def test_every_admin_is_told_once_about_an_outage():
    for name in ("ann", "bob"):
        make_admin(email=f"{name}@example.com")
    make_admin(email="gone@example.com", is_active=False)
    make_rep()
    sweep(now=MONDAY)

    for minutes in (3, 4, 60):  # the drain sees it, sees it again, and so does the next sweep
        report_outage(now=after(minutes=minutes))

    assert told() == ["ann@example.com", "bob@example.com"]
    assert "The last sweep ran at 2026-11-02 10:00 UTC" in Outbox.objects.first().body


def test_the_next_outage_is_told_again():
    make_admin(email="ann@example.com")
    for minutes in (0, 30):
        sweep(now=after(minutes=minutes))
        report_outage(now=after(minutes=minutes + 10))

    assert told() == ["ann@example.com"] * 2


@pytest.mark.parametrize("has_swept", [True, False], ids=["fresh", "before the first sweep"])
def test_nobody_is_told_where_there_was_no_outage(has_swept):
    make_admin()
    if has_swept:
        sweep(now=MONDAY)

    report_outage(now=after(minutes=2))

    assert told() == []
