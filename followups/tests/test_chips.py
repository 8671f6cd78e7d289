"""The chips of the log panel: what each is called, and what it records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse

from followups.chips import chips_for
from followups.models import CancelReason, Channel, Question, Touch
from followups.next_step import Due
from followups.operations import MovedOften, move_touch, undo_move
from followups.tests.factories import (
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
)
from leadfollow import clock
from leadfollow.people.models import User
from leads.models import Lead

DAY = timedelta(days=1)
COMMON = [
    ("5", "not_now"), ("6", "not_interested"), ("7", "wrong_person"), ("8", "never_call_again"),
]  # fmt: skip
BY_CALL = [("1", "no_answer"), ("2", "left_message"), ("3", "talked"), ("4", "talked")]
IN_WRITING = [("1", "sent"), ("2", "bounced"), ("3", "replied"), ("4", "replied")]
BOOKED = [("9", "meeting_booked")]
OPTS_OUT = [*COMMON[:3], ("8", "opted_out")]
FACE_TO_FACE = [("1", "no_show"), ("2", ""), ("3", "meeting_booked"), ("4", "meeting_held")]


@pytest.mark.parametrize(
    ("channel", "told"),
    [
        (Channel.CALL, BY_CALL + COMMON + BOOKED),
        (Channel.MAIL, IN_WRITING + OPTS_OUT + BOOKED),
        (Channel.MESSAGE, IN_WRITING + OPTS_OUT + BOOKED),
        (Channel.MEETING, [*FACE_TO_FACE, *COMMON, ("9", "meeting_held")]),
    ],
)
def test_each_channel_has_nine(channel: str, told: list[tuple[str, str]]) -> None:
    assert [(chip.key, chip.outcome) for chip in chips_for(channel)] == told


pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Lead:
    return make_owned_lead(at=clock.now() - 3 * DAY)


@pytest.fixture
def ana(lead: Lead) -> User:
    assert lead.owner
    return lead.owner


@pytest.fixture
def meeting(lead: Lead) -> Touch:
    return touch_by(Channel.MEETING, lead)


def touch_by(channel: str, lead: Lead) -> Touch:
    now = clock.now()
    touch = make_touch(lead=lead, channel=channel, at=now - 2 * DAY, due_at=now - DAY)
    Touch.objects.scheduled().exclude(pk=touch.pk).update(
        state="cancelled", cancel_reason="called_off", cancelled_at=now
    )
    return touch


def press(client: Any, touch: Touch, outcome: str, **fields: str) -> Any:
    fields = {"key": str(uuid4()), "note": "", "outcome": outcome} | fields
    return client.post(reverse("followups:log_touch", args=[touch.pk]), fields)


@pytest.mark.parametrize("channel", [Channel.CALL, Channel.MAIL, Channel.MEETING])
def test_a_meeting_booked_becomes_the_next_step(
    client: Any, lead: Lead, ana: User, channel: str
) -> None:
    client.force_login(ana)
    touch = touch_by(channel, lead)

    press(client, touch, "booked", when_at="2050-07-01T09:00")

    touch.refresh_from_db()
    following = lead.touches.scheduled().get()
    assert (touch.outcome, following.channel) == ("meeting_booked", "meeting")
    assert following.due_at
    assert following.due_at.year == 2050


@pytest.mark.parametrize("chip", ["booked", "moved"])
@pytest.mark.parametrize("when", [{}, {"when": "pick"}])
def test_it_asks_for_the_date(
    client: Any, ana: User, meeting: Touch, chip: str, when: dict[str, str]
) -> None:
    client.force_login(ana)

    answer = press(client, meeting, chip, **when)

    assert answer.status_code == 422
    assert "Choose the date of the next step." in answer.content.decode()


def test_they_moved_the_meeting(client: Any, lead: Lead, ana: User, meeting: Touch) -> None:
    client.force_login(ana)

    press(client, meeting, "moved", when_at="2050-07-01T09:00", note="She is on a fair")

    meeting.refresh_from_db()
    following = lead.touches.scheduled().get()
    assert meeting.cancel_reason == CancelReason.MOVED
    assert meeting.successor == following
    assert (following.moves, following.moves_by_them, following.postponements) == (1, 1, 0)
    assert following.first_due_at == meeting.due_at
    assert following.why == "They moved it: She is on a fair"


def test_what_a_move_cannot_keep_is_given_back(client: Any, lead: Lead, ana: User) -> None:
    client.force_login(ana)
    begun = make_planned_lead({"channel": "meeting"}, owner=ana, at=clock.now())
    meeting = next_touch(begun)
    assert meeting.step
    asked = Question.objects.create(step=meeting.step, position=1, text="By when?")
    said: dict[str, Any] = {"note": "x" * 181, f"answer-{asked.pk}": "by spring"}

    answer = press(client, meeting, "moved", when_at="2050-07-01T09:00", **said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say it in 180 letters" in page
    assert "keeps no answers" in page
    assert "x" * 181 in page
    assert "by spring" in page
    assert next_touch(begun) == meeting


def test_a_call_is_never_moved_by_them(client: Any, lead: Lead, ana: User) -> None:
    client.force_login(ana)
    touch = touch_by(Channel.CALL, lead)

    answer = press(client, touch, "moved", when_at="2050-07-01T09:00")

    assert answer.status_code == 422
    assert lead.touches.scheduled().get() == touch


def test_their_moves_are_no_postponing(meeting: Touch, ana: User) -> None:
    touch, now = meeting, clock.now()
    for number in range(1, 4):
        touch = move_touch(
            touch=touch, due=Due(now + number * DAY), by=ana, at=now, by_them=number != 2
        )
    touch = move_touch(touch=touch, due=Due(now + 5 * DAY), by=ana, at=now)

    assert (touch.moves, touch.moves_by_them, touch.postponements) == (4, 2, 2)
    with pytest.raises(MovedOften, match="2 times before"):
        move_touch(touch=touch, due=Due(now + 6 * DAY), by=ana, at=now)


def test_it_is_taken_back_as_any_move(meeting: Touch, ana: User) -> None:
    now = clock.now()
    move_touch(touch=meeting, due=Due(now + DAY), by=ana, at=now, by_them=True)

    back = undo_move(touch=meeting, by=ana, at=now)

    assert (back.due_at, back.moves, back.moves_by_them) == (meeting.due_at, 0, 0)


def test_they_cannot_have_moved_it_more_often_than_it_was(meeting: Touch) -> None:
    with pytest.raises(IntegrityError):
        Touch.objects.filter(pk=meeting.pk).update(moves_by_them=1)
