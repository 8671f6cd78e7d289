"""Attempts are counted twice: in vain per person since he answered, and touches per lead (D48)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from followups import operations
from followups.models import Bucket, Channel, Touch
from followups.next_step import Continue, Due, TouchOn
from followups.situation import situation_of
from followups.state import settle
from followups.tests.factories import (
    MONDAY,
    add_colleague,
    after,
    fresh,
    log,
    make_owned_lead,
    make_planned_lead,
    next_touch,
    person_of,
)
from leads.intake import add_person
from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db


class Scene:
    """A lead with Karla and Jens, and what happens hour by hour."""

    def __init__(self) -> None:
        self.lead: Lead = make_owned_lead()
        self.at: datetime = MONDAY
        karla, jens = person_of(self.lead), add_colleague(self.lead)
        self.who: dict[str, Contact | None] = {"K": karla, "J": jens, "-": None}
        self.last: Touch | None = None

    def play(self, words: str) -> None:
        """One event: "K sent", "K< replied" (inbound), "undo", "fix J no_answer", ..."""
        self.at += timedelta(hours=1)
        match words.split():
            case ["undo"]:
                operations.undo_touch(touch=self.last, by=self.lead.owner, at=self.at)  # type: ignore[arg-type]
            case ["fix", who, outcome]:
                self.fix(who, outcome)
            case ["import" | "auto" as how, who, outcome]:
                self.row(who, outcome, how)
            case ["bucket", outcome]:
                self.from_bucket(outcome)
            case ["elsewhere", outcome]:
                self.elsewhere(outcome)
            case [who, outcome]:
                self.log(who, outcome)

    def log(self, who: str, outcome: str) -> None:
        self.last = operations.log_unplanned_touch(
            lead=self.lead,
            contact=self.who[who[0]],
            channel=Channel.CALL,
            direction="inbound" if who.endswith("<") else "outbound",
            outcome=outcome,
            key=uuid4(),
            by=self.lead.owner,  # type: ignore[arg-type]
            at=self.at,
            note="Once more",
            then=TouchOn(Due(self.at + timedelta(days=9))),
        )

    def fix(self, who: str, outcome: str) -> None:
        assert self.last
        operations.correct_touch(
            touch=self.last,
            outcome=outcome,
            note="",
            channel=self.last.channel,
            contact=self.who[who],
            by=self.lead.owner,  # type: ignore[arg-type]
            at=self.at,
        )

    def row(self, who: str, outcome: str, how: str) -> None:
        """A touch that nobody typed here."""
        self.last = Touch.objects.create(
            lead=self.lead,
            contact=self.who[who],
            state="logged",
            channel=Channel.MAIL,
            outcome=outcome,
            source="import" if how == "import" else "mail",
            is_automatic=how == "auto",
            happened_at=self.at,
            logged_at=self.at,
            logged_by=self.lead.owner,
        )
        settle([self.lead.pk], at=self.at)

    def from_bucket(self, outcome: str) -> None:
        operations.send_to_bucket(
            lead=self.lead,
            bucket=Bucket.objects.all()[0],
            wake_on=self.at.date() + timedelta(days=30),
            by=self.lead.owner,  # type: ignore[arg-type]
            at=self.at,
        )
        touch = self.lead.touches.scheduled().get(enrolment__bucket__isnull=False)
        self.last = log(touch, at=self.at, outcome=outcome, then=Continue())

    def elsewhere(self, outcome: str) -> None:
        """Karla is asked at another lead of hers."""
        other = make_owned_lead(owner=self.lead.owner)
        add_person(other, self.who["K"])  # type: ignore[arg-type]
        home, self.lead = self.lead, other
        self.log("K", outcome)
        self.lead = home

    @property
    def counters(self) -> tuple[int, ...]:
        tried = dict(self.lead.people.values_list("contact", "attempts"))
        people = [tried[self.who[name].pk] for name in "KJ"]  # type: ignore[union-attr]
        return (*people, fresh(self.lead).touch_count)


SEQUENCES: dict[str, tuple[str, tuple[int, int, int]]] = {
    "nothing yet": ("", (0, 0, 0)),
    "one in vain": ("K no_answer", (1, 0, 1)),
    "a message left": ("K left_message", (1, 0, 1)),
    "a mail sent": ("K sent", (1, 0, 1)),
    "nobody came": ("K no_show", (1, 0, 1)),
    "three ways": ("K no_answer, K left_message, K sent", (3, 0, 3)),
    "two people": ("K no_answer, J no_answer, K sent", (2, 1, 3)),
    "talked": ("K talked", (0, 0, 1)),
    "an answer resets": ("K no_answer, K no_answer, K talked", (0, 0, 3)),
    "counted anew after it": ("K no_answer, K replied, K sent, K no_answer", (2, 0, 4)),
    "his answer is not hers": ("K no_answer, J sent, J replied", (1, 0, 3)),
    "a meeting booked resets": ("K no_answer, K meeting_booked", (0, 0, 2)),
    "a no-show after it counts": ("K meeting_booked, K no_show", (1, 0, 2)),
    "a meeting held resets": ("K sent, K meeting_held", (0, 0, 2)),
    "not now is an answer": ("K sent, K not_now", (0, 0, 2)),
    "not interested is one": ("K sent, K not_interested", (0, 0, 2)),
    "opted out is one": ("K sent, J sent, K opted_out", (0, 1, 3)),
    "wrong person is no attempt": ("K wrong_person, K no_answer", (1, 0, 2)),
    "wrong person resets nothing": ("K no_answer, K wrong_person", (1, 0, 2)),
    "bounced is no attempt": ("K bounced, K sent", (1, 0, 2)),
    "bounced resets nothing": ("K sent, K bounced", (1, 0, 2)),
    "they came to us": ("K no_answer, K< talked", (0, 0, 2)),
    "they replied": ("K no_answer, K< replied", (0, 0, 2)),
    "inbound is no attempt": ("K< replied, K no_answer", (1, 0, 2)),
    "with nobody in particular": ("- no_answer, K no_answer", (1, 0, 2)),
    "an imported one": ("import K no_answer, K no_answer", (1, 0, 2)),
    "an imported answer resets": ("K no_answer, import K replied", (0, 0, 2)),
    "an automatic mail": ("auto K sent, K sent", (1, 0, 1)),
    "from a bucket": ("K no_answer, bucket sent", (1, 0, 2)),
    "undone": ("K no_answer, K no_answer, undo", (1, 0, 1)),
    "an answer undone": ("K no_answer, K no_answer, K talked, undo", (2, 0, 2)),
    "corrected to another person": ("K no_answer, K no_answer, fix J no_answer", (1, 1, 2)),
    "corrected to bounced": ("K sent, fix K bounced", (0, 0, 1)),
    "corrected within its kind": ("K no_answer, fix K left_message", (1, 0, 1)),
    "an answer at another lead": ("K no_answer, K sent, elsewhere talked", (0, 0, 2)),
    "in vain at another lead": ("K no_answer, elsewhere no_answer", (1, 0, 1)),
    "nine in vain": (", ".join(["K no_answer"] * 9), (9, 0, 9)),
}


@pytest.mark.parametrize(("events", "counters"), SEQUENCES.values(), ids=SEQUENCES)
def test_counters_after(events: str, counters: tuple[int, int, int]) -> None:
    scene = Scene()

    for words in filter(None, events.split(", ")):
        scene.play(words)

    assert scene.counters == counters


# --- What follows from them


def tried(lead: Lead, times: int) -> Touch:
    """The lead's next step, after so many calls in vain on its first person."""
    for hour in range(times):
        then = TouchOn(Due(after(days=20)))
        log(next_touch(lead), at=after(hours=hour + 1), then=then, note="Nobody there")
    return next_touch(lead)


