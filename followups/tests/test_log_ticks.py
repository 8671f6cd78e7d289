"""What makes a lead qualified is ticked where the conversation is logged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from followups.models import Touch
from followups.operations import Met, tick_criteria, undo_touch
from followups.tests.factories import fresh, make_owned_lead, make_touch
from leadfollow import clock
from leads.models import BANT, Lead, Tick

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEARD = "Said so on the phone"
NEED = {"met-need": "on", "evidence-need": HEARD}


@pytest.fixture
def lead() -> Lead:
    return make_owned_lead(at=clock.now() - DAY)


@pytest.fixture
def touch(lead: Lead) -> Touch:
    return make_touch(lead=lead, due_at=clock.now() - DAY / 2, at=clock.now() - DAY)


@pytest.fixture
def as_owner(client: Any, lead: Lead) -> Any:
    client.force_login(lead.owner)
    return client


def address(touch: Touch) -> str:
    return reverse("followups:log_touch", args=[touch.pk])


def send(client: Any, touch: Touch, **fields: Any) -> Any:
    tomorrow = f"{clock.now() + DAY:%Y-%m-%dT%H:%M}"
    said = {"key": uuid4(), "when": tomorrow, "outcome": "talked"} | fields
    return client.post(address(touch), said)


def standing(lead: Lead) -> dict[str, bool]:
    return {code: tick.is_met for code, tick in Tick.objects.of(lead).items()}


@pytest.mark.parametrize("outcome", ["talked", "call_back", "not_interested"])
def test_a_tick_is_saved_with_the_log(
    as_owner: Any, lead: Lead, touch: Touch, outcome: str
) -> None:
    tomorrow = f"{clock.now() + DAY:%Y-%m-%dT%H:%M}"

    send(as_owner, touch, outcome=outcome, when_at=tomorrow, note="In short", **NEED)

    assert fresh(touch).is_logged
    tick = lead.ticks.get()
    assert (tick.criterion.code, tick.evidence, tick.ticked_by) == ("need", HEARD, lead.owner)


def test_a_tick_may_stand_beside_the_end(as_owner: Any, lead: Lead, touch: Touch) -> None:
    key = uuid4()
    end = {"when": "close", "disposition": "not_interested", "note": "Has none of it"}

    for _ in range(2):
        send(as_owner, touch, key=key, **end | NEED)

    assert not fresh(lead).is_open
    assert standing(lead) == {"need": True}


def test_without_evidence_nothing_is_saved_and_all_is_kept(
    as_owner: Any, lead: Lead, touch: Touch
) -> None:
    answer = send(as_owner, touch, **NEED | {"evidence-need": "", "evidence-budget": "Has some"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Write in a few words how we know." in page
    assert "Has some" in page
    assert answer.context["form"].heard["met-need"].value()
    assert not fresh(touch).is_logged
    assert not lead.ticks.exists()


def test_a_refused_log_leaves_no_tick(as_owner: Any, lead: Lead, touch: Touch) -> None:
    answer = send(as_owner, touch, **NEED, when="2020-01-01T10:00")

    assert answer.status_code in (409, 422)
    assert not lead.ticks.exists()


def test_nobody_ticks_what_no_talk_told(as_owner: Any, lead: Lead, touch: Touch) -> None:
    send(as_owner, touch, outcome="", at_once="no_answer", **NEED)

    assert fresh(touch).is_logged
    assert not lead.ticks.exists()


def test_what_is_ticked_is_not_asked_again_and_stays(
    as_owner: Any, lead: Lead, touch: Touch
) -> None:
    said = dict.fromkeys(BANT, Met(is_met=True, evidence=HEARD))
    tick_criteria(lead=lead, ticks=said | {"budget": Met(False)}, by=lead.owner, at=clock.now())  # type: ignore[arg-type]

    page = as_owner.get(address(touch)).content.decode()
    send(as_owner, touch)

    assert 'name="met-budget"' in page
    assert 'name="met-need"' not in page
    assert standing(lead)["need"] is True


def test_an_undo_takes_back_what_was_ticked_with_the_log(
    as_owner: Any, lead: Lead, touch: Touch
) -> None:
    send(as_owner, touch, **NEED)

    undo_touch(touch=fresh(touch), by=lead.owner, at=clock.now())

    assert standing(lead) == {}
    assert 'name="met-need"' in as_owner.get(address(lead.touches.scheduled()[0])).content.decode()


def test_an_undo_leaves_what_was_ticked_by_itself(as_owner: Any, lead: Lead, touch: Touch) -> None:
    send(as_owner, touch, **NEED)
    elsewhere = {"budget": Met(is_met=True, evidence="In their mail")}
    tick_criteria(lead=lead, ticks=elsewhere, by=lead.owner, at=clock.now())  # type: ignore[arg-type]

    undo_touch(touch=fresh(touch), by=lead.owner, at=clock.now())

    assert standing(lead) == {"budget": True}


def test_a_log_sent_again_ticks_nothing_again(as_owner: Any, lead: Lead, touch: Touch) -> None:
    key = uuid4()
    send(as_owner, touch, key=key, when="", **NEED)
    back = {"need": Met(is_met=False)}
    tick_criteria(lead=lead, ticks=back, by=lead.owner, at=clock.now())  # type: ignore[arg-type]

    answer = send(as_owner, touch, key=key, when="", **NEED)

    assert answer.status_code == 302
    assert standing(lead) == {"need": False}
