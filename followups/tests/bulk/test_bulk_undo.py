"""What keeps a change of many leads from being taken back, and who may do so."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.tests.bulk.changing import change, undo
from followups.tests.factories import (
    MONDAY,
    after,
    fresh,
    log,
    make_lead,
    make_planned_lead,
    next_touch,
)
from leadfollow.people.models import Team, User
from leadfollow.people.operations import set_absence
from leadfollow.people.tests.factories import (
    make_event_manager,
    make_rep,
    make_team,
)
from leads.models import Lead, LeadTag

pytestmark = pytest.mark.django_db
NEXT_WEEK = date(2026, 11, 12)


def test_an_undo_is_refused_for_one_that_was_handed_on(
    leads: list[Lead], manager: User, team: Team
) -> None:
    ben, carl = make_rep(team=team), make_rep(team=team)
    done = change(leads, operations.Assign(ben), by=manager)
    operations.assign_lead(lead=leads[1], rep=carl, by=manager, at=after(minutes=6))

    with pytest.raises(operations.MovedOn, match=f"^{leads[1]} was handed on since"):
        undo(done)

    assert fresh(leads[0]).owner == ben


def test_an_undo_is_refused_for_one_that_was_worked_on(leads: list[Lead], ana: User) -> None:
    done = change(leads, operations.Move(NEXT_WEEK), by=ana)
    log(next_touch(leads[2]), at=after(minutes=6))

    with pytest.raises(operations.MovedOn, match=f"^{leads[2]}: The touch was logged since"):
        undo(done)

    assert next_touch(leads[0]).due_on == NEXT_WEEK


def test_a_lead_that_was_nobodys_and_worked_on_stays(manager: User, team: Team) -> None:
    waiting = make_lead(campaign=make_planned_lead().campaign)
    done = change([waiting], operations.Assign(make_rep(team=team)), by=manager)
    log(next_touch(waiting), at=after(minutes=6))

    with pytest.raises(operations.MovedOn, match="was worked on since"):
        undo(done)


def test_a_lead_that_was_nobodys_and_closed_stays(manager: User, team: Team) -> None:
    waiting = make_lead()
    done = change([waiting], operations.Assign(make_rep(team=team)), by=manager)
    operations.close_lead(lead=waiting, disposition="duplicate", by=manager, at=after(minutes=6))

    with pytest.raises(operations.MovedOn, match="was closed since"):
        undo(done)


def test_an_undo_is_refused_for_another_campaign_since(leads: list[Lead], manager: User) -> None:
    done = change(leads, operations.ChangeCampaign(make_event()), by=manager)
    operations.change_campaign(
        lead=leads[0], campaign=make_campaign(), by=manager, at=after(minutes=6)
    )

    with pytest.raises(operations.MovedOn, match="yet another campaign"):
        undo(done)


def test_an_undo_of_yesterday_is_refused(leads: list[Lead], ana: User) -> None:
    done = change(leads, operations.Move(NEXT_WEEK), by=ana)

    with pytest.raises(operations.NotUndoable):
        undo(done, at=after(hours=25))


def test_an_undo_is_refused_for_one_that_is_out_of_reach_now(
    leads: list[Lead], ana: User, manager: User, team: Team
) -> None:
    done = change(leads, operations.PutTag("Hot"), by=ana)
    ben = make_rep(team=team)
    operations.assign_lead(lead=leads[1], rep=ben, by=manager, at=after(minutes=6))

    with pytest.raises(operations.NotYours, match=f"^Lead {leads[1].pk} is not among your leads"):
        undo(done)

    assert LeadTag.objects.count() == 3


def test_who_led_the_team_then_takes_nothing_back(
    leads: list[Lead], manager: User, team: Team
) -> None:
    done = change(leads, operations.PutTag("Hot"), by=manager)
    team.managers.remove(manager)

    with pytest.raises(operations.NotYours):
        undo(done)


def test_an_event_manager_takes_back_what_he_gave(team: Team) -> None:
    eva = make_event_manager()
    event = make_event(owner=eva, team=team)
    given = change([make_lead(campaign=event)], operations.Assign(make_rep(team=team)), by=eva)

    undo(given)

    assert Lead.objects.get().owner is None


def test_what_the_change_itself_took_out_of_reach_comes_back(manager: User, team: Team) -> None:
    ours, theirs = make_campaign(team=team), make_campaign(team=make_team())
    done = change([make_lead(campaign=ours)], operations.ChangeCampaign(theirs), by=manager)

    undo(done)

    assert Lead.objects.get().campaign == ours


def test_a_deputy_takes_back_what_he_moved(leads: list[Lead], ana: User, team: Team) -> None:
    ben = make_rep(team=team)
    days = {"first_on": MONDAY.date(), "last_on": MONDAY.date()}
    set_absence(user=ana, deputy=ben, by=ana, at=MONDAY, **days)
    ben.stand_in_at(after(minutes=5))

    undo(change(leads, operations.Move(NEXT_WEEK), by=ben))

    assert next_touch(leads[0]).due_on is None
