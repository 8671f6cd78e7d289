"""Where a lead stands, worked out from its rows.

The operations change rows (inquiries, assignments, closures, touches) and then call `settle`,
which writes what follows from them: the kept state on lead, inquiry and contact, and the end of
the flags whose breach is over. Nothing else writes these columns. `audit` compares `standing_of`
with what is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max

from followups import flags
from followups.breaches import moments_of_open
from followups.models import (
    Direction,
    Outcome,
    Source,
    Touch,
)
from followups.models.flag import RULES
from followups.numbers import Numbers
from followups.rows import Rows, later, rows_of
from followups.writing import write_columns
from leads.models import (
    Assignment,
    Inquiry,
    LeadContact,
    LeadStatus,
    Says,
)


def waiting_since(inquiry: Inquiry) -> datetime:
    """When its clocks began: at receipt; where it was held, at its release."""
    return inquiry.released_at or inquiry.received_at


def assign_limit(inquiry: Inquiry) -> datetime:
    """Until when its lead needs an owner, by when it was captured; but nobody is late before it
    came in and a sweep could see it."""
    limit = inquiry.campaign.assign_by(inquiry.released_at or inquiry.asked_at)
    if inquiry.captured_at is None:
        return limit
    return max(limit, inquiry.received_at + timedelta(seconds=settings.SWEEP_EVERY))


def assigned_at(inquiry: Inquiry, assignments: Iterable[Assignment]) -> datetime | None:
    """When the inquiry's lead first had an owner after it: at receipt, if it had one then."""
    if inquiry.is_held:
        return None
    since = waiting_since(inquiry)
    for assignment in assignments:
        if assignment.ended_at is None or assignment.ended_at > since:
            return max(assignment.began_at, since)
    return None


def standing_of_inquiry(inquiry: Inquiry, rows: Rows) -> dict[str, Any]:
    """The kept columns of an inquiry. The two limits are fixed when they first apply."""
    assigned = assigned_at(inquiry, rows.assignments)
    campaign = inquiry.campaign
    respond_by = inquiry.respond_by if inquiry.assigned_at == assigned else None
    if assigned and not respond_by:
        respond_by = campaign.segment.first_touch_by(assigned, campaign.working_time)
    assign_by = inquiry.assign_by
    if not (assigned or assign_by or inquiry.is_held):
        assign_by = assign_limit(inquiry)
    return {
        "assigned_at": assigned,
        "respond_by": respond_by,
        "assign_by": assign_by,
        "first_touch_at": next(
            (
                touch.happened_at
                for touch in rows.logged
                if touch.direction == Direction.OUTBOUND
                and touch.happened_at
                and touch.happened_at >= inquiry.received_at
            ),
            None,
        ),
        "closed_at": next(
            (c.closed_at for c in rows.closures if c.closed_at >= waiting_since(inquiry)), None
        ),
    }


def standing_of_assignment(assignment: Assignment, rows: Rows) -> dict[str, Any]:
    """Until when the owner must have judged the lead; anew once it was reopened."""
    began = max(assignment.began_at, rows.reopened_at or assignment.began_at)
    judge_by = assignment.judge_by
    if judge_by is None or judge_by < began:
        working = rows.inquiries[0].campaign.working_time
        judge_by = working.add_hours(began, 24 * rows.numbers.verdict_working_days)
    return {"judge_by": judge_by}


def standing_of_person(person: LeadContact, rows: Rows) -> dict[str, Any]:
    """Attempts since the person last responded, at whatever lead, and whether he was reached."""
    mine = [touch for touch in rows.logged if touch.contact_id == person.contact_id]
    since = person.contact.responded_at
    attempts = [
        touch
        for touch in mine
        if touch.is_attempt and touch.happened_at and (since is None or touch.happened_at > since)
    ]
    return {"attempts": len(attempts), "reached": any(touch.is_response for touch in mine)}


def status_of(rows: Rows) -> str:
    """New until touched; nurturing in a bucket, and after "not now" until the next touch; closed
    with a reason. What came as nurturing is at work once somebody answered here."""
    if rows.closure:
        return LeadStatus.CLOSED
    if rows.enrolment and rows.enrolment.bucket_id:
        return LeadStatus.NURTURING
    if rows.logged and rows.logged[-1].outcome == Outcome.NOT_NOW:
        return LeadStatus.NURTURING
    answered = any(t.is_response and t.source != Source.IMPORT for t in rows.logged)
    if rows.lead.came_as == LeadStatus.NURTURING and not answered:
        return LeadStatus.NURTURING
    if rows.logged or rows.lead.came_as == LeadStatus.WORKING:
        return LeadStatus.WORKING
    return LeadStatus.NEW


