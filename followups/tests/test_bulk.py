"""One change of many leads: all or none, refused in a sentence, and taken back whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.audit import audit
from followups.models import Bucket, BulkChange, CancelReason, Enrolment, Source, Touch
from followups.operations.bulk import MOST
from followups.operations.bulk_changes import Change
from followups.tests.factories import (
    MONDAY,
    after,
    fresh,
    log,
    make_lead,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
)
from leadfollow.people.models import Team, User
from leadfollow.people.operations import set_absence
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_rep,
    make_team,
)
from leads.models import Lead, LeadTag, Tag

pytestmark = pytest.mark.django_db
NEXT_WEEK = date(2026, 11, 12)
LIST = reverse("followups:leads")


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def manager(team: Team) -> User:
    return make_manager(of=team)


@pytest.fixture
def ana(team: Team) -> User:
    return make_rep(team=team)


@pytest.fixture
def leads(ana: User) -> list[Lead]:
    return [make_planned_lead(owner=ana) for _ in range(3)]


def change(leads: list[Lead], what: Change, *, by: User, **fields: Any) -> BulkChange:
    ids = [lead.pk for lead in leads]
    fields = {"at": after(minutes=5)} | fields
    return operations.change_leads(lead_ids=ids, change=what, by=by, **fields)


def undo(done: BulkChange, **fields: Any) -> BulkChange:
    return operations.undo_bulk(change=done, **{"at": after(minutes=9)} | fields)


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


def test_an_admin_moves_all(leads: list[Lead]) -> None:
    assert len(change(leads, operations.Move(NEXT_WEEK), by=make_admin()).made) == 3


# --- Undo refuses, all for one


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


# --- The page


@pytest.fixture
def today() -> Any:
    return timezone.now()


def make_rows(ana: User, today: Any, count: int = 3) -> list[Lead]:
    return [
        make_touch(
            lead=make_owned_lead(owner=ana, at=today - timedelta(days=2)),
            at=today - timedelta(days=1),
            due_at=today + timedelta(hours=1),
        ).lead
        for _ in range(count)
    ]


def post(client: Any, leads: list[Lead], query: str = "", **fields: Any) -> Any:
    fields = {"lead": [lead.pk for lead in leads]} | fields
    return client.post(f"{reverse('followups:leads')}{query}", fields, follow=True)


def test_ticked_leads_are_handed_over_and_the_line_takes_it_back(
    client: Any, ana: User, manager: User, team: Team, today: Any
) -> None:
    rows, ben = make_rows(ana, today), make_rep(team=team)
    client.force_login(manager)

    page = post(client, rows, "?next=scheduled", action="assign", assign=ben.pk)

    message = next(iter(page.context["messages"]))
    assert str(message) == f"3 leads handed to {ben}."
    assert page.redirect_chain[0][0].endswith("?next=scheduled")
    assert {fresh(lead).owner for lead in rows} == {ben}
    again = client.post(str(message.extra_tags), follow=True)
    assert "3 leads are as they were" in again.content.decode()
    assert again.redirect_chain[0][0].endswith("?next=scheduled")
    assert {fresh(lead).owner for lead in rows} == {ana}


def test_ticked_leads_are_put_into_a_bucket(client: Any, ana: User, today: Any) -> None:
    rows, bucket = make_rows(ana, today), Bucket.objects.get(slug="price")
    client.force_login(ana)

    page = post(client, rows, action="bucket", bucket=bucket.pk)

    message = next(iter(page.context["messages"]))
    assert str(message).startswith(f"3 leads put into “{bucket}” until ")
    assert {fresh(lead).status for lead in rows} == {"nurturing"}
    again = client.post(str(message.extra_tags), follow=True)
    assert "3 leads are as they were" in again.content.decode()


def many_rows(ana: User, number: int) -> None:
    """So many of hers, and one of a colleague's."""
    campaign = make_campaign(team=ana.team)
    made = {"campaign": campaign, "received_at": MONDAY}
    for n in range(number):
        Lead.objects.create(organisation=f"Lead {n}", owner=ana, **made)
    Lead.objects.create(organisation="Foreign", owner=make_rep(), **made)


def test_all_of_a_list_are_ticked_at_once(client: Any, ana: User) -> None:
    many_rows(ana, 60)
    client.force_login(ana)
    offered = client.get(LIST).content.decode()

    page = post(client, [], action="tag", tag="Hot", all="60")

    assert "All 60 of this list, on every page" in offered
    assert "60 leads tagged “Hot”." in page.content.decode()
    assert LeadTag.objects.filter(lead__owner=ana).count() == LeadTag.objects.count() == 60


