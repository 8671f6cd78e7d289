"""With whom an inquiry waited for its first touch: a hand-over begins another leg."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from leadfollow.people.models import User
from leadfollow.words import age_in_words
from leads.models import Assignment, Inquiry, Lead


@dataclass(frozen=True)
class Leg:
    """A part of the wait; nobody had the lead where there is no rep: that is the system's."""

    rep: User | None
    waited: timedelta


def assignments_of(lead: Lead) -> list[Assignment]:
    """Who had the lead, the first one first; asked for once."""
    with_people = Assignment.objects.select_related("rep", "given_by")
    prefetch_related_objects([lead], Prefetch("assignments", with_people))
    return list(lead.assignments.all())


def legs_of(inquiry: Inquiry, assignments: list[Assignment], *, until: datetime) -> list[Leg]:
    """From the first assignment on; what came before is the system's wait by itself."""
    start = inquiry.assigned_at
    if start is None:
        return []
    held = [
        (max(given.began_at, start), min(given.ended_at or until, until), given.rep)
        for given in assignments
        if given.began_at < until and (given.ended_at is None or given.ended_at > start)
    ]
    ends = [*held, (until, until, None)]
    gaps = [(one[1], other[0], None) for one, other in pairwise(ends) if one[1] < other[0]]
    parts = sorted([*held, *gaps], key=lambda part: part[0])
    return [Leg(rep, end - began) for began, end, rep in parts]


def in_words(legs: list[Leg]) -> str:
    """As in "Ana 3 h, nobody 40 min, Ben 2 h"; nothing of one leg."""
    if len(legs) < 2:
        return ""
    return ", ".join(f"{leg.rep or _('nobody')} {age_in_words(leg.waited)}" for leg in legs)
