"""What may never be false of what reports keep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from followups.tests.factories import make_lead
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager, make_rep, make_team
from leadfollow.tests.constraints import constraints_of, refuses
from reports.models import Commitment, Decision, DemonstrationWanted, Retrospective, SectionDone

pytestmark = pytest.mark.django_db
NOW = clock.now()
LATER = NOW + timedelta(days=3)


@pytest.fixture
def mona() -> User:
    return make_manager(name="Mona")


@pytest.fixture
def held(mona: User) -> Retrospective:
    return Retrospective.objects.create(
        team=make_team(), week="2026-W48", began_at=NOW, began_by=mona
    )


def promised(held: Retrospective, by: User, **more: Any) -> Commitment:
    what: dict[str, Any] = {"what": "Call", "due_at": LATER, "made_at": NOW, "rep": make_rep()}
    return Commitment.objects.create(retrospective=held, made_by=by, **what | more)


def decided(held: Retrospective, by: User, **more: Any) -> Decision:
    what: dict[str, Any] = {"kind": "commit", "section": "due", "at": NOW}
    return Decision.objects.create(retrospective=held, by=by, **what | more)


def test_one_demonstration_is_wanted_at_most() -> None:
    refuses(
        "demonstrationwanted_is_one",
        lambda: DemonstrationWanted.objects.create(pk=2, password="x", asked_at=clock.now()),
    )


def test_a_retrospective_is_of_one_week_and_closed_whole(held: Retrospective, mona: User) -> None:
    again: dict[str, Any] = {"team": held.team, "began_at": NOW, "began_by": mona}
    others = Retrospective.objects.filter(pk=held.pk)

    refuses(
        "retrospective_once_a_week",
        lambda: Retrospective.objects.create(week="2026-W48", **again),
    )
    refuses(
        "retrospective_of_a_week", lambda: Retrospective.objects.create(week="week 48", **again)
    )
    refuses("retrospective_closed_with_its_snapshot", lambda: others.update(closed_at=NOW))


def test_a_part_is_known_and_done_once(held: Retrospective, mona: User) -> None:
    done: dict[str, Any] = {"retrospective": held, "by": mona, "at": NOW}
    SectionDone.objects.create(section="due", **done)

    refuses("section_done_once", lambda: SectionDone.objects.create(section="due", **done))
    refuses("section_done_is_known", lambda: SectionDone.objects.create(section="x", **done))


def test_a_commitment_is_whole_and_ends_once(held: Retrospective, mona: User) -> None:
    made = Commitment.objects.filter(pk=promised(held, mona).pk)
    ended: dict[str, Any] = {"ended_at": LATER, "ended_by": mona, "settled_in": held}

    refuses("commitment_says_what", lambda: promised(held, mona, what=""))
    refuses("commitment_is_for_later", lambda: promised(held, mona, due_at=NOW))
    refuses("commitment_ends_in_a_retrospective", lambda: made.update(end="kept"))
    refuses("commitment_dropped_with_a_reason", lambda: made.update(end="dropped", **ended))


def test_a_decision_is_about_something(held: Retrospective, mona: User) -> None:
    refuses("decision_is_known", lambda: decided(held, mona, kind="x", lead=make_lead()))
    refuses("decision_in_a_section", lambda: decided(held, mona, section="x"))
    refuses("decision_note_says_something", lambda: decided(held, mona, kind="note"))
    refuses("decision_about_a_lead", lambda: decided(held, mona, kind="date"))


def test_each_is_broken_above() -> None:
    assert constraints_of("reports") == {
        "demonstrationwanted_is_one", "retrospective_once_a_week", "retrospective_of_a_week",
        "retrospective_closed_with_its_snapshot", "section_done_once", "section_done_is_known",
        "commitment_says_what", "commitment_is_for_later", "commitment_ends_in_a_retrospective",
        "commitment_dropped_with_a_reason", "decision_is_known", "decision_in_a_section",
        "decision_note_says_something", "decision_about_a_lead",
    }  # fmt: skip
