"""A lead goes to an outside qualifier, and comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.audit import audit
from followups.distribution.trying import pass_on_unreturned
from followups.models import Channel, Flag, NextTry, Notice, NoticeChoice, Outcome, Touch
from followups.next_step import Due, TouchOn
from followups.notices.listing import row_of
from followups.notices.mail import mail_notices
from followups.sweep import sweep
from followups.tests.factories import after, fresh, make_lead, make_owned_lead, person_of
from followups.verdicts import Judgement
from leadfollow.log.models import Entry
from leadfollow.outbox.models import Outbox
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_manager,
    make_qualifier,
    make_rep,
    make_team,
)
from leads.models import BANT, Back, Lead, Qualifying, Rejection, Says, Verdict
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
WEDNESDAY_CLOSING = datetime(2026, 11, 4, 18, tzinfo=UTC)
SOON, LATER, LATEST = (after(minutes=10), after(hours=2), after(hours=3))
ACCEPTED = Judgement(Says.ACCEPTED)
TICKED = {code: operations.Met(is_met=True, evidence="Said so") for code in BANT}


@pytest.fixture
def ola() -> User:
    return make_qualifier(name="Ola Berg")


@pytest.fixture
def marta() -> User:
    return make_manager(of=make_team(time_zone="UTC"))


@pytest.fixture
def lead(marta: User) -> Lead:
    """Nobody's: the team that receives it has no rep."""
    return make_lead(campaign=make_campaign(team=marta.led_teams[0]))


def give(lead: Lead, ola: User, by: User, *, at: datetime = SOON) -> Qualifying:
    return operations.give_to_qualifier(lead=lead, person=ola, by=by, at=at)


def give_back(lead: Lead, by: User, says: str, *, at: datetime = LATEST, **more: Any) -> Any:
    return operations.return_lead(lead=lead, says=says, by=by, at=at, **more)


def tries(lead: Lead, by: User, *, outcome: str = Outcome.NO_ANSWER, at: datetime = LATER) -> Touch:
    """He calls, and means to call again tomorrow."""
    return operations.log_unplanned_touch(
        lead=lead, contact=person_of(lead), channel=Channel.CALL, outcome=outcome,
        direction="outbound", key=uuid4(), by=by, at=at, then=TouchOn(Due(at + timedelta(days=1))),
    )  # fmt: skip


def test_he_has_it_until_the_end_of_his_second_working_day(
    lead: Lead, ola: User, marta: User
) -> None:
    row = give(lead, ola, marta)

    assert row.due_by == WEDNESDAY_CLOSING
    assert lead in Lead.objects.with_qualifier(ola)
    assert Entry.objects.filter(lead_id=lead.pk, event="lead given to be qualified").exists()


def test_what_he_has_is_not_flagged_as_nobodys(lead: Lead, ola: User, marta: User) -> None:
    sweep(now=after(hours=2))
    assert Flag.objects.standing().of_kind("unassigned").filter(lead=lead).exists()

    give(lead, ola, marta, at=after(hours=3))
    sweep(now=after(hours=4))

    assert not Flag.objects.standing().filter(lead=lead, kind="unassigned").exists()
    assert fresh(lead).assign_by is None


def test_no_rep_is_looked_for_meanwhile(lead: Lead, ola: User, marta: User) -> None:
    make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)

    assert operations.distribute_lead(lead=lead, at=after(hours=1)) is None
    assert not NextTry.objects.exists()
    with pytest.raises(operations.LeadTaken, match="Ola Berg qualifies"):
        operations.take_lead(lead=lead, by=User.objects.reps()[0], at=after(hours=1))


def test_given_twice_it_is_with_him_once(lead: Lead, ola: User, marta: User) -> None:
    assert give(lead, ola, marta) == give(lead, ola, marta, at=after(hours=1))

    with pytest.raises(operations.WithAnother, match="Ola Berg"):
        give(lead, make_qualifier(), marta)


