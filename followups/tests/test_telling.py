"""Who is told of what, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.models import ASSIGNED, How, Notice, NoticeChoice
from followups.notices.telling import tell_flags
from followups.sweep import sweep
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
)
from leadfollow.people.models import Absence, User
from leadfollow.people.models.organisation import known
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.models import Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


def told(person: User) -> list[str]:
    """The kinds of what this person was told, by name."""
    return sorted(notice.kind for notice in person.notices.select_related("flag"))


def look(**time_passed: float) -> int:
    """A sweep and what follows it."""
    sweep(now=after(**time_passed))
    return tell_flags(now=after(**time_passed))


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana", team=make_team(time_zone="UTC"))


@pytest.fixture
def max_(ana: User) -> User:
    return make_manager(of=ana.team, name="Max")


@pytest.fixture
def lead(ana: User) -> Lead:
    """Ana's, untouched, its first step due at half past ten."""
    return make_planned_lead(owner=ana, by=ana)


def test_a_rep_is_told_of_what_is_overdue_and_nobody_else(lead: Lead, ana: User, max_: User):
    make_rep(team=ana.team), make_admin()

    look(minutes=31)

    assert told(ana) == ["overdue"]
    assert Notice.objects.get().lead == lead


def test_he_is_told_once(lead: Lead, ana: User):
    look(minutes=31)

    assert look(minutes=31) == look(minutes=40) == 0
    assert told(ana) == ["overdue"]


def test_the_database_refuses_a_second_notice_of_a_flag(lead: Lead, ana: User):
    look(minutes=31)
    notice = Notice.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(person=ana, lead=lead, flag=notice.flag, told_at=MONDAY)


@pytest.mark.parametrize("broken", [{}, {"read_at": MONDAY - timedelta(1)}])
def test_the_database_refuses(lead: Lead, ana: User, broken: dict[str, Any]):
    flag = lead.flags.create(kind="overdue", began_at=MONDAY) if broken else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(person=ana, lead=lead, flag=flag, told_at=MONDAY, **broken)


def test_his_manager_is_told_after_two_working_days(lead: Lead, max_: User):
    look(days=2, minutes=29)
    before = told(max_)

    look(days=2, minutes=30)

    assert (before, told(max_)) == ([], ["overdue"])
    look(days=3)
    assert told(max_) == ["overdue", "slow_start"]


def test_a_weekend_is_no_working_day(ana: User, max_: User):
    make_touch(lead=make_owned_lead(owner=ana), due_at=after(days=3, hours=1))  # Thursday

    look(days=6)  # Sunday
    on_sunday = told(max_)
    look(days=7, hours=1)

    assert on_sunday == ["slow_start"]
    assert told(max_) == ["overdue", "slow_start"]


def test_a_manager_without_the_role_is_told_nothing(lead: Lead, max_: User):
    User.objects.filter(pk=max_.pk).update(is_manager=False)

    look(days=4)

    assert told(max_) == []


def test_who_left_is_told_nothing(lead: Lead, ana: User):
    User.objects.filter(pk=ana.pk).update(is_active=False)

    assert look(hours=1) == 0


def test_of_a_lead_that_is_nobodys_its_event_manager_and_the_teams_manager_hear():
    eva, team = make_event_manager(name="Eva"), make_team(time_zone="UTC")
    leader, other = make_manager(of=team), make_manager()
    make_lead(campaign=make_campaign(owner=eva, team=team))

    look(hours=2)

    assert (told(eva), told(leader), told(other)) == (["unassigned"], ["unassigned"], [])


def test_what_waits_for_no_team_is_told_every_manager():
    managers = [make_manager(), make_manager()]
    make_lead(campaign=make_campaign(team=None))

    look(hours=2)

    assert [told(manager) for manager in managers] == [["unassigned"]] * 2
    assert look(hours=3) == 0


def test_an_overdue_lead_without_an_owner_goes_to_the_manager_at_once(lead: Lead, max_: User):
    Lead.objects.update(campaign=make_campaign(team=max_.teams_led.get()))
    lead.inquiries.update(campaign=Lead.objects.get().campaign)
    operations.release_lead(lead=lead, by=None, at=after(minutes=1))

    look(minutes=31)

    assert told(max_) == ["overdue"]


def test_a_new_owner_is_told_of_a_flag_that_stands(lead: Lead, ana: User):
    look(minutes=31)
    ben = make_rep(team=ana.team)
    operations.assign_lead(lead=lead, rep=ben, by=None, at=after(hours=1))

    look(hours=1)

    assert told(ben) == [ASSIGNED, "overdue"]


def test_who_wants_no_notice_gets_none(lead: Lead, ana: User):
    NoticeChoice.objects.create(person=ana, kind="overdue", how=How.NONE)

    look(days=2)

    assert told(ana) == ["slow_start"]


