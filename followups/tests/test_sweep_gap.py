"""A sweep before and after a gap finds the same flags, with the same moments, as one a minute.

The gap is the night of 25 October 2026 in Berlin, when the hour from two to three comes twice.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from campaigns.tests.factories import make_campaign, make_event, make_segment
from followups import operations
from followups.audit import audit
from followups.models import Flag
from followups.next_step import Due
from followups.sweep import sweep
from followups.tests.factories import log, make_lead, make_owned_lead, make_touch, next_touch
from leadfollow.people.tests.factories import make_rep, make_team
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
FROM = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight in Berlin, summer time
TWO = FROM + timedelta(hours=2)  # two o'clock, the first time; the second is an hour later
UNTIL = FROM + timedelta(hours=6)
A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)


def make_scene():
    """Before midnight: leads that will be in breach in the course of the night."""
    team = make_team(time_zone="Europe/Berlin", working_days="1234567")
    rep = make_rep(team=team)
    a_day = make_campaign(segment=make_segment(first_touch_amount=24), team=team)

    def lead(name, minutes_before, **more):
        asker = make_person(company=name)
        at = FROM - timedelta(minutes=minutes_before)
        return make_owned_lead(person=asker, at=at, owner=rep, campaign=a_day, **more)

    for name, hours in {"first half past two": 2.5, "second half past two": 3.5}.items():
        make_touch(lead=lead(name, 5), at=FROM, due_at=FROM + hours * AN_HOUR)
    day = Due.on_day(date(2026, 10, 24), BERLIN)
    made = {"contact": None, "channel": "call", "by": rep, "at": FROM - AN_HOUR}
    operations.schedule_touch(lead=lead("on Saturday", 90), due=day, **made)
    make_touch(lead=lead("asked a day ago", 21 * 60), at=FROM, due_at=UNTIL + AN_HOUR)
    lead("has no next step", 10)
    azores = make_event(time_zone="Atlantic/Azores", team=make_team())  # its midnight is two here
    make_lead(person=make_person(company="nobody's"), campaign=azores, at=FROM - AN_HOUR)


def live(moment):
    """What happens in the night, at its moment; what it ended began in the gap."""
    hour = (moment - FROM) / AN_HOUR
    if hour == 4:
        log(next_touch(lead_named("first half past two")), at=moment)
    elif hour == 5:
        touch = next_touch(lead_named("second half past two"))
        operations.move_touch(touch=touch, due=Due(UNTIL + AN_HOUR), by=None, at=moment)


def lead_named(name):
    return Lead.objects.get(organisation=name)


def flags_after_sweeping_at(is_swept):
    """The night lived through, minute by minute; its flags, and then it never was."""
    with transaction.atomic():
        make_scene()
        for minutes in range(-1, 6 * 60 + 1):
            moment = FROM + minutes * A_MINUTE
            live(moment)
            if is_swept(minutes):
                sweep(now=moment)
        broken = {name: found.violations for name, found in audit().items() if found.violations}
        rows = Flag.objects.order_by("lead__organisation", "kind", "began_at")
        flags = list(rows.values_list("lead__organisation", "kind", "began_at", "ended_at"))
        transaction.set_rollback(True)
    assert not broken
    return flags


def test_a_gap_of_six_hours_makes_no_difference():
    every_minute = flags_after_sweeping_at(lambda minutes: True)

    before_and_after = flags_after_sweeping_at(lambda minutes: minutes in (-1, 6 * 60))

    assert before_and_after == every_minute
    night = {(name, kind): (began, ended) for name, kind, began, ended in every_minute}
    assert night["on Saturday", "overdue"] == (FROM, None)
    assert night["first half past two", "overdue"] == (FROM + 2.5 * AN_HOUR, FROM + 4 * AN_HOUR)
    assert night["second half past two", "overdue"] == (FROM + 3.5 * AN_HOUR, FROM + 5 * AN_HOUR)
    assert night["nobody's", "unassigned"] == (TWO, None)
    assert night["asked a day ago", "slow_start"] == (FROM + 3 * AN_HOUR, None)
    assert night["has no next step", "missing"] == (FROM - 10 * A_MINUTE, None)
