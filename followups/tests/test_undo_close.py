"""An end without a touch is taken back as if it had never been."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from followups import operations
from followups.audit import audit
from followups.models import EarlyStop
from followups.next_step import Close
from followups.operations import NotUndoable
from followups.policy import UNDO_HOURS
from followups.tests.factories import (
    add_colleague,
    after,
    fresh,
    log,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from followups.undoable import is_own_end
from followups.verdicts import standing_verdict
from leadfollow import clock
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Lead:
    return make_planned_lead()


def close(lead: Lead, **said: Any) -> None:
    said = {"disposition": "no_response", "reason": "Gave up", "by": lead.owner} | said
    operations.close_lead(lead=lead, **({"at": after(hours=1)} | said))


def undo(lead: Lead, **when: int) -> None:
    by, at = lead.owner, after(**when or {"hours": 2})
    operations.undo_close(lead=lead, by=by, at=at)  # type: ignore[arg-type]


def sound() -> bool:
    return not any(finding.violations for finding in audit().values())


def test_what_was_planned_is_planned_again_in_the_cadence_that_ended(lead):
    step, promise = next_touch(lead), make_touch(lead=lead, due_at=after(days=2))
    close(lead)

    undo(lead)

    assert (fresh(lead).is_open, lead.closures.made().exists()) == (True, False)
    assert {t.reverses for t in lead.touches.scheduled()} == {step, promise}
    assert next_touch(lead).due_at == step.due_at
    assert lead.enrolments.running().get() == step.enrolment
    assert sound()


def test_its_verdict_and_why_it_came_early_never_were(lead):
    close(lead)
    assert EarlyStop.objects.standing().exists()

    undo(lead)

    assert standing_verdict(lead) is None
    assert not EarlyStop.objects.standing().exists()
    assert sound()


def test_the_value_is_what_it_was(lead):
    close(lead, disposition="won", value=Decimal(900))
    assert fresh(lead).value == Decimal(900)

    undo(lead)

    assert fresh(lead).value is None


def test_once_it_is_open_there_is_nothing_to_take_back(lead):
    close(lead)
    undo(lead)

    with pytest.raises(operations.NotUndoable, match="open already"):
        undo(lead)


def test_after_a_day_it_stands(lead):
    close(lead)

    with pytest.raises(operations.NotUndoable, match="Reopen the lead instead"):
        undo(lead, hours=UNDO_HOURS + 2)


def test_what_a_touch_closed_goes_with_the_touch(lead):
    log(
        next_touch(lead),
        at=after(minutes=40),
        outcome="not_interested",
        then=Close("not_interested"),
        note="No need",
    )

    with pytest.raises(operations.NotUndoable, match="Undo that one"):
        undo(lead)


def test_it_does_not_go_back_to_somebody_who_is_barred_since(lead):
    add_colleague(lead)
    close(lead)
    operations.bar_contact(contact=person_of(lead), by=lead.owner, at=after(hours=1.5))

    with pytest.raises(operations.NotUndoable, match="must not be contacted any more.$"):
        undo(lead)


def test_nor_with_a_promise_where_no_cadence_ran():
    lead = make_owned_lead()
    make_touch(lead=lead, contact=person_of(lead), due_at=after(days=2))
    add_colleague(lead)
    close(lead)
    operations.bar_contact(contact=person_of(lead), by=lead.owner, at=after(hours=1.5))

    with pytest.raises(operations.NotUndoable, match="must not be contacted any more.$"):
        undo(lead)
    assert not lead.touches.scheduled().exists()
    assert sound()


def test_only_who_closed_it_takes_it_back(client, lead):
    manager = make_manager(of=lead.owner.team)
    close(lead, by=manager)
    client.force_login(lead.owner)

    with pytest.raises(operations.NotUndoable, match="Only whoever did it may undo it"):
        undo(lead)

    assert client.post(reverse("followups:undo_close", args=[lead.pk])).status_code == 404
    assert not fresh(lead).is_open


def test_the_standing_line_takes_it_back(client):
    lead = make_planned_lead(at=clock.now())
    client.force_login(lead.owner)
    address = reverse("followups:close_lead", args=[lead.pk])
    said = {"disposition": "not_interested", "reason": "No need", "early": "", "verdict": ""}

    page = client.post(f"{address}?page=lead", said, follow=True).content.decode()
    back = client.post(f"{reverse('followups:undo_close', args=[lead.pk])}?page=lead", follow=True)

    assert reverse("followups:undo_close", args=[lead.pk]) in page
    assert f"Taken back: {lead} is where it was." in back.content.decode()
    assert fresh(lead).is_open


def test_a_lead_out_of_reach_is_not_there(client, lead):
    client.force_login(make_rep())

    assert client.post(reverse("followups:undo_close", args=[lead.pk])).status_code == 404


def test_an_end_by_never_contact_is_not_undone(lead: Lead) -> None:
    operations.bar_contact(contact=person_of(lead), by=lead.owner, at=after(hours=1))

    with pytest.raises(NotUndoable, match="nobody there may be contacted"):
        operations.undo_close(lead=lead, by=lead.owner, at=after(hours=2))  # type: ignore[arg-type]

    end = lead.closures.get()
    assert not is_own_end(end, reader=lead.owner, now=after(hours=2))  # type: ignore[arg-type]
    assert not fresh(lead).is_open
