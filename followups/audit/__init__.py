"""Whether the laws hold and the kept state is equal to the rows behind it.

Every check names the rows that break it, by id and nothing else. Flags are judged as of the
newest sweep.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from followups.audit.distribution import distribution_stands
from followups.audit.findings import Finding
from followups.audit.flags import flags_have_a_life
from followups.audit.imports import imports_account
from followups.audit.kept_state import kept_state, owner_is_current
from followups.audit.plans import always_a_next_step, closed_is_closed, nothing_unseen
from followups.audit.surroundings import (
    captured_once,
    files_are_there,
    nobody_left_behind,
    nothing_lost_in_merges,
    outside_is_open,
    told_of_the_right_lead,
)
from followups.audit.touches import debt_stands, never_lost_never_doubled, recorded_honestly

__all__ = ["LAWS", "Finding", "audit"]

LAWS: dict[str, Callable[[], Finding]] = {
    "1-next-step": always_a_next_step,
    "2-nothing-unseen": nothing_unseen,
    "3-closed-is-closed": closed_is_closed,
    "4-never-lost-never-doubled": never_lost_never_doubled,
    "5-recorded-honestly": recorded_honestly,
    "6-debt-stands": debt_stands,
    "7-flags-have-a-life": flags_have_a_life,
    "kept-state": kept_state,
    "one-owner-at-a-time": owner_is_current,
    "nobody-left-behind": nobody_left_behind,
    "outside-is-open": outside_is_open,
    "told-of-the-right-lead": told_of_the_right_lead,
    "files-are-there": files_are_there,
    "nothing-lost-in-merges": nothing_lost_in_merges,
    "captured-once": captured_once,
    "imports-account": imports_account,
    "distribution-stands": distribution_stands,
}


def audit(names: list[str] | None = None) -> dict[str, Finding]:
    """Run the checks (all, or those named), on one view of the data."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return {name: LAWS[name]() for name in (names or LAWS)}
