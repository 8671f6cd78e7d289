"""A retrospective is held, gone through, closed, and never changes again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups.audit import audit
from followups.models import How, Touch
from followups.next_step import Due
from followups.notices.choosing import choose
from followups.operations import give_verdict
from followups.tests.factories import make_lead
from followups.verdicts import Judgement
from leadfollow.outbox.models import Outbox
from leads.models import Lead, Rejection, Says
from reports import operations
from reports.mailings import COMMITMENTS
from reports.models import Commitment, Decision, Retrospective
from reports.models.commitment import End
from reports.models.retrospective import Section
from reports.retrospective import NUMBERS, retrospective
from reports.snapshots import ids_behind
from reports.tests.north import NOW, WEEK, North, make_north

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEST = Judgement(Says.REJECTED, Rejection.TEST)


@pytest.fixture
def north() -> North:
    return make_north()


def how(north: North, **more: Any) -> dict[str, Any]:
    return {"team": north.team, "week": WEEK, "by": north.mona, "at": NOW} | more


def committed(north: North, **more: Any) -> Decision:
    what = {"section": Section.DUE, "rep": north.ben, "what": "Call them", "due_at": NOW + 3 * DAY}
    return operations.commit(**how(north) | what | more)


def test_the_first_decision_begins_it(north: North) -> None:
    committed(north)

    held = Retrospective.objects.get()
    assert (held.team, held.week, held.began_by) == (north.team, str(WEEK), north.mona)
    assert not held.is_closed


def test_a_lead_is_decided_on_once_and_the_decision_can_be_taken_back(north: North) -> None:
    lead = north.leads["B1"]
    first = committed(north, lead=lead)

    with pytest.raises(operations.Decided, match="Mona"):
        committed(north, lead=lead, what="Write to them")
    operations.take_back(decision=first, by=north.mona, at=NOW)

    assert not Commitment.objects.exists()
    committed(north, lead=lead, what="Write to them")
    assert Commitment.objects.get().what == "Write to them"


def test_handed_over_and_back(north: North) -> None:
    lead = Lead.objects.filter(owner=north.ben).open().first()

    made = operations.reassign(**how(north), section=Section.DUE, lead=lead, rep=north.ana)
    lead.refresh_from_db()
    assert lead.owner == north.ana
    operations.take_back(decision=made, by=north.mona, at=NOW)

    lead.refresh_from_db()
    assert lead.owner == north.ben


def test_a_date_moves_what_is_next_or_plans_a_call(north: North) -> None:
    due = Due(NOW + 4 * DAY)

    for lead in (north.leads["A3"], north.leads["A2"]):
        before = lead.next_due_at
        made = operations.set_next_step(**how(north), section=Section.OPEN, lead=lead, due=due)
        lead.refresh_from_db()
        assert lead.next_due_at == due.at
        operations.take_back(decision=made, by=north.mona, at=NOW)
        lead.refresh_from_db()
        assert lead.next_due_at == before


def test_the_next_week_says_what_came_of_it(north: North) -> None:
    kept, dropped, carried = (committed(north, what=what).commitment for what in "abc")
    then = {"week": WEEK.next, "by": north.mona, "at": NOW + 7 * DAY}

    operations.settle_commitment(commitment=kept, end=End.KEPT, **then)
    with pytest.raises(operations.BadCommitment, match="why"):
        operations.settle_commitment(commitment=dropped, end=End.DROPPED, **then)
    operations.settle_commitment(commitment=dropped, end=End.DROPPED, reason="Bought", **then)
    late = {"due_at": NOW + 9 * DAY}
    new = operations.settle_commitment(commitment=carried, end=End.CARRIED, **late, **then)

    assert new
    assert (new.what, new.carried_from) == ("c", carried)
    assert list(Commitment.objects.standing()) == [new]
    with pytest.raises(operations.Settled, match="kept"):
        operations.settle_commitment(commitment=kept, end=End.KEPT, **then)
    operations.unsettle_commitment(commitment=carried, by=north.mona, at=NOW + 7 * DAY)
    assert set(Commitment.objects.standing()) == {Commitment.objects.get(pk=carried.pk)}


def test_closed_it_keeps_the_numbers_and_what_is_behind_them(north: North) -> None:
    its = retrospective(north.team, WEEK, now=NOW)
    committed(north)

    held = operations.close(**how(north))

    snapshot = json.loads(held.snapshot)
    for row in its.rows:
        [kept] = [rep["ids"] for rep in snapshot["reps"] if rep["rep"] == row.rep_id]
        for name in NUMBERS:
            if name != "came_due":
                assert len(kept.get(name, [])) == getattr(row, name), (row.rep, name)
    assert "Ana" not in held.snapshot
    assert held.stands
    [mail] = Outbox.objects.filter(key__startswith="commitments")
    assert (mail.to, "Call them" in mail.body) == (north.ben.email, True)


def test_nothing_that_happens_later_changes_it(north: North) -> None:
    held = operations.close(**how(north))
    before = held.snapshot

    lead = Lead.objects.filter(owner=north.ben).open().first()
    Touch.objects.filter(lead=lead).update(due_at=NOW - 30 * DAY)
    Lead.objects.filter(pk=lead.pk).update(organisation="Another name")

    held.refresh_from_db()
    assert (held.snapshot, held.stands) == (before, True)
    with pytest.raises(operations.IsClosed, match="stands"):
        committed(north)
    with pytest.raises(DatabaseError), transaction.atomic():
        Retrospective.objects.update(snapshot="{}")


def test_the_page_of_a_closed_week_is_that_of_then(
    north: North, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadfollow.clock.now", lambda: NOW)
    client.force_login(north.mona)
    then = client.get(address(north, "week")).context["page"]
    operations.close(**how(north))
    Lead.objects.filter(owner=north.ben).update(owner=north.ana, organisation="Renamed")

    page = client.get(address(north, "week"))
    rows = client.get(address(north, "kept", figure="open_leads"), {"rep": north.ben.pk})

    told = page.context["page"]
    for before, after in zip([*then.reps, then.total], [*told.reps, told.total], strict=True):
        for name in ("leads", "ledger"):
            was, now = getattr(before, name), getattr(after, name)
            assert [each.number for each in now] == [each.number for each in was]
    assert "Closed by Mona" in page.content.decode()
    assert rows.context["size"] == 2
    assert "Renamed" in rows.content.decode()


def test_only_who_leads_the_team_decides(north: North) -> None:
    with pytest.raises(operations.NotYours):
        committed(north, by=north.ben)
    with pytest.raises(operations.NotBegun):
        committed(north, week=WEEK.next.next)


def address(north: North, page: str, **where: Any) -> str:
    week = {"team": north.team.slug, "year": WEEK.year, "week": WEEK.number}
    return reverse(f"reports:retrospective_{page}", kwargs=week | where)


@pytest.mark.parametrize("section", list(Section))
def test_each_part_is_shown_and_gone_through(
    north: North, client: Client, section: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadfollow.clock.now", lambda: NOW)
    client.force_login(north.mona)

    page = client.get(address(north, "walk", section=section.value))
    on = client.post(address(north, "finish", section=section.value))

    assert page.status_code == 200
    assert str(section.label) in page.content.decode()
    assert on.status_code == 302
    assert Retrospective.objects.get().sections_done.get().section == section


def test_committed_by_the_page(
    north: North, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadfollow.clock.now", lambda: NOW)
    client.force_login(north.mona)
    page = client.get(address(north, "walk", section="due"))
    turn, form = page.context["turn"], page.context["forms"]["commit"]
    typed = {"lead": turn.lead_id, "rep": north.ben.pk, "what": turn.what, "due_at": "mon 12:00"}

    client.post(address(north, "decide", section="due", act="commit"), typed)
    again = client.post(address(north, "decide", section="due", act="commit"), typed)
    wrong = client.post(
        address(north, "decide", section="due", act="commit"), typed | {"lead": "", "due_at": "hm"}
    )

    assert form.initial["due_at"].weekday() == 0
    made = Commitment.objects.get()
    assert (made.rep, made.lead_id) == (north.ben, turn.lead_id)
    assert (again.status_code, wrong.status_code) == (409, 422)
    assert "Mona" in again.content.decode()


def test_a_rep_and_a_stranger_decide_nothing(
    north: North, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadfollow.clock.now", lambda: NOW)
    client.force_login(north.ben)

    own = client.get(address(north, "walk", section="due"))
    refused = client.post(address(north, "finish", section="due"))

    assert (own.status_code, refused.status_code) == (200, 403)
    assert not own.context["may_decide"]
    assert not Retrospective.objects.exists()


def test_ids_are_as_many_as_the_numbers(north: North) -> None:
    its = retrospective(north.team, WEEK, now=NOW)

    found = ids_behind(north.team, WEEK, its.policy.numbers, now=NOW)

    for row in its.rows:
        for name in set(NUMBERS) - {"came_due"}:
            assert len(found[row.rep_id][name]) == getattr(row, name), (row.rep, name)


def test_who_ended_the_mail_gets_none(north: North) -> None:
    choose(person=north.ben, choices={COMMITMENTS: How.NONE}, at=NOW)
    committed(north)
    committed(north, rep=north.ana)

    operations.close(**how(north))

    mails = Outbox.objects.filter(key__startswith="commitments")
    assert [mail.to for mail in mails] == [north.ana.email]


@pytest.fixture
def friday(client: Client, north: North, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The manager at the page, that Friday."""
    monkeypatch.setattr("leadfollow.clock.now", lambda: NOW)
    client.force_login(north.mona)
    return client


