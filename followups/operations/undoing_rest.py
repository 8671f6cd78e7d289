"""Taking back that a lead was sent to a bucket without a touch."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import CancelReason, Enrolment, Touch, TouchState
from followups.models.enrolment import EnrolmentQuerySet
from followups.operations.bringing_back import bring_back, check_own
from followups.operations.cadences import end_enrolment, running_enrolment
from followups.operations.locking import lock
from followups.operations.undoing import NotUndoable
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Lead


@transaction.atomic
def undo_rest(*, lead: Lead, by: User, at: datetime) -> None:
    """Take the lead out of its bucket as if it had never been put there.

    What was called off for it is scheduled again, in the cadence that ended for it. Refused after
    a day, for what somebody else put there or a logged touch (undo that one), once its rhythm
    began, and where its cadence tried somebody who must not be contacted any more.
    """
    lead = lock(lead.pk)
    rests = rest_to_undo(lead, by=by, at=at)
    Touch.objects.scheduled().filter(enrolment=rests).update(
        state=TouchState.CANCELLED,
        cancel_reason=CancelReason.UNDONE,
        cancelled_by=by,
        cancelled_at=at,
    )
    end_enrolment(rests, reason=Enrolment.EndReason.UNDONE, at=at)
    ended = ended_for(rests)
    bring_back(
        lead,
        ended=ended,
        called_off=Touch.objects.not_reversed().filter(
            enrolment__in=ended, cancel_reason=CancelReason.NOT_NOW, cancelled_at=rests.began_at
        ),
        since=rests.began_at,
        by=by,
        at=at,
    )
    record("rest undone", of=rests, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)


def rest_to_undo(lead: Lead, *, by: User, at: datetime) -> Enrolment:
    """One's own rest that goes on; else the sentence that says why not."""
    rests = running_enrolment(lead)
    if rests is None or rests.bucket_id is None:
        raise NotUndoable(_("The lead waits in no bucket any more."))
    if rests.begun_by_touch_id:
        raise NotUndoable(_("A logged touch put it there. Undo that one."))
    check_own(rests.begun_by_id, rests.began_at, by=by, at=at, instead=_("Wake the lead instead."))
    if rests.touches.filter(state=TouchState.LOGGED).exists():
        raise NotUndoable(_("A touch was logged there since. Wake the lead instead."))
    return rests


def ended_for(rests: Enrolment) -> EnrolmentQuerySet:
    """The cadence that ended in the moment in which the rest began."""
    ended = Enrolment.objects.filter(
        lead=rests.lead_id,
        ended_at=rests.began_at,
        end_reason=Enrolment.EndReason.NOT_NOW,
        ended_by=None,
    )
    newest = ended.exclude(pk=rests.pk).order_by("-pk").values_list("pk", flat=True)[:1]
    return Enrolment.objects.filter(pk__in=list(newest))
