"""Own fields of the made-up company, filled in on some of its leads."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from followups import operations
from leadfollow.people.models import User
from leads.models import Lead, OwnField, OwnValue

FIELDS: tuple[tuple[dict[str, Any], tuple[str, ...]], ...] = (
    (
        {"name": "Machine park", "kind": "choice", "help": "What most of their work runs on."},
        ("Own machines", "Leased", "Hired by the day", "None yet"),
    ),
    ({"name": "Machines", "kind": "number", "help": ""}, ()),
    ({"name": "Contract ends", "kind": "day", "help": "With whom they buy from now."}, ()),
)
SHARE = 4  # one lead in so many tells


def add_own_fields(*, by: User, at: datetime) -> None:
    """Only the first is asked of a new lead: the others are learned later."""
    for place, (facts, choices) in enumerate(FIELDS):
        asked = {"is_asked": place == 0, "is_needed": False}
        operations.add_own_field(facts=facts | asked, choices=choices, by=by, at=at)


def fill_in(*, seed: int, at: datetime) -> None:
    """Some know all, as they came from a list that told it."""
    chance = random.Random(seed)  # noqa: S311 - a play
    park, number, end = OwnField.objects.all()
    choices = list(park.choices.all())
    told: list[OwnValue] = []
    for lead in Lead.objects.order_by("pk")[::SHARE]:
        day = (at + timedelta(days=chance.randrange(600))).date()
        told += [
            OwnValue(lead=lead, field=park, choice=chance.choice(choices)),
            OwnValue(lead=lead, field=number, number=chance.randrange(2, 60)),
            OwnValue(lead=lead, field=end, day=day),
        ]
    OwnValue.objects.bulk_create(told)
