"""What is overdue is written off by a manager, with a reason; it stays a debt that was not paid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.models import CancelReason, Touch
from followups.next_step import Due
from followups.tests.bulk.changing import change, undo
from followups.tests.factories import after, fresh, make_planned_lead, next_touch
from leadfollow import clock
from leadfollow.people.models import Team, User
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_manager
from leads.models import Lead

pytestmark = pytest.mark.django_db
NEW_DAY = date(2026, 11, 12)
WHY = "The fair brought more than anybody could call"
LATER = after(days=2)  # the first steps were due on Monday
WRITE_OFF = operations.WriteOff(NEW_DAY, WHY)


def laws_hold() -> bool:
    return not any(finding.violations for finding in audit().values())


def test_the_debt_stays_and_the_leads_go_on(leads: list[Lead], manager: User) -> None:
    owed = [next_touch(lead) for lead in leads]

    done = change(leads, WRITE_OFF, by=manager, at=LATER)

    assert len(done.made) == 3
    for before, lead in zip(owed, leads, strict=True):
        row, now = fresh(before), next_touch(lead)
        assert (row.cancel_reason, row.cancel_note) == (CancelReason.AMNESTY, WHY)
        assert (row.cancelled_by, row.successor) == (manager, now)
        assert (now.due_on, now.first_due_at, now.why) == (NEW_DAY, before.due_at, WHY)
        assert not fresh(lead).flags.standing().filter(kind="overdue").exists()
    assert laws_hold()


def test_all_that_is_overdue_on_a_lead_is_written_off_and_comes_back(
    leads: list[Lead], manager: User
) -> None:
    lead = leads[0]
    promised = operations.schedule_touch(
        lead=lead, contact=None, channel="mail", due=Due(after(days=1)), by=manager, at=after()
    )
    owed = [next_touch(lead), promised]

    done = change([lead], WRITE_OFF, by=manager, at=LATER)

    assert [fresh(each).cancel_reason for each in owed] == [CancelReason.AMNESTY] * 2
    assert {each.due_on for each in Touch.objects.scheduled().filter(lead=lead)} == {NEW_DAY}
    undo(done, at=after(days=2, hours=1))
    assert {each.due_at for each in Touch.objects.scheduled().filter(lead=lead)} == {
        each.due_at for each in owed
    }
    assert laws_hold()


def test_what_waits_for_a_rep_is_written_off_too(ana: User, manager: User, team: Team) -> None:
    lead = make_planned_lead(owner=ana, campaign_fields={"team": team})
    Lead.objects.filter(pk=lead.pk).update(owner=None)  # as when a rep leaves

    assert change([lead], WRITE_OFF, by=manager, at=LATER).made


def test_it_is_taken_back_whole(leads: list[Lead], manager: User) -> None:
    due = [next_touch(lead).due_at for lead in leads]

    undo(change(leads, WRITE_OFF, by=manager, at=LATER), at=after(days=2, hours=1))

    assert [next_touch(lead).due_at for lead in leads] == due
    assert not Touch.objects.standing().filter(cancel_reason=CancelReason.AMNESTY).exists()
    assert laws_hold()


def test_what_is_not_overdue_stays_as_it_is(leads: list[Lead], manager: User) -> None:
    soon = make_planned_lead(owner=leads[0].owner, at=LATER)

    done = change([*leads, soon], WRITE_OFF, by=manager, at=LATER)

    assert set(done.made) == {lead.pk for lead in leads}
    assert next_touch(soon).moves == 0
    with pytest.raises(operations.Refusal, match="nothing overdue"):
        operations.write_off_touch(
            touch=next_touch(soon), due=Due(after(days=9)), why=WHY, by=manager, at=LATER
        )


def test_without_a_reason_there_is_none(leads: list[Lead], manager: User) -> None:
    with pytest.raises(operations.Refusal, match="Say why"):
        change(leads, operations.WriteOff(NEW_DAY, "  "), by=manager, at=LATER)

    assert not Touch.objects.filter(cancel_reason=CancelReason.AMNESTY).exists()


def test_neither_a_rep_nor_a_stranger_pardons(leads: list[Lead], ana: User, team: Team) -> None:
    others = [ana, make_manager(), make_event_manager(), make_manager(of=team)]

    for person in others[:3]:
        with pytest.raises(operations.Refusal):
            change(leads, WRITE_OFF, by=person, at=LATER)

    assert change(leads[:1], WRITE_OFF, by=others[3], at=LATER).made
    assert change(leads[1:], WRITE_OFF, by=make_admin(), at=LATER).made


def test_from_the_list(
    leads: list[Lead], manager: User, ana: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    listed = reverse("followups:leads")
    typed: dict[str, Any] = {
        "action": "amnesty", "amnesty": NEW_DAY.isoformat(), "lead": [lead.pk for lead in leads]
    }  # fmt: skip
    client.force_login(ana)
    assert b'value="amnesty"' not in client.get(listed).content
    assert client.post(listed, typed | {"reason": WHY}).status_code == 422
    client.force_login(manager)

    silent = client.post(listed, typed)
    done = client.post(listed, typed | {"reason": WHY}, follow=True)

    assert silent.status_code == 422
    assert "it stands in the ledger" in silent.content.decode()
    said = "What was overdue on 3 leads is written off, and goes on Thu 12 Nov 2026."
    assert said in done.content.decode()
    told = client.get(reverse("followups:lead", args=[leads[0].pk])).content.decode()
    assert "written off, was due" in told
    assert WHY in told
