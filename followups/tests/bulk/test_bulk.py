"""One change of many leads: all or none, refused in a sentence, and taken back whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.audit import audit
from followups.models import Bucket, BulkChange, CancelReason, Enrolment, Source, Touch
from followups.operations.bulk import MOST
from followups.tests.bulk.changing import change, undo
from followups.tests.factories import (
    MONDAY,
    after,
    fresh,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    next_touch,
)
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
)
from leads.models import Lead, LeadTag, Tag

pytestmark = pytest.mark.django_db
NEXT_WEEK = date(2026, 11, 12)


def laws_hold() -> bool:
    return not any(finding.violations for finding in audit().values())


# --- It happens, and is taken back


def test_leads_are_handed_over_and_back(leads: list[Lead], manager: User, team: Team) -> None:
    ben, ana = make_rep(team=team), leads[0].owner

    done = change(leads, operations.Assign(ben), by=manager)
    handed = [fresh(lead).owner for lead in leads]
    undo(done)

    assert handed == [ben] * 3
    assert [fresh(lead).owner for lead in leads] == [ana] * 3
    assert laws_hold()


def test_leads_that_were_nobodys_wait_again(manager: User, team: Team) -> None:
    planned = make_planned_lead()
    waiting = make_lead(campaign=planned.campaign)

    done = change([waiting], operations.Assign(make_rep(team=team)), by=manager)
    begun = waiting.touches.scheduled().count()
    undo(done)

    assert begun == 1
    assert fresh(waiting).owner is None
    assert fresh(waiting).assign_by is not None
    assert not waiting.touches.standing().exists()
    assert laws_hold()


def test_next_steps_move_to_a_day_and_back(leads: list[Lead], ana: User) -> None:
    steps = [next_touch(lead) for lead in leads]

    done = change(leads, operations.Move(NEXT_WEEK), by=ana)
    moved = [next_touch(lead) for lead in leads]
    undo(done)

    assert {(touch.due_on, touch.source, touch.moves) for touch in moved} == {
        (NEXT_WEEK, Source.BULK, 1)
    }
    back = [next_touch(lead) for lead in leads]
    assert [(t.due_at, t.moves, t.reverses) for t in back] == [(t.due_at, 0, t) for t in steps]
    assert {fresh(touch).cancel_reason for touch in moved} == {CancelReason.UNDONE}
    assert laws_hold()


def test_what_is_moved_in_bulk_and_logged_by_hand_is_typed(leads: list[Lead], ana: User) -> None:
    change(leads, operations.Move(NEXT_WEEK), by=ana)

    logged = log(next_touch(leads[0]), at=after(hours=1))

    assert logged.source == Source.TYPED


def test_a_move_that_is_taken_back_counts_nowhere(leads: list[Lead], ana: User) -> None:
    undo(change(leads, operations.Move(NEXT_WEEK), by=ana))

    standing = Touch.objects.standing().filter(lead=leads[0])

    assert [(touch.state, touch.moves) for touch in standing] == [("scheduled", 0)]


@pytest.fixture
def price() -> operations.PutIntoBucket:
    return operations.PutIntoBucket(Bucket.objects.get(slug="price"), date(2027, 2, 1))


def test_leads_wait_in_a_bucket_and_come_back(
    leads: list[Lead], ana: User, price: operations.PutIntoBucket
) -> None:
    before = [(next_touch(lead).due_at, next_touch(lead).enrolment) for lead in leads]

    done = change(leads, price, by=ana)
    waiting = [fresh(lead).status for lead in leads]
    undo(done)

    assert waiting == ["nurturing"] * 3
    assert not Enrolment.objects.in_buckets().exists()
    assert [(next_touch(lead).due_at, next_touch(lead).enrolment) for lead in leads] == before
    assert laws_hold()


def test_who_waits_there_already_is_left_alone(
    leads: list[Lead], ana: User, price: operations.PutIntoBucket
) -> None:
    change(leads[:1], price, by=ana)

    done = change(leads, price, by=ana, at=after(minutes=6))

    assert sorted(done.made) == sorted({leads[1].pk, leads[2].pk})


def test_one_lead_that_cannot_wait_refuses_all(
    leads: list[Lead], ana: User, price: operations.PutIntoBucket
) -> None:
    operations.close_lead(lead=leads[2], disposition="won", by=ana, at=after(minutes=1))

    with pytest.raises(operations.LeadIsClosed, match="is closed"):
        change(leads, price, by=ana)

    assert not Enrolment.objects.in_buckets().exists()


def test_an_undo_is_refused_for_one_that_was_woken(
    leads: list[Lead], ana: User, price: operations.PutIntoBucket
) -> None:
    done = change(leads, price, by=ana)
    operations.wake_lead(lead=leads[1], by=ana, at=after(minutes=6))

    with pytest.raises(operations.MovedOn, match=f"^{leads[1]} does not wait there any more"):
        undo(done)

    assert fresh(leads[0]).status == "nurturing"


def test_campaigns_are_put_right_and_back(leads: list[Lead], manager: User) -> None:
    fair = make_event()
    before = [lead.campaign for lead in leads]

    done = change(leads, operations.ChangeCampaign(fair), by=manager)
    changed = [fresh(lead).campaign for lead in leads]
    inquiries = [lead.inquiries.get().campaign for lead in leads]
    undo(done)

    assert changed == inquiries == [fair] * 3
    assert [fresh(lead).campaign for lead in leads] == before
    assert laws_hold()


def test_tags_are_put_on_in_whatever_case_and_taken_back(leads: list[Lead], ana: User) -> None:
    operations.tag_lead(lead=leads[0], name="Hot", by=ana, at=MONDAY)

    done = change(leads, operations.PutTag("hOT"), by=ana)
    tagged = LeadTag.objects.count()
    undo(done)

    assert Tag.objects.get().name == "Hot"
    assert (tagged, len(done.made)) == (3, 2)
    assert LeadTag.objects.get().lead == leads[0]


def test_tags_are_taken_off_and_back(leads: list[Lead], ana: User) -> None:
    change(leads, operations.PutTag("Hot"), by=ana)
    tag = Tag.objects.get()

    done = change(leads, operations.TakeTagOff(tag), by=ana)
    left = LeadTag.objects.count()
    undo(done)

    assert (left, LeadTag.objects.count()) == (0, 3)


def test_what_is_so_already_is_left_alone(leads: list[Lead], manager: User) -> None:
    done = change(leads, operations.Assign(leads[0].owner), by=manager)  # type: ignore[arg-type]

    assert done.made == {}


def test_an_undo_again_changes_nothing(leads: list[Lead], ana: User) -> None:
    done = change(leads, operations.Move(NEXT_WEEK), by=ana)
    undo(done)
    rows = Touch.objects.count()

    undo(done, at=after(hours=1))

    assert Touch.objects.count() == rows


# --- It refuses, all for one


def test_one_foreign_lead_among_ten_refuses_all(ana: User, manager: User, team: Team) -> None:
    mine = [make_planned_lead(owner=ana) for _ in range(9)]
    foreign = make_planned_lead()
    ben = make_rep(team=team)

    with pytest.raises(operations.NotYours, match=f"^Lead {foreign.pk} is not among your leads"):
        change([*mine, foreign], operations.Assign(ben), by=manager)

    assert not Lead.objects.filter(owner=ben).exists()
    assert not BulkChange.objects.exists()


def test_a_lead_that_is_not_there_refuses_all(leads: list[Lead], ana: User) -> None:
    with pytest.raises(operations.NotYours):
        operations.change_leads(
            lead_ids=[leads[0].pk, 999999], change=operations.PutTag("x"), by=ana, at=MONDAY
        )

    assert not LeadTag.objects.exists()


def test_one_lead_without_a_next_step_refuses_the_move(leads: list[Lead], ana: User) -> None:
    bare = make_owned_lead(owner=ana)

    with pytest.raises(operations.NoStep, match=str(bare)):
        change([*leads, bare], operations.Move(NEXT_WEEK), by=ana)

    assert {next_touch(lead).moves for lead in leads} == {0}


def test_a_closed_lead_refuses_the_hand_over(leads: list[Lead], manager: User, team: Team) -> None:
    operations.close_lead(lead=leads[1], disposition="won", by=manager, at=after(minutes=1))

    with pytest.raises(operations.NotYours, match="is closed"):
        change(leads, operations.Assign(make_rep(team=team)), by=manager)


def test_a_past_day_is_refused(leads: list[Lead], ana: User) -> None:
    with pytest.raises(operations.BadDate):
        change(leads, operations.Move(date(2026, 11, 1)), by=ana)


def test_what_a_colleague_changed_since_is_to_be_looked_at(
    leads: list[Lead], ana: User, manager: User
) -> None:
    operations.tag_lead(lead=leads[2], name="VIP", by=manager, at=after(minutes=3))

    with pytest.raises(operations.MovedOn, match=f"{manager} changed {leads[2]}"):
        change(leads, operations.Move(NEXT_WEEK), by=ana, seen_at=after(minutes=2))

    assert change(leads, operations.Move(NEXT_WEEK), by=ana, seen_at=after(minutes=4)).made


def test_too_many_are_refused(ana: User) -> None:
    with pytest.raises(operations.TooMany, match="At most 200"):
        operations.change_leads(
            lead_ids=range(1, MOST + 2), change=operations.PutTag("x"), by=ana, at=MONDAY
        )


@pytest.mark.parametrize("what", ["assign", "campaign"])
def test_a_rep_neither_assigns_nor_changes_campaigns(
    leads: list[Lead], ana: User, what: str
) -> None:
    change_ = {
        "assign": operations.Assign(make_rep(team=ana.team)),
        "campaign": operations.ChangeCampaign(make_campaign()),
    }[what]

    with pytest.raises(operations.NotYours):
        change(leads, change_, by=ana)


def test_an_event_manager_gives_only_the_first_time() -> None:
    eva, rep = make_event_manager(), make_rep()
    fair = make_event(owner=eva)
    fresh_one, owned = make_lead(campaign=fair), make_owned_lead(campaign=fair)

    change([fresh_one], operations.Assign(rep), by=eva)

    assert fresh(fresh_one).owner == rep
    with pytest.raises(operations.NotYours, match="is not yours to change"):
        change([owned], operations.Assign(rep), by=eva)


def test_of_a_lead_without_an_owner_it_says_that_and_what_to_do(ana: User) -> None:
    waiting = make_lead()

    with pytest.raises(operations.NotYours, match="^Nobody owns .* Assign it to a rep first"):
        change([waiting], operations.Move(NEXT_WEEK), by=make_manager(of=ana.team))


def test_an_admin_moves_all(leads: list[Lead]) -> None:
    assert len(change(leads, operations.Move(NEXT_WEEK), by=make_admin()).made) == 3


# --- What must never be false


def test_a_tag_stands_once_in_whatever_case() -> None:
    Tag.objects.create(name="Hot")

    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="hot")


def test_a_tag_stands_once_on_a_lead() -> None:
    lead, tag = make_lead(), Tag.objects.create(name="Hot")
    LeadTag.objects.create(lead=lead, tag=tag, at=MONDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        LeadTag.objects.create(lead=lead, tag=tag, at=MONDAY)


def test_a_change_is_undone_after_it_was_made() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkChange.objects.create(
            action="tag", by=make_rep(), at=MONDAY, undone_at=MONDAY - timedelta(days=1)
        )
