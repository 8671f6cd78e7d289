"""Which cadence the leads of a segment begin."""

from __future__ import annotations

from followups.models import Cadence
from leadfollow.once import forget as ask_again
from leadfollow.once import once

NAME = "cadences"


def cadence_for(segment_id: int) -> Cadence | None:
    """The newest version of the segment's cadence, with its steps; each asked for once a request
    or task, however many leads come in."""
    found = once(NAME, dict[int, Cadence | None])
    if segment_id not in found:
        found[segment_id] = asked_for(segment_id)
    return found[segment_id]


def asked_for(segment_id: int) -> Cadence | None:
    current = Cadence.objects.current().filter(segment=segment_id)
    return current.prefetch_related("steps").first()


def forget() -> None:
    """One was written: ask again."""
    ask_again(NAME)
