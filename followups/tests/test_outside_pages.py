"""What people press: those who give a lead outside, and the one who has it there."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.lists.outside import outside_queue_of
from followups.models import Touch
from followups.next_step import Due, TouchOn
from followups.tests.factories import after, fresh, make_lead, person_of
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import (
    make_admin,
    make_event_manager,
    make_manager,
    make_qualifier,
    make_rep,
    make_team,
)
from leads.models import BANT, Back, Lead, LeadStatus, Qualifying, Rejection
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
NOW = after(hours=1)
TICKS = {f"met-{code}": "on" for code in BANT} | {f"evidence-{code}": "Said so" for code in BANT}


@pytest.fixture(autouse=True)
def time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second from one look at the clock to the next."""
    seconds = count()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=next(seconds)))


@pytest.fixture
def ola() -> User:
    return make_qualifier(name="Ola Berg")


@pytest.fixture
def marta() -> User:
    return make_manager(of=make_team(time_zone="UTC"))


@pytest.fixture
def lead(marta: User) -> Lead:
    return make_lead(campaign=make_campaign(team=marta.led_teams[0]))


@pytest.fixture
def given(lead: Lead, ola: User, marta: User) -> Lead:
    operations.give_to_qualifier(lead=lead, person=ola, by=marta, at=NOW)
    return lead


