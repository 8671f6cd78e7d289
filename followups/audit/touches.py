"""Whether what was logged stands as it was logged, and debt is not deleted (laws 4 to 6)."""

from __future__ import annotations

from django.db.models import F, Q

from followups.audit.findings import Finding, broken
from followups.models import (
    PUT_OFF,
    Answer,
    CancelReason,
    Correction,
    EarlyStop,
    Enrolment,
    Source,
    Step,
    Touch,
    TouchState,
)
from leads.models import Closure, Tick


def never_lost_never_doubled() -> Finding:
    """Law 4: what was logged here has its key; an undo leaves nothing of the log behind."""
    logged = Touch.objects.filter(state=TouchState.LOGGED)
    typed = logged.filter(source__in=[Source.TYPED, Source.API])
    found = broken(typed.filter(Q(key=None) | Q(content_hash="")), "was logged without a key")
    found += broken(typed.filter(logged_by=None), "was logged by nobody")
    odd = Touch.objects.filter(reverses__isnull=False).exclude(lead=F("reverses__lead"))
    found += broken(odd, "reverses a touch of another lead")
    standing = Touch.objects.standing().exclude(state=TouchState.CANCELLED)
    left = standing.filter(after__reversed_by__isnull=False)
    found += broken(left, "was scheduled by a log that was undone")
    ends = Enrolment.objects.filter(ended_by__reversed_by__isnull=False)
    found += broken(ends, "was ended by a log that was undone")
    begun = Enrolment.objects.running().filter(begun_by_touch__reversed_by__isnull=False)
    found += broken(begun, "was begun by a log that was undone")
    undone = logged.filter(reversed_by__isnull=False, key__isnull=False).values("key")
    for made in (Closure, Tick):
        left_behind = made.objects.standing().filter(caused_by__in=undone)
        found += broken(left_behind, "was made by a log that was undone")
    stops = EarlyStop.objects.standing().filter(touch__reversed_by__isnull=False)
    found += broken(stops, "was made by a log that was undone")
    return Finding(logged.count(), found)


def recorded_honestly() -> Finding:
    """Law 5: nothing is logged before it happened; what is marked late is late."""
    logged = Touch.objects.filter(state=TouchState.LOGGED)
    found = broken(logged.filter(happened_at__gt=F("logged_at")), "was logged before it happened")
    late = [
        f"touch {touch.pk}: is marked late but was logged within a day"
        for touch in logged.filter(is_late=True).only("happened_at", "logged_at")
        if touch.happened_at
        and touch.logged_at
        and (touch.logged_at - touch.happened_at).total_seconds() < 24 * 3600
    ]
    corrections = Correction.objects.all()
    found += broken(corrections.exclude(corrected_by=F("touch__logged_by")), "is not its author's")
    found += broken(corrections.exclude(touch__state="logged"), "is of a touch never logged")
    found += broken(logged.filter(is_bulk=True, logged_by=None), "is bulk and nobody's")
    for model in (Touch, Step, Correction):
        own = model._default_manager.filter(own_channel__isnull=False)
        other = own.exclude(own_channel__works_as=F("channel"))
        found += broken(other, "is by a channel of ours that works like another")
    strays = Answer.objects.exclude(question__step=F("touch__step"), touch__state="logged")
    found += broken(strays, "answers what its touch did not ask")
    return Finding(logged.count(), found + late)


def debt_stands() -> Finding:
    """Law 6: a moved touch names its successor, which carries the first due date and the moves."""
    moved = Touch.objects.filter(cancel_reason__in=PUT_OFF)
    found = broken(moved.filter(successor=None), "was moved to nowhere")
    chained = Touch.objects.filter(successor__isnull=False)
    found += broken(
        chained.exclude(successor__first_due_at=F("first_due_at")), "lost its first due date"
    )
    found += broken(chained.exclude(successor__moves=F("moves") + 1), "lost count of its moves")
    theirs = Q(successor__moves_by_them=F("moves_by_them")) | Q(
        successor__moves_by_them=F("moves_by_them") + 1
    )
    found += broken(chained.exclude(theirs), "lost count of the moves that were their wish")
    skipped = Touch.objects.not_reversed().filter(cancel_reason=CancelReason.SKIPPED)
    found += broken(skipped.filter(stand_ins=None), "was skipped, and nothing came for it")
    stand_ins = Touch.objects.filter(instead_of__isnull=False)
    right = Q(enrolment=F("instead_of__enrolment"), instead_of__state=TouchState.CANCELLED)
    found += broken(stand_ins.exclude(right), "stands in for what was not called off for it")
    return Finding(moved.count(), found)
