"""Which version of the follow-up policy is in force, now or at a moment that is past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from followups.models import Policy
from followups.numbers import Numbers
from leadfollow.once import forget, once

NAME = "policy"


@dataclass(frozen=True)
class InForce:
    """A version and its numbers, from when on."""

    version: int
    since: datetime
    numbers: Numbers


def policy_at(at: datetime | None = None) -> InForce:
    """The one of that moment; without a moment, today's. The first one held from the beginning."""
    known = once(NAME, versions)
    held = (each for each in known if at is None or each.since <= at)
    return next(held, known[-1])


def numbers_in_force(at: datetime | None = None) -> Numbers:
    """The same, for who needs its numbers only."""
    return policy_at(at).numbers


def versions() -> list[InForce]:
    """All that are or were in force, the newest first."""
    rows = Policy.objects.in_force().values_list("version", "in_force_from", "numbers")
    return [InForce(version, since, Numbers.of(kept)) for version, since, kept in rows if since]


def changed() -> None:
    """Another version came into force: ask again."""
    forget(NAME)
