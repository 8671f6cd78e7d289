"""What was dropped from quarantine waits there again, for as long as it is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import LeadForm
from followups.operations.refusal import Refusal
from leadfollow.log.models import Entry, record
from leadfollow.people.models import User
from leads.models import Captured, Submission

UNDROPPED = {"settled_at": None, "settled_by": None}


class NotDropped(Refusal):
    """It waits already, or is no longer kept."""


@transaction.atomic
def undo_drop_of_submission(*, submission: Submission, by: User, at: datetime) -> None:
    """Let it wait again. Refused as NotDropped."""
    rows = Submission.objects.dropped().filter(pk=submission.pk)
    if not rows.update(fate=Submission.Fate.QUARANTINED, **UNDROPPED):
        raise NotDropped(_("It waits in quarantine already, or is no longer kept."))
    record("submission drop taken back", of=submission, by=by, at=at)


@transaction.atomic
def undo_drop_of_captured(*, captured: Captured, by: User, at: datetime) -> None:
    """Let it wait again. Refused as NotDropped."""
    rows = Captured.objects.dropped().filter(pk=captured.pk)
    if not rows.update(fate=Captured.Fate.QUARANTINED, **UNDROPPED):
        raise NotDropped(_("It waits in quarantine already, or is no longer kept."))
    record("captured lead drop taken back", of=captured, by=by, at=at)


@transaction.atomic
def undo_drop_of_submissions(*, entry: Entry, by: User, at: datetime) -> int:
    """Let all wait again that were dropped at once, as the log's entry says; how many they are.
    What was taken back one by one stays as it is. Refused as NotDropped where none is left."""
    rows = Submission.objects.dropped().filter(
        form=entry.record_id,
        suspicion=entry.details["why"],
        settled_at=entry.at,
        settled_by=entry.by_id,
    )
    number = rows.update(fate=Submission.Fate.QUARANTINED, **UNDROPPED)
    if not number:
        raise NotDropped(_("None of them is dropped any more, or they are no longer kept."))
    form = LeadForm.objects.get(pk=entry.record_id)
    record("submissions drop taken back", of=form, by=by, at=at, number=number)
    return number