def test_only_what_nobody_owns_goes_to_somebody_who_qualifies(
    lead: Lead, ola: User, marta: User
) -> None:
    with pytest.raises(operations.LeadTaken, match="nobody owns"):
        give(make_owned_lead(), ola, marta)
    with pytest.raises(operations.NotAssignable):
        give(lead, make_rep(), marta)
    operations.close_lead(lead=lead, disposition="no_response", by=None, at=after(minutes=5))
    with pytest.raises(operations.LeadIsClosed):
        give(lead, ola, marta)


def test_his_call_counts_and_stops_the_clock_of_the_first_touch(
    lead: Lead, ola: User, marta: User
) -> None:
    give(lead, ola, marta)

    touch = tries(lead, ola)

    assert touch.logged_by == ola
    assert lead.inquiries.get().first_touch_at == after(hours=2)
    assert lead.people.get().attempts == 1


def test_qualified_it_goes_to_a_rep_and_the_verdict_is_the_reps(
    lead: Lead, ola: User, marta: User
) -> None:
    rep = make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)
    with pytest.raises(operations.NotQualified, match="need"):
        give_back(lead, ola, Back.QUALIFIED)
    operations.tick_criteria(lead=lead, ticks=TICKED, by=ola, at=after(hours=1))

    give_back(lead, ola, Back.QUALIFIED)

    assert fresh(lead).owner == rep
    assert not Verdict.objects.exists()
    assert give_back(lead, ola, Back.QUALIFIED).returned_at == after(hours=3)


def test_not_reached_it_goes_to_a_rep_whose_plan_begins_anew(
    lead: Lead, ola: User, marta: User
) -> None:
    make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)
    with pytest.raises(operations.NothingTried, match="Log what you tried"):
        give_back(lead, ola, Back.NOT_REACHED)
    tries(lead, ola)

    give_back(lead, ola, Back.NOT_REACHED)

    assert fresh(lead).owner
    assert not Touch.objects.scheduled().filter(lead=lead, scheduled_by=ola).exists()


def test_what_he_agreed_with_somebody_stays(lead: Lead, ola: User, marta: User) -> None:
    make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)
    tries(lead, ola, outcome=Outcome.TALKED)
    operations.tick_criteria(lead=lead, ticks=TICKED, by=ola, at=after(hours=2))

    give_back(lead, ola, Back.QUALIFIED)

    assert fresh(lead).next_due_at == after(hours=26)


def test_not_qualified_it_waits_for_somebody_who_decides(
    lead: Lead, ola: User, marta: User
) -> None:
    make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)
    with pytest.raises(operations.BadVerdict, match="choose a reason"):
        give_back(lead, ola, Back.NOT_QUALIFIED)
    with pytest.raises(operations.BadVerdict, match="Nobody there has answered"):
        give_back(lead, ola, Back.NOT_QUALIFIED, reason=Rejection.NO_NEED)

    give_back(lead, ola, Back.NOT_QUALIFIED, reason=Rejection.TEST, words="Nobody by that name")

    assert fresh(lead).owner is None
    assert fresh(lead).assign_by == after(hours=4)
    assert lead in Lead.objects.came_back_unfit()
    assert lead in Lead.objects.closable_by(marta)
    assert lead not in Lead.objects.with_qualifier(ola)


def test_both_are_told(lead: Lead, ola: User, marta: User) -> None:
    other = make_lead(campaign=lead.campaign)
    for each in (lead, other):
        give(each, ola, marta)
    mail_notices(now=after(minutes=11))

    assert Notice.objects.of(ola).new().count() == 2
    assert Outbox.objects.filter(to=ola.email).count() == 1

    give_back(lead, ola, Back.NOT_QUALIFIED, reason=Rejection.TEST)

    assert Notice.objects.of(marta).new().get().kind == "returned"
    assert Notice.objects.of(ola).new().count() == 1