def panel(lead: Lead) -> Any:
    return situation_of(lead.pk, now=after(hours=12))


@pytest.mark.parametrize(("times", "offered", "default"), [(4, 0, 0), (5, 1, 0), (7, 1, 1)])
def test_at_six_stopping_is_offered_and_at_eight_it_is_the_rule(
    times: int, offered: int, default: int
) -> None:
    lead = make_planned_lead()
    tried(lead, times)

    assert (panel(lead).may_stop, panel(lead).is_exhausted) == (bool(offered), bool(default))


def test_the_plan_goes_on_with_one_who_was_not_tried_so_often() -> None:
    lead = make_planned_lead()
    jens, ida = add_colleague(lead), add_colleague(lead)
    lead.people.filter(contact=jens).update(attempts=6)
    tried(lead, 0)

    assert panel(lead).untired == ida


def test_one_more_attempt_on_an_exhausted_person_asks_why() -> None:
    lead = make_planned_lead()
    touch = tried(lead, 7)
    again = TouchOn(Due(after(days=30)))

    with pytest.raises(operations.AsksWhy, match="8 times or more"):
        log(touch, at=after(hours=9), then=again)
    logged = log(touch, at=after(hours=9), then=again, note="Her assistant says: after nine")

    assert logged.is_logged


def test_with_somebody_else_nothing_is_asked() -> None:
    lead = make_planned_lead()
    jens = add_colleague(lead)

    then = TouchOn(Due(after(days=30)), contact_id=jens.pk)
    log(tried(lead, 7), at=after(hours=9), then=then)

    assert next_touch(lead).contact == jens
