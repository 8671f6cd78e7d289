"""The work that comes, by rep and working day."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.tests.factories import make_campaign
from followups.distribution.capacity import FEWEST, Pace, minutes_of, pace_of, paces_of
from followups.distribution.forecast import (
    DayOfWork,
    RepWork,
    comings_of,
    overload_of,
    work_of,
)
from followups.models import Branch, Channel, Outcome, Touch
from followups.next_step import Continue
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_cadence,
    make_owned_lead,
    make_planned_lead,
    make_touch,
)
from leadfollow.clock import today
from leadfollow.once import asking_once
from leadfollow.people.models import User
from leadfollow.people.operations import set_absence
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.django_db


def counted(rep: User) -> dict[date, int]:
    (work,) = work_of([rep], now=MONDAY)
    return {day.day: day.touches for day in work.days if day.touches}


def worked_off(rep: User, until: date) -> dict[date, int]:
    """What the queue really shows day by day, if each touch is made when it is due."""
    shown: Counter[date] = Counter()
    while True:
        waiting = Touch.objects.scheduled().filter(lead__owner=rep).select_related("lead__owner")
        touch = waiting.order_by("due_at", "pk").first()
        if touch is None or touch.due_at is None:
            return dict(shown)
        at = max(touch.due_at, MONDAY)
        if today(rep.working_time.zone, at) > until:
            return dict(shown)
        shown[today(rep.working_time.zone, at)] += 1
        if touch.is_decision:
            Touch.objects.filter(pk=touch.pk).delete()
        else:
            outcome = Outcome.NO_ANSWER if touch.channel == Channel.CALL else Outcome.SENT
            log(touch, at=at, outcome=outcome, then=Continue())


def test_equals_what_the_queue_shows_if_nothing_else_changes() -> None:
    rep = make_rep()
    make_planned_lead(owner=rep)
    cadence = make_cadence(
        {"minutes": 30, "channel": Channel.CALL, "title": "Call"},
        {"day": 1, "at_time": time(15), "channel": Channel.MAIL, "title": "Mail"},
        {"day": 2, "from_done": True, "channel": Channel.CALL, "title": "Call again"},
        {"day": 20, "channel": Channel.CALL, "title": "Far away"},
    )
    first = cadence.steps.get(position=1)
    Branch.objects.create(step=first, outcome=Outcome.NO_ANSWER, ahead=2)
    lead = make_owned_lead(owner=rep, campaign=make_campaign(segment=cadence.segment))
    make_touch(lead=lead, due_at=after(days=3), at=MONDAY)
    (work,) = work_of([rep], now=MONDAY)
    foreseen = counted(rep)

    shown = worked_off(rep, work.days[-1].day)

    assert foreseen == shown
    assert sum(shown.values()) > 6


def test_its_days_are_working_days_and_what_is_late_or_unplanned_stands_first() -> None:
    rep = make_rep()
    make_owned_lead(owner=rep)
    make_touch(
        lead=make_owned_lead(owner=rep), due_at=MONDAY - timedelta(hours=2), at=after(days=-1)
    )
    make_touch(lead=make_owned_lead(owner=rep), due_at=after(days=5), at=MONDAY)  # a Saturday

    (work,) = work_of([rep], now=MONDAY)

    assert [day.day.isoweekday() for day in work.days] == [1, 2, 3, 4, 5] * 2
    assert counted(rep) == {MONDAY.date(): 2, date(2026, 11, 9): 1}


def test_while_somebody_is_away_his_deputy_has_his_work_and_he_has_no_time() -> None:
    ana = make_rep(name="Ana")
    ben = make_rep(name="Ben", team=ana.team)
    make_touch(lead=make_owned_lead(owner=ana), due_at=after(days=1), at=MONDAY)
    tuesday = after(days=1).date()
    set_absence(user=ana, deputy=ben, first_on=tuesday, last_on=tuesday, by=ana, at=MONDAY)

    one, other = work_of([ana, ben], now=MONDAY)

    assert (one.days[1].touches, one.days[1].room, one.days[1].is_away) == (0, 0, True)
    assert other.days[1].touches == 1
    assert [coming.rep_id for coming in comings_of([ben], now=MONDAY)] == [ben.pk]


def test_time_is_that_of_the_blocks_else_the_policys_number() -> None:
    rep = make_rep()
    assert minutes_of(rep) == 120

    rep = make_rep(follow_up_blocks=((time(9), time(10)), (time(14), time(14, 30))))

    assert minutes_of(rep) == 90


def test_pace_is_measured_where_there_are_enough_touches() -> None:
    moments = [MONDAY + timedelta(minutes=4 * n) for n in range(FEWEST + 1)]
    far = [after(days=1), after(days=2)]  # not of one sitting

    assert pace_of([*moments, *far]) == Pace(4.0, FEWEST)
    assert pace_of(moments[:-1]) == Pace(6)
    assert paces_of([make_rep(name="Ben")], now=MONDAY).popitem()[1] == Pace(6)


@pytest.mark.parametrize(("touches", "percent"), [(20, None), (21, 105), (30, 150)])
def test_more_than_there_is_time_for_in_five_days_alarms(touches: int, percent: int | None) -> None:
    days = [DayOfWork(MONDAY.date(), touches, 20)] * 5 + [DayOfWork(MONDAY.date(), 0, 20)] * 5

    assert overload_of([RepWork(make_rep(), days, Pace(6))]) == percent


def test_queries_do_not_grow_with_rows() -> None:
    rep = make_rep()

    def queries() -> int:
        with asking_once(), CaptureQueriesContext(connection) as asked:
            work_of(User.objects.filter(team=rep.team).select_related("team"), now=MONDAY)
        return len(asked)

    make_planned_lead(owner=rep)
    few = queries()
    for _ in range(3):
        make_planned_lead(owner=make_rep(team=rep.team))

    assert queries() == few