def test_who_wants_a_mail_too_gets_a_notice_that_waits_to_be_mailed(lead: Lead, ana: User):
    NoticeChoice.objects.create(person=ana, kind="overdue", how=How.MAIL)

    look(days=2)

    assert Notice.objects.to_mail().get().kind == "overdue"


def test_it_takes_as_many_queries_for_many_as_for_one():
    look(hours=1)
    with CaptureQueriesContext(connection) as idle:
        tell_flags(now=after(hours=1))
    for _ in range(9):
        make_planned_lead()
    sweep(now=after(hours=2))

    with CaptureQueriesContext(connection) as busy, known():  # as the task does
        tell_flags(now=after(hours=2))

    assert len(idle) <= 8
    assert len(busy) <= len(idle) + 3  # the insertion, in a transaction
    assert Notice.objects.filter(flag__isnull=False).count() == 9


# --- While somebody is away


@pytest.fixture
def ben(ana: User) -> User:
    """Stands in for Ana on Monday and Tuesday."""
    ben = make_rep(name="Ben", team=ana.team)
    begins_at = MONDAY.replace(hour=0)
    Absence.objects.create(
        user=ana,
        deputy=ben,
        first_on=begins_at.date(),
        last_on=begins_at.date() + timedelta(days=1),
        begins_at=begins_at,
        ends_at=begins_at + timedelta(days=2),
    )
    return ben


def test_who_stands_in_is_told_too(lead: Lead, ana: User, ben: User):
    look(minutes=31)

    assert (told(ana), told(ben)) == (["overdue"], ["overdue"])
    assert look(minutes=32) == 0


def test_he_is_shown_it_while_he_stands_in(lead: Lead, ben: User):
    look(minutes=31)
    shown = []

    for days in (1, 3):
        ben.stand_in_at(after(days=days))
        shown.append(Notice.objects.of(ben).count())

    assert shown == [1, 0]


def test_once_she_is_back_she_alone_is_told(lead: Lead, ana: User, ben: User):
    look(days=3)

    assert told(ben) == []


# --- Assignments


def test_a_new_owner_is_told_by_whom(lead: Lead, ana: User, max_: User):
    ben = make_rep(team=ana.team)

    given = operations.assign_lead(lead=lead, rep=ben, by=max_, at=after(hours=1))

    notice = ben.notices.get()
    assert (notice.kind, notice.assignment, notice.told_at) == (ASSIGNED, given, after(hours=1))


def test_a_rep_who_takes_a_lead_knows(ana: User):
    lead = make_lead()

    operations.take_lead(lead=lead, by=ana, at=after(hours=1))

    assert told(ana) == []


def test_giving_it_to_the_one_who_has_it_tells_nothing(lead: Lead, ana: User, max_: User):
    operations.assign_lead(lead=lead, rep=ana, by=max_, at=after(hours=1))

    assert told(ana) == []


def test_who_does_not_want_to_hear_of_assignments_does_not(ana: User, max_: User):
    NoticeChoice.objects.create(person=ana, kind=ASSIGNED, how=How.NONE)

    operations.assign_lead(lead=make_lead(), rep=ana, by=max_, at=after(hours=1))

    assert told(ana) == []


# --- When a notice is over


def holding(person: User) -> list[str]:
    notices = Notice.objects.of(person).unread().holding().select_related("flag")
    return sorted(notice.kind for notice in notices)


def test_a_notice_is_over_when_its_flag_ended(lead: Lead, ana: User):
    look(minutes=31)

    log(lead.touches.scheduled().get(), at=after(hours=1))

    assert (told(ana), holding(ana)) == (["overdue"], [])


def test_a_notice_of_an_assignment_is_over_when_he_worked_the_lead(ana: User, max_: User):
    lead = make_planned_lead(owner=ana)
    before = holding(ana)

    log(lead.touches.scheduled().get(), at=after(hours=1))

    assert (before, holding(ana)) == ([ASSIGNED], [])


def test_who_may_no_longer_see_the_lead_is_shown_nothing_of_it(lead: Lead, ana: User):
    look(minutes=31)

    operations.assign_lead(lead=lead, rep=make_rep(), by=None, at=after(hours=1))

    assert not Notice.objects.of(ana).exists()


def test_an_open_promise_is_told_the_rep_and_the_events_manager(ana: User) -> None:
    eva = make_event_manager()
    event = make_event(team=ana.team, owner=eva)
    make_owned_lead(
        owner=ana, campaign=event, person=make_person(address=""), promised_by=after(minutes=30)
    )

    look(hours=1)

    assert {"incomplete", "promise_open"} <= set(told(ana))
    assert told(eva) == ["promise_open"]
