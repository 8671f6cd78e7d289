"""A rep has some time to accept a lead that a rule gave him; else it goes to the next."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.operations.assigning import distribute_lead, end_assignment
from followups.operations.judging import BadVerdict
from followups.operations.locking import lock
from followups.operations.noting import write_note
from followups.operations.refusal import MovedOn
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Assignment, Lead, Rejection
from leads.models.assignment import LATE


@transaction.atomic
def give_back(
    *, lead: Lead, reason: str, by: User, at: datetime, words: str = ""
) -> Assignment | None:
    """ "Not mine": the lead goes to the next rep, never back to this one; where there is none, it
    waits in the inbox.

    Refused as BadVerdict without a reason, as MovedOn where it was accepted, or went on.
    """
    if reason not in Rejection.values:
        raise BadVerdict(_("Say why it is not yours: choose a reason."))
    if reason == Rejection.OTHER and not words:
        raise BadVerdict(_("Write in a few words why it is not yours."))
    lead = lock(lead.pk)
    given = Assignment.objects.unaccepted().filter(lead=lead).select_related("rep").first()
    if given is None:
        raise MovedOn(_("%(lead)s was accepted or handed on already.") % {"lead": lead})
    if words:
        write_note(lead=lead, text=words, by=by, at=at)
    return pass_on(given, lead, reason, by=by, at=at)


@transaction.atomic
def take_back_late(*, given: Assignment, at: datetime) -> bool:
    """His time to accept is over: the same as if he had given it back. Whether it was so; what was
    accepted in time, or is taken back by somebody else, stays."""
    lead = lock(given.lead_id)
    late = Assignment.objects.unaccepted().filter(pk=given.pk, accept_by__lte=at)
    if not late.exists():
        return False
    pass_on(given, lead, LATE, by=None, at=at)
    return True


def pass_on(
    given: Assignment, lead: Lead, reason: str, *, by: User | None, at: datetime
) -> Assignment | None:
    """The end of one rep's time, and the next one's beginning."""
    at = max(at, given.began_at)
    end_assignment(lead, at=at, returned_for=reason)
    event = gettext_noop("lead not accepted") if reason == LATE else gettext_noop("lead given back")
    record(event, of=given, by=by, at=at, lead_id=lead.pk, rep=given.rep_id, reason=reason)
    settle([lead.pk], at=at)
    lead.refresh_from_db()
    following = distribute_lead(lead=lead, at=at)
    settle([lead.pk], at=at)
    return following