def test_a_closed_week_is_walked_no_more(north: North, friday: Any) -> None:
    committed(north, lead=north.leads["B1"])
    operations.close(**how(north))

    for page in (address(north, "walk", section="due"), address(north, "close")):
        answer = friday.get(page)
        assert (answer.status_code, answer.url) == (302, address(north, "week"))
    closed = friday.get(address(north, "week")).content.decode()
    kept = friday.get(address(north, "walk", section="commitments"))

    assert "Call them" in closed
    assert kept.status_code == 200
    assert not kept.context["stops"]


def test_what_another_decides_comes_by_itself(north: North, friday: Any) -> None:
    page = friday.get(address(north, "walk", section="due"))
    poll = page.context["poll_url"]

    assert friday.get(poll).status_code == 204
    committed(north, lead=north.leads["B1"])
    told = friday.get(poll)

    assert "Call them" in told.content.decode()
    assert told.context["poll_url"] != poll
    assert friday.get(told.context["poll_url"]).status_code == 204


def test_a_rep_finds_what_he_said_on_his_own_page(north: North, friday: Any) -> None:
    committed(north, what="Ring the mill")
    committed(north, rep=north.ana, what="Write to the dairy")
    friday.force_login(north.ben)

    page = friday.get(address(north, "week")).content.decode()

    assert "What you said you will do" in page
    assert "Ring the mill" in page
    assert "Write to the dairy" not in page


