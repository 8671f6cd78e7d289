"""The end of a lead."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import CancelReason, Enrolment, Touch
from followups.operations.cadences import call_off, end_enrolment, running_enrolment
from followups.operations.judging import judge_at_end
from followups.operations.locking import lock
from followups.operations.outside_ends import end_outside
from followups.operations.refusal import LeadIsClosed, Refusal
from followups.operations.stopping import check_close
from followups.state import settle
from followups.verdicts import Judgement
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import CloseReason, Closure, Lead, Rejection
from leads.operations import edit_lead


class BadReason(Refusal):
    """The own reason stands beneath another disposition."""


@transaction.atomic
def close_lead(
    *,
    lead: Lead,
    disposition: str,
    by: User | None,
    at: datetime,
    reason: str = "",
    value: Decimal | None = None,
    verdict: Judgement | None = None,
    won_on: date | None = None,
    why: CloseReason | None = None,
) -> Closure:
    """End the lead with a reason: what is scheduled is called off, its enrolment and flags end.

    `value` is what a lead that is won is worth; without one it stays as it was; `won_on` the day
    on which it was won; `why` a
    reason of our own beneath the disposition. A person who closes a lead gives his `verdict`,
    unless one stands or the disposition says it. Refused as LeadIsClosed where it is closed
    already, as BadReason where `why` is one for another end, as BadVerdict where the verdict is
    missing, as StopsEarly where nobody answered, few touches were made, and no reason is given.
    """
    lead = lock(lead.pk)
    if not lead.is_open:
        raise LeadIsClosed(
            _("%(lead)s is closed already: %(get_disposition_display)s.")
            % {"lead": lead, "get_disposition_display": lead.get_disposition_display()}
        )
    closure = end_lead(
        lead,
        disposition=disposition,
        reason=reason,
        value=value,
        verdict=verdict,
        won_on=won_on,
        why=why,
        by=by,
        at=at,
    )
    settle([lead.pk], at=at)
    return closure


def end_lead(
    lead: Lead,
    *,
    disposition: str,
    reason: str,
    by: User | None,
    at: datetime,
    touch: Touch | None = None,
    value: Decimal | None = None,
    verdict: Judgement | None = None,
    won_on: date | None = None,
    why: CloseReason | None = None,
) -> Closure:
    """The rows of a closure; `touch` is the logged one that closed the lead, for its undo."""
    if why and why.disposition != disposition:
        raise BadReason(_("“%(why)s” is no reason for this end. Choose another.") % {"why": why})
    judge_at_end(lead, disposition, verdict, by=by, at=at, touch=touch)
    rejected = str(Rejection(verdict.reason).label) if verdict and verdict.reason else ""
    said = reason or (why.name if why else rejected)
    check_close(lead, disposition, reason=said, by=by, at=at, touch=touch)
    call_off(lead, CancelReason.CLOSED, by=by, at=at, touch=touch)
    enrolment = running_enrolment(lead)
    if enrolment:
        end_enrolment(enrolment, reason=Enrolment.EndReason.CLOSED, at=at, touch=touch)
    if lead.owner_id is None:
        end_outside(lead, by=by, at=at)
    closure = Closure.objects.create(
        lead=lead,
        disposition=disposition,
        why=why,
        reason=reason,
        closed_by=by,
        closed_at=at,
        caused_by=touch.key if touch else None,
        value=value,
        won_on=won_on,
        value_before=None if value is None else lead.value,
    )
    record(
        "lead closed",
        of=closure,
        by=by,
        at=at,
        lead_id=lead.pk,
        disposition=disposition,
        why=why.name if why else "",
        reason=reason,
    )
    if value is not None:
        edit_lead(lead=lead, changes={"value": value}, by=by, at=at)
    return closure
