"""What can happen to a lead while it is followed up. Each function is one event."""

from followups.operations.assigning import (
    LeadTaken,
    NotAssignable,
    assign_lead,
    distribute_lead,
    release_lead,
    take_lead,
)
from followups.operations.barring import bar_contact
from followups.operations.cadences import begin_cadence
from followups.operations.closing import LeadIsClosed, close_lead
from followups.operations.logging import (
    BadLog,
    KeyUsedOtherwise,
    NoNextStep,
    TouchAlreadyLogged,
    log_touch,
    log_unplanned_touch,
)
from followups.operations.receiving import NotHeld, receive_inquiry, release_inquiry
from followups.operations.refusal import Refusal
from followups.operations.reopening import LeadIsOpen, reopen_lead
from followups.operations.scheduling import (
    BadDate,
    ContactIsBarred,
    NotScheduled,
    cancel_touch,
    move_touch,
    schedule_touch,
)
from followups.operations.undoing import NotUndoable, undo_touch

__all__ = [
    "BadDate",
    "BadLog",
    "ContactIsBarred",
    "KeyUsedOtherwise",
    "LeadIsClosed",
    "LeadIsOpen",
    "LeadTaken",
    "NoNextStep",
    "NotAssignable",
    "NotHeld",
    "NotScheduled",
    "NotUndoable",
    "Refusal",
    "TouchAlreadyLogged",
    "assign_lead",
    "bar_contact",
    "begin_cadence",
    "cancel_touch",
    "close_lead",
    "distribute_lead",
    "log_touch",
    "log_unplanned_touch",
    "move_touch",
    "receive_inquiry",
    "release_inquiry",
    "release_lead",
    "reopen_lead",
    "schedule_touch",
    "take_lead",
    "undo_touch",
]
