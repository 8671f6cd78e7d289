"""The return of a lead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.operations.assigning import distribute_lead, let_go_of_leaver
from followups.operations.cadences import begin_cadence
from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Closure, Lead


class LeadIsOpen(Refusal):
    """There is nothing to reopen."""


@transaction.atomic
def reopen_lead(*, lead: Lead, by: User | None, at: datetime) -> Lead:
    """Take up a closed lead again: with its old owner if he is active, else it is distributed.

    The closure stays on record. A cadence begins anew. Refused as LeadIsOpen where it is open.
    """
    lead = lock(lead.pk)
    closure = Closure.objects.standing().filter(lead=lead).first()
    if closure is None:
        raise LeadIsOpen(_("%(lead)s is open already.") % {"lead": lead})
    at = max(at, closure.closed_at)  # the clock was read before the lock was had
    closure.reopened_at = at
    closure.save(update_fields=["reopened_at"])
    record("lead reopened", of=lead, by=by, at=at, lead_id=lead.pk)
    let_go_of_leaver(lead, at=at)
    settle([lead.pk], at=at)
    lead.refresh_from_db()
    if lead.owner:
        begin_cadence(lead=lead, by=by, at=at)
    else:
        distribute_lead(lead=lead, at=at)
    lead.refresh_from_db()
    return lead
