"""Own fields for tests, and attempts to break what may never be false of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from campaigns.tests.factories import make_campaign
from leads.models import Lead, OwnField, OwnFieldChoice, OwnValue

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
numbers = count(1)


def make_own_field(name: str = "", *choices: str, **fields: Any) -> OwnField:
    """A text, unless told otherwise; with choices one of these."""
    number = next(numbers)
    name = name or f"Field {number}"
    facts = {
        "kind": "choice" if choices else "text",
        "position": number,
        "code": name.lower().replace(" ", "-"),
    } | fields
    field = OwnField.objects.create(name=name, **facts)
    for position, each in enumerate(choices, start=1):
        OwnFieldChoice.objects.create(field=field, name=each, position=position)
    return field


def choice(field: OwnField, name: str) -> OwnFieldChoice:
    return field.choices.get(name=name)


def bare_lead() -> Lead:
    return Lead.objects.create(campaign=make_campaign(), received_at=MONDAY)


def say(field: OwnField, lead: Lead | None = None, **said: Any) -> OwnValue:
    return OwnValue.objects.create(lead=lead or bare_lead(), field=field, **said)


def ownfield_name_once() -> None:
    make_own_field("Size")
    make_own_field("size", code="other")


def ownfield_has_a_name() -> None:
    OwnField.objects.create(name="", code="x", kind="text", position=1)


def ownfield_kind_known() -> None:
    make_own_field(kind="colour")


def ownfield_needed_is_asked() -> None:
    make_own_field(is_asked=False, is_needed=True)


def ownfieldchoice_name_once() -> None:
    make_own_field("Size", "Small", "SMALL")


def ownfieldchoice_has_a_name() -> None:
    make_own_field("Size", "")


def ownvalue_once() -> None:
    field, lead = make_own_field(), bare_lead()
    say(field, lead, text="a")
    say(field, lead, text="b")


def ownvalue_says_one_thing() -> None:
    say(make_own_field(), text="a", number=1)


def ownvalue_text_says_something() -> None:
    say(make_own_field(), text="")


BREAKERS: list[Callable[[], None]] = [
    ownfield_name_once,
    ownfield_has_a_name,
    ownfield_kind_known,
    ownfield_needed_is_asked,
    ownfieldchoice_name_once,
    ownfieldchoice_has_a_name,
    ownvalue_once,
    ownvalue_says_one_thing,
    ownvalue_text_says_something,
]
