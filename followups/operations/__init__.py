"""What can happen to a lead while it is followed up. Each function is one event."""

from followups.operations.answering import NothingAgreed
from followups.operations.assigning import (
    LeadTaken,
    LessonFirst,
    NotAssignable,
    assign_lead,
    distribute_lead,
    release_lead,
    take_back_assignment,
    take_lead,
)
from followups.operations.barring import bar_contact
from followups.operations.buckets import (
    BadBucket,
    BucketInUse,
    add_bucket,
    edit_bucket,
    move_bucket_up,
    switch_bucket,
)
from followups.operations.bulk import NotYours, TooMany, change_leads, undo_bulk
from followups.operations.bulk_changes import (
    Assign,
    ChangeCampaign,
    Move,
    NoStep,
    PutIntoBucket,
    PutTag,
    TakeTagOff,
)
from followups.operations.cadences import begin_cadence
from followups.operations.closing import BadReason, close_lead
from followups.operations.correcting import AsksForAnotherStep, NotCorrectable, correct_touch
from followups.operations.deciding import NoDecision, go_on_after
from followups.operations.entering import enter_lead
from followups.operations.exporting import TooManyRows, export_leads
from followups.operations.following import AsksWhy, NoNextStep
from followups.operations.judging import BadVerdict, VerdictStands, give_verdict, undo_verdict
from followups.operations.keys import KeyUsedOtherwise
from followups.operations.learning import (
    NoExcuse,
    begin_lesson_again,
    end_excuse,
    excuse_from_lesson,
    pass_exercise,
)
from followups.operations.leaving import (
    Belongings,
    LeadsTo,
    NotOneself,
    Receivers,
    StillHis,
    change_person,
    deactivate_user,
)
from followups.operations.locking import LeadIsGone
from followups.operations.logging import (
    BadLog,
    TouchAlreadyLogged,
    log_touch,
    log_unplanned_touch,
)
from followups.operations.naming import KnownElsewhere, name_person
from followups.operations.noticing import (
    end_calendar,
    make_calendar,
    read_notice,
    read_notices,
)
from followups.operations.noting import (
    NoteStands,
    NothingSaid,
    delete_note,
    edit_note,
    write_note,
)
from followups.operations.nurturing import (
    NoSuchBucket,
    NotInBucket,
    TooFar,
    send_to_bucket,
    wake_lead,
)
from followups.operations.own_fields import (
    BadOwnField,
    KindStands,
    TooManyFields,
    add_own_field,
    bring_back_own_field,
    edit_own_field,
    move_own_field,
    retire_own_field,
)
from followups.operations.own_values import (
    BadOwnValue,
    NoSuchField,
    tell_own_fields,
    undo_own_fields,
)
from followups.operations.people import add_person, choose_primary, edit_contact
from followups.operations.plans import (
    BadPlan,
    Plan,
    PlannedStep,
    SavedMeanwhile,
    save_cadence,
    write_cadence,
)
from followups.operations.qualifying import (
    BadTick,
    Met,
    NotQualified,
    convert_lead,
    plan_by_timeframe,
    tick_criteria,
)
from followups.operations.receiving import NotHeld, receive_inquiry, release_inquiry
from followups.operations.refusal import LeadIsClosed, MovedOn, Refusal
from followups.operations.removing import (
    CannotReturn,
    NotInBin,
    purge_bin,
    remove_lead,
    restore_lead,
)
from followups.operations.reopening import LeadIsOpen, reopen_lead
from followups.operations.retiring import Left, NeedsReceiver, left_in, retire_team
from followups.operations.rolling_out import ask_for_roll_out, roll_out
from followups.operations.ruling import (
    BadPolicy,
    PolicyChangedMeanwhile,
    PolicyWaits,
    apply_policy,
    read_policy,
    rule,
)
from followups.operations.scheduling import (
    BadDate,
    ContactIsBarred,
    LastNextStep,
    MovedOften,
    NoPromise,
    NotAtLead,
    NotScheduled,
    TooOften,
    TooSilent,
    cancel_touch,
    move_touch,
    schedule_touch,
)
from followups.operations.sourcing import change_campaign
from followups.operations.stepping import (
    LastStep,
    NoReason,
    NotAStep,
    replace_step,
    skip_step,
    undo_stepping,
)
from followups.operations.stopping import StopsEarly
from followups.operations.undoing import NotUndoable, undo_move, undo_touch
from followups.operations.undoing_end import undo_close
from followups.operations.undoing_rest import undo_rest
from followups.operations.views import (
    NameTaken,
    change_view,
    remove_view,
    restore_view,
    save_view,
)
from followups.operations.waking import is_time_to_wake, wake_silent_leads
from leads.operations import edit_lead, tag_lead, untag_lead

