"""A colleague was quicker: one is told, and may log one's own touch beside his."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from followups import operations
from followups.models import Touch
from followups.next_step import Close
from followups.tests.factories import fresh, log, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep
from leads.models import Lead

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana Petrov")


@pytest.fixture
def lead(ana: User) -> Lead:
    return make_owned_lead(owner=ana, at=clock.now() - DAY)


@pytest.fixture
def touch(lead: Lead) -> Touch:
    at = clock.now()
    return make_touch(lead=lead, due_at=at - DAY / 2, at=at - DAY)


@pytest.fixture
def as_ana(client: Any, ana: User) -> Any:
    client.force_login(ana)
    return client


def send(client: Any, touch: Touch, **fields: Any) -> Any:
    said = {"key": uuid4(), "when": f"{clock.now() + DAY:%Y-%m-%dT%H:%M}"} | fields
    return client.post(reverse("followups:log_touch", args=[touch.pk]), said)


def test_what_the_slower_typed_may_be_a_touch_of_its_own(as_ana, ana, lead, touch):
    log(touch, at=clock.now(), by=make_manager(of=ana.team, name="Mia"))
    answer = send(as_ana, touch, outcome="talked", note="A long story")

    beside = answer.context["beside"]
    offered = {name: beside[name].value() for name in ("key", "direction", "channel", "outcome")}
    said = {"contact": touch.contact_id, "note": beside["note"].value()}
    done = as_ana.post(reverse("followups:log_unplanned", args=[lead.pk]), offered | said)

    assert done.status_code == 302
    mine = lead.touches.logged().exclude(pk=touch.pk).get()
    assert (mine.outcome, mine.note, mine.logged_by) == ("talked", "A long story", ana)
    assert fresh(lead).touch_count == 2


def test_the_date_to_call_back_is_carried_over(as_ana, ana, lead, touch):
    make_touch(lead=lead, due_at=clock.now() + 9 * DAY, at=clock.now() - DAY)
    log(touch, at=clock.now(), by=make_manager(of=ana.team, name="Mia"))
    answer = send(as_ana, touch, outcome="call_back", when="", when_at="tomorrow 10:00")

    beside = answer.context["beside"]
    assert beside["outcome"].value() == "talked"
    assert beside["due_at"].label == "Call back"
    assert f"{beside['due_at'].value()}".endswith("10:00")


def test_a_date_that_nobody_chose_is_not_carried_over(as_ana, ana, lead, touch):
    make_touch(lead=lead, due_at=clock.now() + 9 * DAY, at=clock.now() - DAY)
    log(touch, at=clock.now(), by=make_manager(of=ana.team, name="Mia"))
    answer = send(as_ana, touch, outcome="talked", when="", when_at="tomorrow 10:00")

    assert not answer.context["beside"]["due_at"].value()


def test_at_a_closed_lead_nothing_more_is_offered(as_ana, ana, touch):
    log(touch, at=clock.now(), by=make_manager(of=ana.team), then=Close("won"))

    answer = send(as_ana, touch, outcome="talked", note="A long story")

    assert answer.context["beside"] is None
    assert "A long story" in answer.content.decode()


def test_the_same_key_with_other_content_is_refused(as_ana, lead, touch):
    key = uuid4()
    send(as_ana, touch, key=key, at_once="no_answer")

    answer = send(as_ana, touch, key=key, outcome="talked", note="A long story")

    assert answer.status_code == 422
    assert "This form was sent before with other content" in answer.content.decode()
    assert lead.touches.logged().get().outcome == "no_answer"


TYPED = {
    "note": "A long story",
    "happened_at": "yesterday 15:00",
    "value_given": "on",
    "evidence-need": "Wants two by spring",
    "new_name": "Jens Ott",
    "sent_text": "Dear all",
}


def test_all_that_was_typed_is_carried_over(as_ana, ana, lead, touch):
    log(touch, at=clock.now(), by=make_manager(of=ana.team, name="Mia"))

    beside = send(as_ana, touch, outcome="talked", **TYPED).context["beside"]

    assert beside["happened_at"].value() == "yesterday 15:00"
    assert beside["value_given"].value() == "on"
    lines = ["A long story", "Who instead: Jens Ott", "What was sent: Dear all"]
    assert beside["note"].value().splitlines() == [*lines, "Need: Wants two by spring"]


def test_a_value_that_the_lead_had_is_not_carried_over(as_ana, ana, lead, touch):
    log(touch, at=clock.now(), by=make_manager(of=ana.team, name="Mia"))

    beside = send(as_ana, touch, outcome="talked", note="Hi", value="5000.00").context["beside"]

    assert beside["note"].value() == "Hi"


def test_the_date_of_a_move_is_given_back(as_ana, ana, lead, touch):
    manager = make_manager(of=ana.team)
    operations.assign_lead(lead=lead, rep=make_rep(team=ana.team), by=manager, at=clock.now())
    said = {"when_at": "thu 14:00", "because": "They asked for it"}

    page = as_ana.post(reverse("followups:move_touch", args=[touch.pk]), said).content.decode()

    assert "Next step: thu 14:00" in page
    assert "Why: They asked for it" in page


def test_so_is_it_without_an_answer_chosen(as_ana, ana, lead, touch):
    log(touch, at=clock.now(), by=make_manager(of=ana.team, name="Mia"))

    beside = send(as_ana, touch, **TYPED).context["beside"]

    assert "A long story" in beside["note"].value()
    assert beside["happened_at"].value() == "yesterday 15:00"


def test_at_a_closed_lead_all_of_it_is_shown(as_ana, ana, touch):
    log(touch, at=clock.now(), by=make_manager(of=ana.team), then=Close("won"))

    page = send(as_ana, touch, outcome="talked", **TYPED).content.decode()

    for words in ("Happened earlier: yesterday 15:00", "Need: Wants two by spring", "Dear all"):
        assert words in page
