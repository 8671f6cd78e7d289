"""Which pages are open to somebody who helps from outside.

An outside qualifier reaches these and no other: a new page is closed to him until its name stands
here. What he finds on them is his own: `Lead.objects.with_qualifier`.
"""

from __future__ import annotations

ACCOUNT = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "recovery_codes",
}
OWN = {
    "people:home",
    "people:profile",
    "people:save_section",
    "people:logo",
    "people:end_session",
    "people:end_other_sessions",
}
WORK = {
    "followups:outside_queue",
    "followups:outside_lead",
    "followups:outside_moment",
    "followups:outside_log",
    "followups:outside_undo_touch",
    "followups:outside_tick",
    "followups:outside_return",
    "followups:outside_undo_return",
    "followups:notices",
    "followups:read_notice",
    "followups:read_all_notices",
    "followups:help",
    "followups:help_page",
    "followups:words",
}
OUTSIDE = ACCOUNT | OWN | WORK
