"""Ten working days of one rep: 40 new leads a day, time for 30 touches, nobody answers.

Worked strictly by the first row of the queue, through the operations. No second attempt may wait
for more than three working days; newest first, it would wait for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign
from followups.models import Outcome, Touch
from followups.next_step import Close, Continue
from followups.queue import work as queue
from followups.queue.work import Show, leads_in, queue_page
from followups.state import settle
from followups.tests.factories import log, make_cadence, next_touch
from followups.tests.many import arrive
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.models import Disposition, Lead

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
NEW_A_DAY, TOUCHES_A_DAY = 40, 30
WORKING_DAY = timedelta(hours=8)
STEPS = 4
BATCH = 8  # leads that come in at one moment
LONGEST_WAIT = 3  # working days

First = Callable[[User, datetime], int | None]
Tries = Callable[[Lead, User, datetime], None]


def working_days(number: int) -> list[datetime]:
    days = [MONDAY + timedelta(days=day) for day in range(2 * number)]
    return [day for day in days if day.isoweekday() <= 5][:number]


def by_the_queue(rep: User, now: datetime) -> int | None:
    rows = queue_page(rep, Show.DUE, now=now).rows
    return rows[0].lead_id if rows else None


def newest_first(rep: User, now: datetime) -> int | None:
    due = leads_in(rep, Show.OVERDUE, now=now).order_by("-received_at", "-pk")
    return due.values_list("pk", flat=True).first()


def campaign_with_cadence() -> Campaign:
    rhythm = [{"day": 2 * n + 1, "at_time": time(9), "channel": "call"} for n in range(STEPS - 1)]
    cadence = make_cadence({"minutes": 0, "channel": "call"}, *rhythm)
    return make_campaign(segment=cadence.segment)


def work(rep: User, *, days: int, first: First, tries: Tries) -> None:
    """Leads come in all day long; every sixteen minutes the rep makes one touch in vain."""
    campaign = campaign_with_cadence()
    for day in working_days(days):
        arrivals = [day + max(n - BATCH, 0) * WORKING_DAY / NEW_A_DAY for n in range(NEW_A_DAY)]
        for turn in range(1, TOUCHES_A_DAY + 1):
            now = day + turn * WORKING_DAY / TOUCHES_A_DAY
            came = [at for at in arrivals if at <= now]
            if len(came) >= BATCH or (came and turn == TOUCHES_A_DAY):
                arrive(rep, came, campaign=campaign)
                arrivals = arrivals[len(came) :]
            lead_id = first(rep, now)
            if lead_id is not None:
                tries(Lead.objects.get(pk=lead_id), rep, now)


def try_in_vain(lead: Lead, rep: User, now: datetime) -> None:
    is_last = lead.touch_count == STEPS - 1
    then = Close(Disposition.NO_RESPONSE, "Never answered") if is_last else Continue()
    log(next_touch(lead), at=now, outcome=Outcome.NO_ANSWER, then=then, by=rep)


def jot_down(lead: Lead, rep: User, now: datetime) -> None:
    """The rows that a first touch in vain leaves, without the operation: for the comparison only,
    which asks nothing of the product but its order."""
    touch = next_touch(lead)
    made = {"state": "logged", "outcome": Outcome.NO_ANSWER, "logged_by": rep, "key": uuid4()}
    lead.touches.filter(pk=touch.pk).update(happened_at=now, logged_at=now, **made)
    morning = rep.working_time.add_working_days(now.date(), 1)
    due_at = datetime.combine(morning, time(9), tzinfo=UTC)
    planned = {"due_at": due_at, "first_due_at": due_at, "scheduled_at": now, "channel": "call"}
    again = touch.enrolment.cadence.steps.get(position=2)
    Touch.objects.create(
        lead=lead,
        contact_id=touch.contact_id,
        enrolment_id=touch.enrolment_id,
        step=again,
        after=touch,
        **planned,
    )
    settle([lead.pk], at=now)


def second_attempts() -> list[Touch]:
    return list(Touch.objects.filter(step__position=2).exclude(state="cancelled"))


def longest_wait(rep: User, *, at: datetime) -> int:
    """In working days, of second attempts, made or still to be made."""
    working = rep.working_time
    waits = [
        working.working_days_between(touch.due_at, min(touch.happened_at or at, at))
        for touch in second_attempts()
        if touch.due_at and touch.due_at <= at
    ]
    return max(waits)


def test_no_second_attempt_waits_more_than_three_working_days(monkeypatch):
    monkeypatch.setattr(queue, "ROWS", 1)  # only the first one is worked
    rep = make_rep()

    work(rep, days=10, first=by_the_queue, tries=try_in_vain)

    assert longest_wait(rep, at=working_days(10)[-1] + WORKING_DAY) <= LONGEST_WAIT
    assert Touch.objects.logged().count() == 10 * TOUCHES_A_DAY
    assert Touch.objects.logged().filter(step__position=1).count() >= 100  # new ones get on, too


def test_newest_first_it_would_wait_for_ever():
    rep = make_rep()

    work(rep, days=6, first=newest_first, tries=jot_down)

    assert longest_wait(rep, at=working_days(6)[-1] + WORKING_DAY) > LONGEST_WAIT
    assert not any(touch.is_logged for touch in second_attempts())
