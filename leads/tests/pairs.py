"""What may never be false of pairs of leads, and an attempt to make it so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from leadfollow.people.tests.factories import make_rep
from leads.models import Pair

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def make_pair(**fields: Any) -> Pair:
    return Pair.objects.create(**{"first_id": 1, "second_id": 2, "found_at": MONDAY} | fields)


def pair_once() -> None:
    make_pair()
    make_pair()


def pair_is_of_two_in_order() -> None:
    make_pair(first_id=2)


def pair_parted_by_somebody() -> None:
    make_pair(parted_by=make_rep())


BREAKERS = [pair_once, pair_is_of_two_in_order, pair_parted_by_somebody]