def test_parts_that_were_passed_over_are_named_before_closing(north: North, friday: Any) -> None:
    friday.post(address(north, "finish", section="commitments"), {"until": "due"})

    page = friday.get(address(north, "close"))

    left = [str(stop.section) for stop in page.context["passed_over"]]
    assert left == ["due", "silent", "stops", "sources", "process"]
    assert "5 parts were not gone through" in page.content.decode()


@pytest.mark.parametrize(
    ("days", "why", "is_asked"),
    [(13, "", False), (20, "", True), (20, "They asked", False), (400, "They asked", True)],
)
def test_a_far_next_step_is_asked_about_until_it_is_agreed(
    north: North, friday: Any, days: int, why: str, is_asked: bool
) -> None:
    touch = Touch.objects.scheduled().get(lead=north.leads["A1"])
    Touch.objects.filter(pk=touch.pk).update(due_at=NOW + days * DAY, why=why)
    Lead.objects.filter(pk=touch.lead_id).update(next_due_at=NOW + days * DAY)
    walk = address(north, "walk", section="open")

    far = [row.lead_id for row in friday.get(walk).context["rows"] if row.is_far]
    assert far == [touch.lead_id] * is_asked
    if is_asked:
        friday.post(address(north, "decide", section="open", act="agree"), {"lead": touch.lead_id})
        rows = friday.get(walk).context["rows"]
        assert touch.lead_id not in [row.lead_id for row in rows if row.is_far]


def test_who_finds_nothing_in_a_source_is_shown(north: North, friday: Any) -> None:
    campaign = make_campaign(team=north.team, name="Dealers")
    for _ in range(5):
        lead = make_lead(campaign=campaign, owner=north.ben, at=NOW - 3 * DAY)
        Lead.objects.filter(pk=lead.pk).update(responded_at=NOW - 2 * DAY)
        give_verdict(lead=lead, verdict=TEST, by=north.ben, at=NOW - 2 * DAY)

    page = friday.get(address(north, "walk", section="sources"))

    [run] = page.context["runs"]
    assert (run.rep, run.in_a_row) == ("Ben", 5)
    assert "the last 5 leads were rejected" in page.content.decode()


def test_the_audit_finds_a_past_that_says_something_else(north: North) -> None:
    operations.close(**how(north))
    forged = Retrospective.objects.create(
        team=north.team, week="2026-W01", began_at=NOW, began_by=north.mona, closed_at=NOW,
        closed_by=north.mona, snapshot="{}", digest="0" * 64,
    )  # fmt: skip

    found = audit()["8-past-stands"]

    assert found.examined == 2
    assert found.violations == [f"retrospective {forged.pk}: says something else"]
