"""What reports keep of their own: what was agreed at a week's end, and that a demonstration is
asked for."""

from reports.models.commitment import Commitment
from reports.models.decision import Decision
from reports.models.demonstration_wanted import DEAD_AFTER, DemonstrationWanted
from reports.models.retrospective import Retrospective, SectionDone

__all__ = [
    "DEAD_AFTER",
    "Commitment",
    "Decision",
    "DemonstrationWanted",
    "Retrospective",
    "SectionDone",
]
