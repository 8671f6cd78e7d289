"""A rep has some time to accept a lead that a rule gave him; else it goes to the next."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.operations.assigning import assign_lead, distribute_lead, end_assignment
from followups.operations.judging import BadVerdict
from followups.operations.locking import lock
from followups.operations.noting import write_note
from followups.operations.refusal import MovedOn
from followups.policy import UNDO_HOURS
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Assignment, Lead, Qualifying, Rejection
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
    seen = lead.owner_id  # meanwhile it may be with the next one, whose time is his own
    lead = lock(lead.pk)
    given = Assignment.objects.unaccepted().filter(lead=lead, rep=seen).first()
    if given is None:
        raise MovedOn(_("%(lead)s was accepted or handed on already.") % {"lead": lead})
    if words:
        write_note(lead=lead, text=words, by=by, at=at)
    return pass_on(given, lead, reason, by=by, at=at)


@transaction.atomic
def undo_give_back(*, given: Assignment, by: User, at: datetime) -> Assignment:
    """It is his after all: the lead goes back to the rep who gave it back, and needs no further
    acceptance. That he gave it back stays on record; his new assignment is the undo.

    Refused as MovedOn after a day, and where anybody worked on it, judged, closed or gave it by
    hand since. Twice is once.
    """
    lead = lock(given.lead_id)
    since = given.ended_at
    if since is None or given.rep_id != by.pk or given.returned_for in ("", LATE):
        raise MovedOn(_("%(lead)s was not given back by you.") % {"lead": lead})
    later = list(Assignment.objects.filter(lead=lead, began_at__gte=since).exclude(pk=given.pk))
    if later and later[-1].rep_id == by.pk and later[-1].ended_at is None:
        return later[-1]
    by_rule = all(each.given_by_id is None and not each.ended_at for each in later)
    worked_on = lead.last_touch_at is not None and lead.last_touch_at >= since
    judged = lead.verdicts.filter(given_at__gte=since).exists()
    outside = Qualifying.objects.filter(lead=lead, given_at__gte=since).exists()
    too_late = at > since + timedelta(hours=UNDO_HOURS)
    if too_late or worked_on or judged or outside or not (by_rule and lead.is_open):
        raise MovedOn(_("%(lead)s went on since, so it stays where it is.") % {"lead": lead})
    return assign_lead(lead=lead, rep=by, by=by, at=at)


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