__all__ = [
    "AsksForAnotherStep",
    "AsksWhy",
    "Assign",
    "BadBucket",
    "BadDate",
    "BadLog",
    "BadOwnField",
    "BadOwnValue",
    "BadPlan",
    "BadPolicy",
    "BadReason",
    "BadTick",
    "BadVerdict",
    "Belongings",
    "BucketInUse",
    "CannotReturn",
    "ChangeCampaign",
    "ContactIsBarred",
    "KeyUsedOtherwise",
    "KindStands",
    "KnownElsewhere",
    "LastNextStep",
    "LastStep",
    "LeadIsClosed",
    "LeadIsGone",
    "LeadIsOpen",
    "LeadTaken",
    "LeadsTo",
    "Left",
    "LessonFirst",
    "Met",
    "Move",
    "MovedOften",
    "MovedOn",
    "NameTaken",
    "NeedsReceiver",
    "NoDecision",
    "NoExcuse",
    "NoNextStep",
    "NoPromise",
    "NoReason",
    "NoStep",
    "NoSuchBucket",
    "NoSuchField",
    "NotAStep",
    "NotAssignable",
    "NotAtLead",
    "NotCorrectable",
    "NotHeld",
    "NotInBin",
    "NotInBucket",
    "NotOneself",
    "NotQualified",
    "NotScheduled",
    "NotUndoable",
    "NotYours",
    "NoteStands",
    "NothingAgreed",
    "NothingSaid",
    "Plan",
    "PlannedStep",
    "PolicyChangedMeanwhile",
    "PolicyWaits",
    "PutIntoBucket",
    "PutTag",
    "Receivers",
    "Refusal",
    "SavedMeanwhile",
    "StillHis",
    "StopsEarly",
    "TakeTagOff",
    "TooFar",
    "TooMany",
    "TooManyFields",
    "TooManyRows",
    "TooOften",
    "TooSilent",
    "TouchAlreadyLogged",
    "VerdictStands",
    "add_bucket",
    "add_own_field",
    "add_person",
    "apply_policy",
    "ask_for_roll_out",
    "assign_lead",
    "bar_contact",
    "begin_cadence",
    "begin_lesson_again",
    "bring_back_own_field",
    "cancel_touch",
    "change_campaign",
    "change_leads",
    "change_person",
    "change_view",
    "choose_primary",
    "close_lead",
    "convert_lead",
    "correct_touch",
    "deactivate_user",
    "delete_note",
    "distribute_lead",
    "edit_bucket",
    "edit_contact",
    "edit_lead",
    "edit_note",
    "edit_own_field",
    "end_calendar",
    "end_excuse",
    "enter_lead",
    "excuse_from_lesson",
    "export_leads",
    "give_verdict",
    "go_on_after",
    "is_time_to_wake",
    "left_in",
    "log_touch",
    "log_unplanned_touch",
    "make_calendar",
    "move_bucket_up",
    "move_own_field",
    "move_touch",
    "name_person",
    "pass_exercise",
    "plan_by_timeframe",
    "purge_bin",
    "read_notice",
    "read_notices",
    "read_policy",
    "receive_inquiry",
    "release_inquiry",
    "release_lead",
    "remove_lead",
    "remove_view",
    "reopen_lead",
    "replace_step",
    "restore_lead",
    "restore_view",
    "retire_own_field",
    "retire_team",
    "roll_out",
    "rule",
    "save_cadence",
    "save_view",
    "schedule_touch",
    "send_to_bucket",
    "skip_step",
    "switch_bucket",
    "tag_lead",
    "take_back_assignment",
    "take_lead",
    "tell_own_fields",
    "tick_criteria",
    "undo_bulk",
    "undo_close",
    "undo_move",
    "undo_own_fields",
    "undo_rest",
    "undo_stepping",
    "undo_touch",
    "undo_verdict",
    "untag_lead",
    "wake_lead",
    "wake_silent_leads",
    "write_cadence",
    "write_note",
]
