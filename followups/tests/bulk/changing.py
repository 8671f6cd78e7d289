"""A change of many leads, and its undo, a few minutes apart."""

from __future__ import annotations

from typing import Any

from followups import operations
from followups.models import BulkChange
from followups.operations.bulk_changes import Change
from followups.tests.factories import after
from leadfollow.people.models import User
from leads.models import Lead


def change(leads: list[Lead], what: Change, *, by: User, **fields: Any) -> BulkChange:
    ids = [lead.pk for lead in leads]
    fields = {"at": after(minutes=5)} | fields
    return operations.change_leads(lead_ids=ids, change=what, by=by, **fields)


def undo(done: BulkChange, **fields: Any) -> BulkChange:
    return operations.undo_bulk(change=done, **{"at": after(minutes=9)} | fields)
