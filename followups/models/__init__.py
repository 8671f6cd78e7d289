"""What we do about leads: plans, touches, flags."""

from followups.models.bucket import Bucket
from followups.models.bulk_change import BulkAction, BulkChange
from followups.models.cadence import Branch, Cadence, Step
from followups.models.calendar_feed import CalendarFeed
from followups.models.channel import Channel
from followups.models.correction import Correction
from followups.models.digest import Digest
from followups.models.distribution_rule import DistributionRule, NextTry, Turn, Way
from followups.models.early_stop import EarlyStop
from followups.models.enrolment import Enrolment
from followups.models.flag import Flag, FlagKind
from followups.models.lesson import LessonTaken
from followups.models.note import Note, NoteVersion
from followups.models.notice import (
    ASKED_AGAIN,
    ASSIGNED,
    MENTIONED,
    OUTSIDE,
    RETURNED,
    USUAL,
    How,
    Notice,
    NoticeChoice,
)
from followups.models.outcome import (
    ANSWERED,
    ATTEMPTS,
    BARRING,
    GOES_ON,
    HEARD,
    RESPONSES,
    TALKS,
    Outcome,
)
from followups.models.own_channel import OwnChannel
from followups.models.policy import Policy, PolicyReading
from followups.models.question import Answer, Question
from followups.models.removed_lead import RemovalReason, RemovedLead
from followups.models.roll_out import RollOut
from followups.models.saved_view import SavedView
from followups.models.step_document import StepDocument
from followups.models.sweep_run import SweepRun
from followups.models.touch import Touch
from followups.models.touch_state import (
    LOGGED,
    PUT_OFF,
    SCHEDULED,
    CancelReason,
    Direction,
    Source,
    TouchState,
)
from followups.models.wake_up import WakeUp, WakeUpBatch

__all__ = [
    "ANSWERED",
    "ASKED_AGAIN",
    "ASSIGNED",
    "ATTEMPTS",
    "BARRING",
    "GOES_ON",
    "HEARD",
    "LOGGED",
    "MENTIONED",
    "OUTSIDE",
    "PUT_OFF",
    "RESPONSES",
    "RETURNED",
    "SCHEDULED",
    "TALKS",
    "USUAL",
    "Answer",
    "Branch",
    "Bucket",
    "BulkAction",
    "BulkChange",
    "Cadence",
    "CalendarFeed",
    "CancelReason",
    "Channel",
    "Correction",
    "Digest",
    "Direction",
    "DistributionRule",
    "EarlyStop",
    "Enrolment",
    "Flag",
    "FlagKind",
    "How",
    "LessonTaken",
    "NextTry",
    "Note",
    "NoteVersion",
    "Notice",
    "NoticeChoice",
    "Outcome",
    "OwnChannel",
    "Policy",
    "PolicyReading",
    "Question",
    "RemovalReason",
    "RemovedLead",
    "RollOut",
    "SavedView",
    "Source",
    "Step",
    "StepDocument",
    "SweepRun",
    "Touch",
    "TouchState",
    "Turn",
    "WakeUp",
    "WakeUpBatch",
    "Way",
]
