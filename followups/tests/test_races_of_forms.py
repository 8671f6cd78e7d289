"""The same form many times at once, and many forms of one lead: once each, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest

from followups import operations
from followups.audit import audit
from followups.models import Touch
from followups.next_step import Continue, Due, TouchOn
from followups.tests.factories import after, fresh, log, make_owned_lead, make_touch
from followups.tests.test_races import at_once
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leadfollow.seen import ChangedMeanwhile
from leads.models import Lead

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 60


def in_rounds(many: int, act: Callable[[int, int], object]) -> list[list[object]]:
    """So many do `act(round, who)` at one moment, again and again; what each gave, by round."""
    ready = Barrier(many, timeout=60)

    def work(who: int) -> list[object]:
        given = []
        for round_ in range(ROUNDS):
            ready.wait()
            given.append(act(round_, who))
        return given

    answers = at_once(*[partial(work, who) for who in range(many)])
    return [list(round_) for round_ in zip(*answers, strict=True)]


def test_sixty_forms_sent_ten_times_at_once_are_sixty_touches() -> None:
    touches = [make_touch(lead=make_owned_lead()) for _ in range(ROUNDS)]
    keys, then = [uuid4() for _ in touches], TouchOn(Due(after(days=1)))

    answers = in_rounds(
        10, lambda n, _: log(fresh(touches[n]), key=keys[n], at=after(hours=1), then=then)
    )

    assert answers == [[touch] * 10 for touch in touches]
    assert Touch.objects.logged().count() == Touch.objects.scheduled().count() == ROUNDS
    assert {lead.touch_count for lead in Lead.objects.all()} == {1}
    assert not [law for law, found in audit().items() if found.violations]


def test_of_eight_who_log_one_touch_seven_are_told_and_may_log_theirs_beside_it() -> None:
    touch, then = make_touch(lead=make_owned_lead()), TouchOn(Due(after(days=1)))
    reps = [make_rep(name=f"Rep {n}") for n in range(8)]
    opened = {rep: fresh(touch) for rep in reps}

    def beside(rep: User) -> Touch:
        what = {"lead": touch.lead, "contact": None, "channel": "call", "outcome": "talked"}
        how = {"key": uuid4(), "note": rep.name, "by": rep, "at": after(hours=2)}
        return operations.log_unplanned_touch(**what, **how, then=Continue())

    answers = at_once(
        *[partial(log, opened[rep], by=rep, at=after(hours=1), then=then) for rep in reps]
    )
    slower = [
        rep
        for rep, answer in zip(reps, answers, strict=True)
        if isinstance(answer, operations.TouchAlreadyLogged)
    ]
    at_once(*[partial(beside, rep) for rep in slower])

    assert len(slower) == 7
    notes = touch.lead.touches.logged().exclude(pk=touch.pk).values_list("note", flat=True)
    assert sorted(notes) == sorted(rep.name for rep in slower)
    assert fresh(touch.lead).touch_count == 8


def edit(lead: Lead, **changes: str) -> object:
    """Save a page that was opened before; what stood against it."""
    seen = {name: getattr(lead, name) for name in changes}
    try:
        return operations.edit_lead(
            lead=lead, changes=changes, seen=seen, by=None, at=after(hours=1)
        )
    except ChangedMeanwhile as meanwhile:
        return meanwhile


def test_pairs_who_edit_different_fields_lose_nothing() -> None:
    leads = [make_owned_lead() for _ in range(ROUNDS)]
    theirs = ({"website": "hafen.example"}, {"note": "Two sites"})

    in_rounds(2, lambda n, who: edit(leads[n], **theirs[who]))

    kept = {(lead.website, lead.note) for lead in Lead.objects.all()}
    assert kept == {("hafen.example", "Two sites")}


def test_of_pairs_who_edit_the_same_field_one_each_is_shown_both_versions() -> None:
    leads = [make_owned_lead() for _ in range(ROUNDS)]

    answers = in_rounds(2, lambda n, who: edit(leads[n], note=f"{who + 1} sites"))

    for lead, pair in zip(leads, answers, strict=True):
        (told,) = [answer for answer in pair if isinstance(answer, ChangedMeanwhile)]
        assert [clash.holds for clash in told.clashes] == [fresh(lead).note]