def test_when_his_time_is_over_it_goes_to_a_rep(lead: Lead, ola: User, marta: User) -> None:
    give(lead, ola, marta)
    rep = make_rep(team=marta.led_teams[0])
    before = WEDNESDAY_CLOSING - timedelta(seconds=1)

    assert pass_on_unreturned(now=before) == 0
    assert pass_on_unreturned(now=WEDNESDAY_CLOSING) == 1
    assert pass_on_unreturned(now=WEDNESDAY_CLOSING) == 0

    assert fresh(lead).owner == rep
    assert lead.qualifyings.get().says == Back.LATE


def test_late_where_there_is_nobody_it_is_flagged_within_the_hour(
    lead: Lead, ola: User, marta: User
) -> None:
    give(lead, ola, marta)
    pass_on_unreturned(now=WEDNESDAY_CLOSING)

    sweep(now=WEDNESDAY_CLOSING + timedelta(days=1))

    assert Flag.objects.standing().filter(lead=lead, kind="unassigned").exists()


def test_taken_back_it_waits_in_the_inbox(lead: Lead, ola: User, marta: User) -> None:
    give(lead, ola, marta)

    operations.take_back_from_outside(lead=lead, by=marta, at=after(hours=1))

    assert fresh(lead).assign_by == after(hours=2)
    with pytest.raises(operations.MovedOn, match="came back"):
        operations.take_back_from_outside(lead=lead, by=marta, at=after(hours=1))
    with pytest.raises(operations.MovedOn, match="not with you"):
        give_back(lead, ola, Back.NOT_REACHED)


@pytest.mark.parametrize("end", ["assign", "close", "remove", "merge", "leave"])
def test_whatever_happens_to_the_lead_ends_it(lead: Lead, ola: User, marta: User, end: str) -> None:
    give(lead, ola, marta)
    how = {"by": make_admin(), "at": after(hours=1)}
    if end == "assign":
        operations.assign_lead(lead=lead, rep=make_rep(), **how)
    elif end == "close":
        operations.close_lead(lead=lead, disposition="no_response", reason="Gone", **how)
    elif end == "remove":
        operations.remove_lead(lead=lead, reason="test", **how)
    elif end == "merge":
        operations.merge_leads(keep=make_lead(), lose=lead, **how)
    else:
        operations.deactivate_user(user=ola, to=operations.Receivers(), **how)

    assert not Qualifying.objects.running().exists()
    assert not audit(["outside-is-open", "2-nothing-unseen", "kept-state"])["kept-state"].violations


def test_a_return_is_undone_where_nobody_began(lead: Lead, ola: User, marta: User) -> None:
    make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)
    tries(lead, ola)
    row = give_back(lead, ola, Back.NOT_REACHED)

    operations.undo_return(row=row, by=ola, at=after(hours=4))

    assert lead in Lead.objects.with_qualifier(ola)
    assert fresh(lead).owner is None
    assert Qualifying.objects.running().get().due_by == WEDNESDAY_CLOSING


def test_a_return_stands_once_somebody_began(lead: Lead, ola: User, marta: User) -> None:
    rep = make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)
    tries(lead, ola)
    row = give_back(lead, ola, Back.NOT_REACHED)
    with pytest.raises(operations.NotUndoable, match="yourself"):
        operations.undo_return(row=row, by=marta, at=after(hours=4))
    tries(lead, rep, at=after(hours=4))

    with pytest.raises(operations.MovedOn, match="went on"):
        operations.undo_return(row=row, by=ola, at=after(hours=5))


def ask_again(lead: Lead, *, at: datetime = LATER) -> None:
    operations.receive_inquiry(
        campaign=lead.campaign, person=make_person(), by=None, at=at, lead=lead,
        contact=person_of(lead), request="A brochure",
    )  # fmt: skip


