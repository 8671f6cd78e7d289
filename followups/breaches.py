"""Since when, or from when on, each flag's rule holds for an open lead, worked out of its rows."""

from __future__ import annotations

from datetime import datetime

from followups.rows import Rows, later
from leads.models import Assignment


def moments_of_open(rows: Rows) -> dict[str, datetime | None]:
    """Since when, or from when on, each rule holds for an open lead."""
    due_at = rows.scheduled[0].due_at if rows.scheduled else None
    moments = {
        "next_due_at": due_at,
        "exhausted_at": exhausted_at(rows),
        "incomplete_since": incomplete_since(rows),
        "promise_by": promise_by(rows),
    }
    if not rows.assignment:
        return moments | {"assign_by": assign_by(rows)}
    waiting = [
        inquiry.respond_by
        for inquiry in rows.inquiries
        if inquiry.respond_by and not (inquiry.first_touch_at or inquiry.closed_at)
    ]
    moments["respond_by"] = min(waiting, default=None)
    moments["verdict_by"] = None if rows.verdict else verdict_by(rows, rows.assignment)
    if due_at is None:
        moments["unplanned_since"] = unplanned_since(rows)
    return moments


def assign_by(rows: Rows) -> datetime | None:
    """An hour after the last owner left, after it came back from outside, or after a lead that
    was nobody's was reopened; if none of it, the first limit of its inquiries. Like those it is
    fixed when it first applies. None while somebody from outside has it: he has a limit."""
    if rows.qualifying:
        return None
    left_at = later(
        *(assignment.ended_at for assignment in rows.assignments),
        *(qualifying.returned_at for qualifying in rows.outside),
    )
    if rows.reopened_at and (left_at is None or left_at < rows.reopened_at):
        campaign = rows.inquiries[0].campaign
        return rows.lead.assign_by or campaign.assign_by(rows.reopened_at, owner_left=True)
    if rows.left:
        return rows.left.reassign_by
    waiting = [i.assign_by for i in rows.inquiries if i.assign_by and not i.closed_at]
    return min(waiting, default=None)


def unplanned_since(rows: Rows) -> datetime | None:
    """The later of assignment, reopening and the last logged or cancelled touch."""
    return later(
        rows.assignments[-1].began_at,
        rows.cancelled_at,
        rows.reopened_at,
        *(touch.logged_at for touch in rows.logged),
    )


def incomplete_since(rows: Rows) -> datetime | None:
    """Since it came in, or was taken up again, while one of the six is blank of its primary
    contact. A record that becomes incomplete once more is the same breach."""
    primary = next((person.contact for person in rows.people if person.is_primary), None)
    if primary and not primary.missing:
        return None
    return later(rows.inquiries[0].received_at, rows.reopened_at)


def promise_by(rows: Rows) -> datetime | None:
    """The earliest moment promised for something that was asked for and is not sent yet."""
    promised = (i.promised_by for i in rows.inquiries if i.is_promised)
    return min(filter(None, promised), default=None)


def exhausted_at(rows: Rows) -> datetime | None:
    """When the current contact was tried in vain for the hard number of times."""
    contact_id, enough = rows.current_contact_id, rows.numbers.hard_attempts
    person = next((p for p in rows.people if p.contact_id == contact_id), None)
    if person is None or person.attempts < enough:
        return None
    attempts = [t for t in rows.logged if t.contact_id == contact_id and t.is_attempt]
    return attempts[-person.attempts :][enough - 1].happened_at


def verdict_by(rows: Rows, assignment: Assignment) -> datetime | None:
    """The touch by which one knows, or the owner's limit if that is first; not before he had it."""
    since = rows.reopened_at
    touches = [t.happened_at for t in rows.logged if t.happened_at]
    touches = [at for at in touches if since is None or at > since]
    enough = rows.numbers.verdict_touches
    limits = [*touches[enough - 1 : enough], assignment.judge_by]
    return later(assignment.began_at, since, min(at for at in limits if at))
