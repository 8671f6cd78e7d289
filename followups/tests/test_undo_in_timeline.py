"""What one did to a lead is undone from its timeline for a day, beside what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse

from followups import operations
from followups.models import Bucket
from followups.next_step import Due
from followups.policy import UNDO_HOURS
from followups.tests.factories import after, fresh, make_planned_lead, next_touch
from followups.timeline import timeline_of
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager
from leads.models import Lead

pytestmark = pytest.mark.django_db

Act = Callable[[Lead], str]


@pytest.fixture
def lead() -> Lead:
    return make_planned_lead()


def undos(lead: Lead, reader: User | None, now: datetime) -> list[str]:
    assert reader is not None
    days = timeline_of(fresh(lead), [], reader=reader, may_work=True, now=now)
    return [item.undo for day in days for item in day.items if item.undo]


def close(lead: Lead) -> str:
    said = {"disposition": "no_response", "reason": "Gave up", "by": lead.owner}
    operations.close_lead(lead=lead, at=after(hours=1), **said)  # type: ignore[arg-type]
    return reverse("followups:undo_close", args=[lead.pk])


def rest(lead: Lead) -> str:
    how = {"bucket": Bucket.objects.all()[0], "wake_on": after(days=90).date(), "by": lead.owner}
    operations.send_to_bucket(lead=lead, at=after(hours=1), **how)  # type: ignore[arg-type]
    return reverse("followups:undo_rest", args=[lead.pk])


def move(lead: Lead) -> str:
    touch = next_touch(lead)
    due = Due(after(days=2))
    operations.move_touch(touch=touch, due=due, by=lead.owner, at=after(hours=1))
    return reverse("followups:undo_move", args=[touch.pk])


@pytest.mark.parametrize("act", [close, rest, move])
def test_for_a_day_by_who_did_it(lead: Lead, act: Act) -> None:
    address = act(lead)
    manager = make_manager(of=lead.owner.team if lead.owner else None)

    assert undos(lead, lead.owner, after(hours=2)) == [address]
    assert undos(lead, manager, after(hours=2)) == []
    assert undos(lead, lead.owner, after(hours=UNDO_HOURS + 2)) == []


def test_not_once_it_was_undone(lead: Lead) -> None:
    how = {"by": lead.owner, "at": after(hours=2)}
    for act, undo in ((close, operations.undo_close), (rest, operations.undo_rest)):
        act(lead)
        undo(lead=lead, **how)  # type: ignore[arg-type]

    assert undos(lead, lead.owner, after(hours=2)) == []


def test_a_move_that_was_moved_on_stands(lead: Lead) -> None:
    move(lead)
    second = next_touch(lead)
    operations.move_touch(touch=second, due=Due(after(days=3)), by=lead.owner, at=after(hours=2))

    assert undos(lead, lead.owner, after(hours=2)) == [
        reverse("followups:undo_move", args=[second.pk])
    ]


def test_a_lead_that_was_reopened_stays_open(lead: Lead) -> None:
    close(lead)
    operations.reopen_lead(lead=lead, by=None, at=after(hours=2))

    assert undos(lead, lead.owner, after(hours=3)) == []
