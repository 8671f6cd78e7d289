"""What is done in a retrospective: one function per event."""

from reports.operations.closing import close
from reports.operations.committing import (
    BadCommitment,
    Settled,
    settle_commitment,
    unsettle_commitment,
)
from reports.operations.deciding import (
    Decided,
    NotHere,
    Undecided,
    agree_far_day,
    commit,
    note,
    reassign,
    set_next_step,
    take_back,
)
from reports.operations.holding import IsClosed, NotBegun, NotYours, finish_section, leads

__all__ = [
    "BadCommitment",
    "Decided",
    "IsClosed",
    "NotBegun",
    "NotHere",
    "NotYours",
    "Settled",
    "Undecided",
    "agree_far_day",
    "close",
    "commit",
    "finish_section",
    "leads",
    "note",
    "reassign",
    "set_next_step",
    "settle_commitment",
    "take_back",
    "unsettle_commitment",
]