def test_who_asks_again_is_still_his_and_he_is_told(lead: Lead, ola: User, marta: User) -> None:
    make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)
    mail_notices(now=SOON)

    ask_again(lead)
    mail_notices(now=LATER)

    assert lead in Lead.objects.with_qualifier(ola)
    told = Notice.objects.of(ola).new().order_by("-pk")[0]
    row = row_of(told, zone=UTC)
    assert (told.kind, row.kind, row.text) == ("asked_again", "Asked again", "A brochure")
    assert row.url == reverse("followups:outside_lead", args=[lead.pk])
    mail = Outbox.objects.filter(to=ola.email).latest("pk")
    assert mail.subject.startswith("Asked again: ")
    assert not Notice.objects.exclude(person=ola).filter(inquiry__isnull=False).exists()
    assert not audit(["kept-state"])["kept-state"].violations


def test_who_asks_again_later_or_where_he_wants_no_notice_is_not_told(
    lead: Lead, ola: User, marta: User
) -> None:
    other = make_lead(campaign=lead.campaign)
    for each in (lead, other):
        give(each, ola, marta)
    give_back(lead, ola, Back.NOT_QUALIFIED, reason=Rejection.TEST)
    NoticeChoice.objects.create(person=ola, kind="outside", how="none")

    for each in (lead, other):
        ask_again(each, at=after(hours=4))

    assert not Notice.objects.filter(inquiry__isnull=False).exists()


def test_many_go_outside_at_once_and_back(ola: User, marta: User) -> None:
    campaign = make_campaign(team=marta.led_teams[0])
    leads = [make_lead(campaign=campaign) for _ in range(2)]
    how = {"by": marta, "at": after(minutes=10)}

    done = operations.change_leads(
        lead_ids=[lead.pk for lead in leads], change=operations.GiveOutside(ola), **how
    )
    assert Lead.objects.with_qualifier(ola).count() == 2
    operations.undo_bulk(change=done, at=after(hours=1))

    assert not Lead.objects.with_qualifier(ola).exists()


def test_a_close_undone_gives_it_back_with_what_he_planned(
    lead: Lead, ola: User, marta: User
) -> None:
    give(lead, ola, marta)
    planned = tries(lead, ola)
    operations.close_lead(lead=lead, disposition="no_response", reason="No", by=marta, at=LATEST)

    operations.undo_close(lead=lead, by=marta, at=after(hours=4))

    assert lead in Lead.objects.with_qualifier(ola)
    assert Touch.objects.scheduled().get(lead=lead).scheduled_by == ola
    assert planned.lead_id == lead.pk
    assert audit(["outside-is-open"])["outside-is-open"].violations == []


def test_one_given_by_mistake_is_with_him_again(lead: Lead, ola: User, marta: User) -> None:
    give(lead, ola, marta)
    rep = make_rep(team=marta.led_teams[0])
    given = operations.assign_lead(lead=lead, rep=rep, by=marta, at=LATER)

    operations.undo_assigning(given=given, by=marta, at=LATEST)

    assert lead in Lead.objects.with_qualifier(ola)
    assert fresh(lead).owner is None
    checks = audit(["outside-is-open", "2-nothing-unseen", "kept-state"])
    assert not any(found.violations for found in checks.values())


def test_a_return_stands_once_its_rep_judged_it(lead: Lead, ola: User, marta: User) -> None:
    rep = make_rep(team=marta.led_teams[0])
    give(lead, ola, marta)
    tries(lead, ola)
    row = give_back(lead, ola, Back.NOT_REACHED)
    operations.give_verdict(lead=lead, verdict=ACCEPTED, by=rep, at=after(hours=4))

    with pytest.raises(operations.MovedOn, match="went on"):
        operations.undo_return(row=row, by=ola, at=after(hours=5))


def test_who_qualifies_no_more_takes_no_return_back(lead: Lead, ola: User, marta: User) -> None:
    give(lead, ola, marta)
    tries(lead, ola)
    row = give_back(lead, ola, Back.NOT_REACHED)
    User.objects.filter(pk=ola.pk).update(is_qualifier=False, is_manager=True)

    with pytest.raises(operations.NotUndoable, match="no leads any more"):
        operations.undo_return(row=row, by=ola, at=after(hours=4))
