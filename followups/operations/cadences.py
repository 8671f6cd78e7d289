"""Putting a lead into its cadence, and taking it a step further."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from followups.cadences.ceiling import within_ceiling
from followups.cadences.current import cadence_for
from followups.cadences.planning import plan_next
from followups.models import (
    Cadence,
    CancelReason,
    Enrolment,
    Step,
    Touch,
    TouchState,
)
from followups.operations.locking import lock
from followups.operations.refusal import LeadIsClosed
from followups.state import settle
from leadfollow.clock import WorkingTime
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Contact, Lead


def working_time_of(lead: Lead) -> WorkingTime:
    """By whose hours its touches are planned: the owner's; without one, the campaign's."""
    return lead.owner.working_time if lead.owner else lead.campaign.working_time


def contact_to_try(lead: Lead) -> Contact | None:
    """The primary contact, or the first other one who may be contacted."""
    people = lead.people.select_related("contact").order_by("-is_primary", "pk")
    return next((p.contact for p in people if not p.contact.do_not_contact), None)


def running_enrolment(lead: Lead) -> Enrolment | None:
    return Enrolment.objects.running().filter(lead=lead).select_related("cadence").first()


@transaction.atomic
def begin_cadence(
    *,
    lead: Lead,
    by: User | None,
    at: datetime,
    cadence: Cadence | None = None,
    of_import: int | None = None,
) -> Touch | None:
    """Enrol the lead in its segment's cadence and schedule the first step; `of_import` is the one
    for all of whose leads it was asked for, and whose undo takes it along.

    A running enrolment ends as replaced, with its scheduled step. None, and nothing is done,
    where the segment has no cadence, or nobody at the lead may be contacted. Refused for a closed
    lead.
    """
    lead = lock(lead.pk)
    if not lead.is_open:
        raise LeadIsClosed(_("%(lead)s is closed. Reopen it first.") % {"lead": lead})
    touch = enrol(lead, by=by, at=at, cadence=cadence, of_import=of_import)
    settle([lead.pk], at=at)
    return touch


def enrol(
    lead: Lead,
    *,
    by: User | None,
    at: datetime,
    cadence: Cadence | None = None,
    after: Touch | None = None,
    is_new: bool = False,
    of_import: int | None = None,
) -> Touch | None:
    """The rows of a begun cadence; the lead's `owner` says by whose hours it is planned, `after`
    is the logged touch that began it. None runs yet where the lead `is_new`."""
    cadence = cadence or cadence_for(lead.campaign.segment_id)
    contact = contact_to_try(lead)
    if cadence is None or (contact is None and lead.people.exists()):
        return None
    running = None if is_new else running_enrolment(lead)
    if running:
        at = max(at, running.began_at)
        end_enrolment(running, reason=Enrolment.EndReason.REPLACED, at=at)
        call_off(lead, CancelReason.REPLACED, by=by, at=at, enrolment=running)
    enrolment = Enrolment.objects.create(
        lead=lead, cadence=cadence, contact=contact, began_at=at, begun_by=by, begun_by_touch=after
    )
    touch = schedule_step(
        enrolment, done=None, contact=contact, lead=lead, by=by, at=at, after=after
    )
    told: dict[str, Any] = {"of_import": of_import} if of_import else {}
    told |= {"cadence": cadence.slug}
    record("cadence begun", of=enrolment, by=by, at=at, lead_id=lead.pk, **told)
    return touch


def schedule_step(
    enrolment: Enrolment,
    *,
    done: Step | None,
    contact: Contact | None,
    lead: Lead,
    by: User | None,
    at: datetime,
    after: Touch | None = None,
    outcome: str = "",
) -> Touch | None:
    """Schedule the enrolment's next step, of a step that came to this outcome; at the end of the
    plan the decision. None where a cadence has no steps.

    The segment's ceiling may put it off; the first touch of a lead waits for nothing.
    """
    working = working_time_of(lead)
    planned = plan_next(
        enrolment, done=done, outcome=outcome, contact=contact, at=at, working=working
    )
    if planned is None:
        end_enrolment(enrolment, reason=Enrolment.EndReason.FINISHED, at=at, touch=after)
        return None
    if done or lead.touch_count:
        planned = within_ceiling(planned, lead, working=working)
    return Touch.objects.create(
        lead=lead,
        contact=planned.contact,
        enrolment=enrolment,
        step=planned.step,
        channel=planned.channel,
        own_channel_id=planned.own_channel_id,
        subject=planned.subject,
        is_decision=planned.is_decision,
        due_at=planned.due_at,
        first_due_at=planned.due_at,
        scheduled_at=at,
        scheduled_by=by,
        after=after,
    )


def end_enrolment(
    enrolment: Enrolment, *, reason: str, at: datetime, touch: Touch | None = None
) -> None:
    """Also for an `at` before its beginning: a door reads the clock before it has the lock."""
    enrolment.ended_at = max(at, enrolment.began_at)
    enrolment.end_reason, enrolment.ended_by = reason, touch
    enrolment.save(update_fields=["ended_at", "end_reason", "ended_by"])


def call_off(
    lead: Lead,
    reason: str,
    *,
    by: User | None,
    at: datetime,
    touch: Touch | None = None,
    enrolment: Enrolment | None = None,
    contact: Contact | None = None,
) -> list[Touch]:
    """Cancel the lead's scheduled touches (of one enrolment or contact, if given)."""
    scheduled = Touch.objects.scheduled().filter(lead=lead)
    if enrolment:
        scheduled = scheduled.filter(enrolment=enrolment)
    if contact:
        scheduled = scheduled.filter(contact=contact)
    touches = list(scheduled)
    Touch.objects.filter(pk__in=[t.pk for t in touches]).update(
        state=TouchState.CANCELLED,
        cancelled_at=at,
        cancelled_by=by,
        cancel_reason=reason,
        cancelled_by_touch=touch,
    )
    return touches