def standing_of(rows: Rows) -> dict[str, Any]:
    """The kept columns of a lead; its inquiries and people must be settled already."""
    first, closure, assignment = rows.inquiries[0], rows.closure, rows.assignment
    responses = [touch.happened_at for touch in rows.logged if touch.is_response]
    standing: dict[str, Any] = {
        "received_at": first.received_at,
        "campaign_id": first.campaign_id,
        "owner_id": assignment.rep_id if assignment else None,
        "status": status_of(rows),
        "disposition": closure.disposition if closure else "",
        "closed_at": closure.closed_at if closure else None,
        "last_touch_at": rows.logged[-1].happened_at if rows.logged else None,
        "last_outcome": rows.logged[-1].outcome if rows.logged else "",
        "touch_count": len(rows.logged),
        "responded_at": later(*responses),
        "qualified_at": qualified_at(rows),
    }
    moments = dict.fromkeys(RULES.values())
    if not closure:
        moments.update(moments_of_open(rows))
    is_first = moments["respond_by"] is not None
    standing["next_is"] = "" if closure else rows.next_is(is_first=is_first)
    return standing | moments


def qualified_at(rows: Rows) -> datetime | None:
    """When it was found to be qualified, while that verdict stands."""
    verdict = rows.verdict
    return verdict.given_at if verdict and verdict.says == Says.QUALIFIED else None


def changed(record: Any, standing: dict[str, Any]) -> bool:
    """Write the standing onto the record; tell whether anything was different."""
    different = [name for name, value in standing.items() if getattr(record, name) != value]
    for name in different:
        setattr(record, name, standing[name])
    return bool(different)


def last_answers(contact_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these people last responded, at whatever lead; absent where never."""
    answers = Touch.objects.responses().filter(contact__in=contact_ids)
    return dict(answers.values_list("contact").annotate(at=Max("happened_at")))


def settle_contacts(rows: dict[int, Rows]) -> set[int]:
    """When each person at these leads last responded; the leads that this reaches beyond them."""
    moved = {}
    for its in rows.values():
        for person in its.people:
            if changed(person.contact, {"responded_at": its.answered[person.contact_id]}):
                moved[person.contact_id] = person.contact
    if not moved:
        return set()
    write_columns(list(moved.values()), ["responded_at"])
    others = LeadContact.objects.filter(contact__in=moved).exclude(lead__in=rows)
    return set(others.values_list("lead", flat=True))


def settle(
    lead_ids: Collection[int],
    *,
    at: datetime,
    keep_flags: bool = True,
    numbers: Numbers | None = None,
    is_new: bool = False,
) -> dict[int, Rows]:
    """Write what follows from the rows of these leads, as of the moment of the change.

    The caller holds the leads' locks and a transaction, and is told the rows as they stand now.
    `keep_flags=False` is for imports, which bring no history of flags with them; `numbers` are
    those of a policy that comes into force. Leads that are `is_new` were made in this transaction
    and settled by nobody yet: they have no flag, no verdict and no end.
    """
    rows = rows_of(lead_ids, numbers=numbers, is_new=is_new)
    rows |= rows_of(reached, numbers=numbers) if (reached := settle_contacts(rows)) else {}
    inquiries, people, assignments, leads = [], [], [], []
    before: dict[int, dict[str, datetime | None]] = defaultdict(dict)
    for lead_id, its in rows.items():
        inquiries += [i for i in its.inquiries if changed(i, standing_of_inquiry(i, its))]
        people += [p for p in its.people if changed(p, standing_of_person(p, its))]
        if its.judge and changed(its.judge, standing_of_assignment(its.judge, its)):
            assignments.append(its.judge)
        before[lead_id] = {c: getattr(its.lead, c) for c in RULES.values()}
        if changed(its.lead, standing_of(its)):
            leads.append(its.lead)
    write_columns(
        inquiries, ["assigned_at", "respond_by", "assign_by", "first_touch_at", "closed_at"]
    )
    write_columns(people, ["attempts", "reached"])
    write_columns(assignments, ["judge_by"])
    write_columns(leads, KEPT)
    if keep_flags and not is_new:
        flags.keep(leads, before=before, at=at)
    return rows


KEPT = [
    "received_at",
    "campaign",
    "owner",
    "status",
    "disposition",
    "closed_at",
    "last_touch_at",
    "last_outcome",
    "touch_count",
    "responded_at",
    "qualified_at",
    "next_is",
    *RULES.values(),
]
