"""The end of a plan: what becomes of the lead is decided. To convert it, to let it wait and to
close it are operations of their own; to go on is the fourth answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.cadences.planning import way_for
from followups.models import CancelReason, Touch
from followups.next_step import TouchOn
from followups.operations.explaining import why_then
from followups.operations.following import person_for
from followups.operations.locking import lock
from followups.operations.refusal import Refusal
from followups.operations.scheduling import NotScheduled, check_due, take_off
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User

WENT_ON = gettext_noop("Decided to go on")  # as it is kept


class NoDecision(Refusal):
    """It is a touch, to be logged."""


@transaction.atomic
def go_on_after(*, touch: Touch, then: TouchOn, by: User, at: datetime) -> Touch:
    """Decide for one touch more; after it the lead is decided on again.

    Refused for what is no decision, where a colleague was quicker, for a past moment, for somebody
    who must not be contacted or does not stand at the lead, and without a `why` as TooSilent or
    TooOften by the segment's limits. `undo_stepping` takes it back.
    """
    lead = lock(touch.lead_id)
    touch.refresh_from_db()
    if not touch.is_decision:
        raise NoDecision(_("This is no decision. Log the touch, or move it."))
    if not touch.is_scheduled:
        raise NotScheduled(_("This was decided or moved meanwhile."))
    check_due(then.due, at)
    contact = person_for(then.contact_id, touch, lead)
    why = why_then(lead, contact, then.due, why=then.why, by=by, at=at)
    take_off(touch, CancelReason.REPLACED, by=by, at=at, note=WENT_ON)
    following = touch.like(
        is_decision=False,
        contact=contact,
        **way_for(contact, then.channel, then.own_channel_id)._asdict(),
        subject=then.subject,
        due_at=then.due.at,
        due_on=then.due.on,
        due_zone=then.due.zone,
        first_due_at=then.due.at,
        moves=0,
        moves_by_them=0,
        why=why,
        scheduled_at=at,
        scheduled_by=by,
        instead_of=touch,
    )
    following.save()
    record("decided to go on", of=touch, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)
    return following
