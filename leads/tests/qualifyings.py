"""Attempts to make what is with an outside qualifier untrue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from campaigns.tests.factories import make_campaign
from leadfollow.people.tests.factories import make_manager, make_qualifier
from leads.models import Lead, Qualifying

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
WEDNESDAY = MONDAY + timedelta(days=2)


def make_qualifying(**fields: Any) -> Qualifying:
    """One that runs, unless told otherwise."""
    fields = {"given_at": MONDAY, "due_by": WEDNESDAY} | fields
    for name, make in (("person", make_qualifier), ("given_by", make_manager)):
        fields[name] = fields.get(name) or make()
    if "lead" not in fields:
        fields["lead"] = Lead.objects.create(campaign=make_campaign(), received_at=MONDAY)
    return Qualifying.objects.create(**fields)


def back(**fields: Any) -> None:
    ola = make_qualifier()
    came = {"person": ola, "returned_at": WEDNESDAY, "returned_by": ola, "reassign_by": WEDNESDAY}
    make_qualifying(**came | {"says": "qualified"} | fields)


def qualifying_one_at_a_time() -> None:
    row = make_qualifying()
    make_qualifying(lead=row.lead)


def qualifying_comes_back_with_a_word() -> None:
    back(says="")


def qualifying_leaves_time() -> None:
    make_qualifying(due_by=MONDAY)


def qualifying_unfit_for_a_reason() -> None:
    back(says="not_qualified")


def qualifying_other_in_words() -> None:
    back(says="not_qualified", reason="other")


def qualifying_said_by_the_qualifier() -> None:
    back(returned_by=make_manager())


BREAKERS = [
    qualifying_one_at_a_time,
    qualifying_comes_back_with_a_word,
    qualifying_leaves_time,
    qualifying_unfit_for_a_reason,
    qualifying_other_in_words,
    qualifying_said_by_the_qualifier,
]