def test_all_are_those_of_the_filter(client: Any, ana: User) -> None:
    many_rows(ana, 60)
    for lead in Lead.objects.filter(organisation="Lead 1"):
        operations.tag_lead(lead=lead, name="Cold", by=ana, at=MONDAY)
    client.force_login(ana)
    cold = Tag.objects.get().pk

    post(client, [], f"?tag={cold}", action="tag", tag="Hot", all="1")

    assert LeadTag.objects.filter(tag__name="Hot").count() == 1


def test_a_list_that_grew_is_to_be_looked_at_again(client: Any, ana: User) -> None:
    many_rows(ana, 61)
    client.force_login(ana)

    page = post(client, [], action="tag", tag="Hot", all="60")

    assert page.status_code == 422
    assert "had 60 leads when you ticked all, and has 61 now" in page.content.decode()
    assert not LeadTag.objects.exists()


def test_of_more_than_the_most_all_are_not_offered(client: Any, ana: User) -> None:
    many_rows(ana, MOST + 1)
    client.force_login(ana)
    offered = client.get(LIST).content.decode()

    page = post(client, [], action="tag", tag="Hot", all=str(MOST + 1))

    assert "Of 201 leads at most 200 at once: filter further to tick all." in offered
    assert "data-tick-everything" not in offered
    assert "At most 200 leads at once" in page.content.decode()
    assert not LeadTag.objects.exists()


def test_a_list_of_one_page_offers_no_more(client: Any, ana: User) -> None:
    many_rows(ana, 3)
    client.force_login(ana)

    assert "on every page" not in client.get(LIST).content.decode()


def test_nothing_ticked_is_said(client: Any, ana: User) -> None:
    client.force_login(ana)

    page = post(client, [], action="tag", tag="Hot")

    assert page.status_code == 422
    assert "Tick the leads first" in page.content.decode()


def test_what_is_refused_keeps_ticks_and_text(client: Any, ana: User, today: Any) -> None:
    rows = make_rows(ana, today)
    client.force_login(ana)

    page = post(client, rows[:1], action="move", move="2020-01-01", tag="Hot")

    html = page.content.decode()
    assert page.status_code == 422
    assert "Choose a later one" in html
    assert f'value="{rows[0].pk}" aria-label="Tick {rows[0]}" checked' in html
    assert 'value="2020-01-01"' in html


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"action": ""}, "Choose what to do"),
        ({"action": "tag"}, "Write the tag."),
        ({"action": "tag", "tag": " # "}, "Write the tag."),
        ({"action": "move", "move": ""}, "Choose the day."),
        ({"action": "bucket", "bucket": ""}, "Choose the bucket."),
        ({"action": "bucket", "bucket": "99999"}, "Select a valid choice"),
        ({"action": "assign", "assign": "1"}, "Select a valid choice"),
        ({"action": "untag", "untag": "99999"}, "Select a valid choice"),
        ({"action": "tag", "tag": "x" * 41}, "at most 40"),
    ],
)
def test_bad_input_is_said(
    client: Any, ana: User, today: Any, fields: dict[str, str], said: str
) -> None:
    rows = make_rows(ana, today, 1)
    client.force_login(ana)

    page = post(client, rows, **fields)

    assert page.status_code == 422
    assert said in page.content.decode()


def test_more_than_the_most_are_refused(client: Any, ana: User) -> None:
    client.force_login(ana)

    page = client.post(
        reverse("followups:leads"),
        {"lead": list(range(1, MOST + 2)), "action": "tag", "tag": "Hot"},
    )

    assert page.status_code == 422
    assert "At most 200 leads at once" in page.content.decode()


def test_a_strangers_lead_is_refused_and_not_named(client: Any, ana: User, today: Any) -> None:
    rows, foreign = make_rows(ana, today, 1), make_owned_lead()
    client.force_login(ana)

    page = post(client, [*rows, foreign], action="tag", tag="Hot")

    assert page.status_code == 422
    assert (
        f"Lead {foreign.pk} is not among your leads. Nothing was changed." in page.content.decode()
    )
    assert str(foreign) not in page.content.decode()
    assert not Tag.objects.exists()


def test_a_strangers_change_is_not_there(client: Any, leads: list[Lead], ana: User) -> None:
    done = change(leads, operations.PutTag("Hot"), by=ana)
    client.force_login(make_rep(team=ana.team))

    assert client.post(reverse("followups:undo_bulk", args=[done.pk])).status_code == 404


def test_the_list_is_filtered_by_tag_and_offers_only_tags_in_reach(
    client: Any, ana: User, today: Any
) -> None:
    mine, _ = make_rows(ana, today, 2)
    operations.tag_lead(lead=mine, name="Hot", by=ana, at=today)
    operations.tag_lead(lead=make_owned_lead(), name="Secret", by=None, at=today)
    client.force_login(ana)

    page = client.get(reverse("followups:leads"), {"tag": Tag.objects.get(name="Hot").pk})

    assert [row.lead_id for row in page.context["list"].rows] == [mine.pk]
    assert "Secret" not in page.content.decode()
