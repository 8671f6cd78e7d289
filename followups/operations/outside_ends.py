"""The end of a lead's time with an outside qualifier, whatever ends it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop

from followups.models import CancelReason, NextTry, Touch, TouchState
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Back, Lead, Qualifying

EVENTS = {
    Back.QUALIFIED: gettext_noop("lead came back qualified"),
    Back.NOT_QUALIFIED: gettext_noop("lead came back not qualified"),
    Back.NOT_REACHED: gettext_noop("lead came back not reached"),
    Back.TAKEN_BACK: gettext_noop("lead taken back from outside"),
    Back.LATE: gettext_noop("lead not returned in time"),
}


def end_outside(
    lead: Lead,
    *,
    by: User | None,
    at: datetime,
    says: Back = Back.TAKEN_BACK,
    reason: str = "",
    words: str = "",
) -> Qualifying | None:
    """He has it no more; nothing where nobody from outside had it. Whoever calls settles it.

    What he had planned to try again goes, so that whoever gets the lead begins his own plan; what
    he agreed with somebody stays.
    """
    row = Qualifying.objects.running().filter(lead=lead).select_related("person").first()
    if row is None:
        return None
    row.returned_at = max(at, row.given_at)
    row.returned_by, row.says, row.reason, row.words = by, says, reason, words[:300]
    row.reassign_by = lead.campaign.assign_by(row.returned_at, owner_left=True)
    row.save(update_fields=["returned_at", "returned_by", "says", "reason", "words", "reassign_by"])
    event = EVENTS[says]
    told = {"person": row.person_id, "reason": reason}
    record(event, of=row, by=by, at=row.returned_at, lead_id=lead.pk, **told)
    call_off_tries(row, by=by)
    return row


def call_off_tries(row: Qualifying, *, by: User | None) -> None:
    """What he planned by himself: after a try in vain, or to be done with it by his limit."""
    agreed = Q(after__in=Touch.objects.responses().filter(lead=row.lead_id)) & ~Q(due_at=row.due_by)
    planned = Touch.objects.scheduled().manual().filter(lead=row.lead_id, scheduled_by=row.person)
    his = planned.filter(enrolment=None, scheduled_at__gte=row.given_at)
    kept = his.filter(agreed).values_list("pk", flat=True)
    his.exclude(pk__in=list(kept)).update(
        state=TouchState.CANCELLED,
        cancel_reason=CancelReason.CALLED_OFF,
        cancelled_by=by,
        cancelled_at=row.returned_at,
    )


def with_again(row: Qualifying) -> None:
    """He has it again; nobody tries any more to give it to a rep."""
    NextTry.objects.filter(lead=row.lead_id).delete()
    row.returned_at = row.returned_by = row.reassign_by = None
    row.says = row.reason = row.words = ""
    row.save()


def give_again(lead: Lead, *, taken_at: datetime) -> None:
    """What took the lead from outside at that moment never was: he has it again. Where that cannot
    be, `let_go_outside` ends it; what he had planned by himself he plans again."""
    rows = Qualifying.objects.filter(lead=lead)
    row = rows.filter(says=Back.TAKEN_BACK, returned_at=taken_at).last()
    if row and not rows.running().exists():
        with_again(row)


def let_go_outside(lead: Lead, *, at: datetime) -> None:
    """A lead that is here again is with nobody who does not qualify any more, and with nobody
    from outside beside an owner."""
    rows = Qualifying.objects.running().filter(lead=lead)
    here = Q(person__is_active=True, person__is_qualifier=True, lead__owner=None)
    if rows.exclude(here).exists():
        end_outside(lead, by=None, at=at)