def press(user: User, name: str, *args: int, **typed: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(reverse(f"followups:{name}", args=args), typed)


def undo_in(answer: Any) -> str:
    """Where the standing line's Undo leads."""
    said = list(get_messages(answer.wsgi_request))
    return str(said[-1].extra_tags)


def press_undo(user: User, answer: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(undo_in(answer))


def try_of(lead: Lead, **typed: Any) -> dict[str, Any]:
    return {
        "channel": "call", "outcome": "no_answer", "direction": "outbound", "key": str(uuid4()),
        "contact": str(person_of(lead).pk), "happened_at": "", "due_at": "", **typed,
    }  # fmt: skip


def is_outside(lead: Lead) -> bool:
    return Qualifying.objects.running().filter(lead=lead).exists()


def test_it_is_given_in_the_inbox_by_whoever_may_give_it(
    lead: Lead, ola: User, marta: User
) -> None:
    chosen = f"outside-{ola.pk}"
    for user, status in (
        (make_rep(team=marta.led_teams[0]), 403), (ola, 404),
        (make_manager(of=make_team()), 404), (make_event_manager(), 404),
    ):  # fmt: skip
        assert press(user, "assign_lead", lead.pk, rep=chosen).status_code == status
    for nobody in ("outside-", f"outside-{marta.pk}", "outside-x"):
        assert press(marta, "assign_lead", lead.pk, rep=nobody).status_code == 302
    assert not is_outside(lead)

    answer = press(marta, "assign_lead", lead.pk, rep=chosen)

    assert is_outside(lead)
    assert undo_in(answer) == reverse("followups:take_back_from_outside", args=[lead.pk])
    press_undo(marta, answer)
    assert not is_outside(lead)


def test_it_is_taken_back_by_whoever_may_give_it(given: Lead, ola: User, marta: User) -> None:
    rep = make_rep(team=marta.led_teams[0])
    for user, status in ((rep, 403), (ola, 404), (make_manager(of=make_team()), 404)):
        assert press(user, "take_back_from_outside", given.pk).status_code == status
    assert is_outside(given)

    press(make_admin(), "take_back_from_outside", given.pk)

    assert not is_outside(given)
    again = press(marta, "take_back_from_outside", given.pk)  # somebody was quicker
    assert "success" not in [message.level_tag for message in get_messages(again.wsgi_request)]


def test_he_logs_what_he_tried_and_takes_it_back(given: Lead, ola: User) -> None:
    wrong = press(ola, "outside_log", given.pk, **try_of(given, outcome=""))
    assert (wrong.status_code, Touch.objects.logged().count()) == (422, 0)

    answer = press(ola, "outside_log", given.pk, **try_of(given, note="Rang twice"))

    [said] = get_messages(answer.wsgi_request)
    assert "Next: to be returned Wed 4 Nov, 18:00." in str(said)
    touch = Touch.objects.logged().get()
    assert (touch.note, touch.logged_by) == ("Rang twice", ola)
    client = Client()
    client.force_login(ola)
    page = client.get(reverse("followups:outside_lead", args=[given.pk])).content.decode()
    assert "Rang twice" in page
    assert press(make_qualifier(), "outside_undo_touch", given.pk, touch.pk).status_code == 404
    press_undo(ola, answer)
    assert fresh(given).touch_count == 0


def test_he_saves_what_he_knows(given: Lead, ola: User) -> None:
    press(ola, "outside_tick", given.pk, **TICKS)

    assert given.ticks.filter(is_met=True).count() == len(BANT)
    assert is_outside(given)


@pytest.mark.parametrize(
    ("says", "more", "owner"),
    [
        (Back.QUALIFIED, TICKS, True),
        (Back.NOT_REACHED, {}, True),
        (Back.NOT_QUALIFIED, {"reason": Rejection.DUPLICATE, "words": "Known to us"}, False),
    ],
)
def test_it_comes_back_and_that_is_undone(
    given: Lead, ola: User, marta: User, says: str, more: dict[str, str], owner: bool
) -> None:
    rep = make_rep(team=marta.led_teams[0])
    press(ola, "outside_log", given.pk, **try_of(given))
    nothing = press(ola, "outside_return", given.pk, says="")
    assert (nothing.status_code, is_outside(given)) == (422, True)

    answer = press(ola, "outside_return", given.pk, says=says, **more)

    assert answer.status_code == 302, answer.context["return_form"].errors
    assert Qualifying.objects.get().says == says
    assert fresh(given).owner == (rep if owner else None)
    assert press(ola, "outside_log", given.pk, **try_of(given)).status_code == 404
    other = press(make_qualifier(), "outside_undo_return", Qualifying.objects.get().pk)
    assert other.status_code == 404
    press_undo(ola, answer)
    assert is_outside(given)
    assert fresh(given).owner is None


def test_what_came_back_unfit_is_closed_with_its_reason(
    given: Lead, ola: User, marta: User
) -> None:
    why = {"reason": Rejection.DUPLICATE, "words": "Known to us"}
    assert press(marta, "close_unfit", given.pk).status_code == 404  # it is still outside
    press(ola, "outside_return", given.pk, says=Back.NOT_QUALIFIED, **why)
    for user in (ola, make_rep(team=marta.led_teams[0]), make_manager(of=make_team())):
        assert press(user, "close_unfit", given.pk).status_code == 404

    answer = press(marta, "close_unfit", given.pk)

    closed = fresh(given)
    assert closed.status == LeadStatus.CLOSED
    assert "Ola Berg" in closed.closures.get().reason
    assert closed.verdicts.get().words == "Known to us"
    press_undo(marta, answer)
    assert fresh(given).is_open
    assert Lead.objects.came_back_unfit().filter(pk=given.pk).exists()


def test_who_asks_again_is_marked_until_he_tries(given: Lead, ola: User) -> None:
    assert not outside_queue_of(ola, now=NOW)[0].asked_again

    operations.receive_inquiry(
        campaign=given.campaign, person=make_person(), by=None, at=after(hours=2), lead=given,
        contact=person_of(given),
    )  # fmt: skip

    assert outside_queue_of(ola, now=after(hours=3))[0].asked_again
    operations.log_unplanned_touch(
        lead=given, contact=person_of(given), channel="call", outcome="no_answer",
        direction="outbound", key=uuid4(), by=ola, at=after(hours=4),
        then=TouchOn(Due(after(days=1))),
    )  # fmt: skip
    assert not outside_queue_of(ola, now=after(hours=5))[0].asked_again


def test_never_again_is_taken_back_by_whoever_logged_it(given: Lead, ola: User) -> None:
    """It closes the lead of the only person there, and so ends his time with it."""
    answer = press(ola, "outside_log", given.pk, **try_of(given, outcome="never_call_again"))
    assert not fresh(given).is_open
    touch = Touch.objects.logged().get()
    assert press(make_qualifier(), "outside_undo_touch", given.pk, touch.pk).status_code == 404

    press_undo(ola, answer)

    assert fresh(given).is_open
    assert is_outside(given)
    assert not person_of(given).do_not_contact
