"""What can happen to a person. Each function is one event."""

from leadfollow.people.operations.absences import (
    BadDays,
    BadDeputy,
    end_absence,
    refuse_bad_deputy,
    set_absence,
)
from leadfollow.people.operations.accounts import (
    LastAdmin,
    NoTeam,
    TakenEmail,
    change_person,
    end_sessions,
    lock_person,
    reset_link_made,
    switch_off,
    switch_on,
)
from leadfollow.people.operations.holidays import (
    DayTaken,
    NoPublicHoliday,
    add_holiday,
    bring_back_holiday,
    edit_holiday,
    retire_holiday,
)
from leadfollow.people.operations.inviting import (
    AskedAlready,
    LinkIsDead,
    TooManyInvitations,
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from leadfollow.people.operations.own import change_settings, change_team
from leadfollow.people.operations.refusal import Refusal
from leadfollow.people.operations.teams import TakenName, create_team, edit_team
from leadfollow.people.operations.tokens import (
    BadToken,
    make_token,
    note_use,
    revoke_token,
)

__all__ = [
    "AskedAlready",
    "BadDays",
    "BadDeputy",
    "BadToken",
    "DayTaken",
    "LastAdmin",
    "LinkIsDead",
    "NoPublicHoliday",
    "NoTeam",
    "Refusal",
    "TakenEmail",
    "TakenName",
    "TooManyInvitations",
    "accept_invitation",
    "add_holiday",
    "bring_back_holiday",
    "change_person",
    "change_settings",
    "change_team",
    "create_team",
    "edit_holiday",
    "edit_team",
    "end_absence",
    "end_sessions",
    "invite",
    "lock_person",
    "make_token",
    "note_use",
    "refuse_bad_deputy",
    "resend_invitation",
    "reset_link_made",
    "retire_holiday",
    "revoke_invitation",
    "revoke_token",
    "set_absence",
    "switch_off",
    "switch_on",
]
