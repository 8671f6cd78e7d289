"""How many commitments of before were kept, as a week's retrospective says."""

from __future__ import annotations

from dataclasses import dataclass

from leadfollow.clock import Week
from leadfollow.people.models import Team, User
from reports.models import Commitment
from reports.models.commitment import CommitmentQuerySet, End
from reports.retrospective_asked import Asked


@dataclass(frozen=True)
class CommitmentsKept:
    """Those of earlier weeks that the week was asked about: kept, carried over, and all."""

    kept: int
    carried: int
    all: int


def standing_of(asked: Asked) -> CommitmentQuerySet:
    """Those of the team or the rep of which nobody said yet what came of them, the first due
    first."""
    theirs = Commitment.objects.of_team(asked.team).standing()
    theirs = theirs.by(asked.rep) if asked.rep else theirs
    return theirs.select_related("rep", "lead", "retrospective").order_by("due_at", "pk")


def commitments_kept(team: Team, week: Week, *, rep: User | None = None) -> CommitmentsKept:
    """As of now; of one rep or of all. Two queries."""
    theirs = Commitment.objects.of_team(team).before(week)
    theirs = theirs.by(rep) if rep else theirs
    ends = list(theirs.settled_in(week).values_list("end", flat=True))
    return CommitmentsKept(
        ends.count(End.KEPT), ends.count(End.CARRIED), len(ends) + theirs.standing().count()
    )
