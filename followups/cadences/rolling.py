"""What the worker does about roll-outs: go on with those that were asked for, a slice each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from followups.cadences.roll_out import running_behind
from followups.imports.running import Watch
from followups.models import RollOut
from followups.operations.rolling_out import roll_out

DEAD_AFTER = timedelta(minutes=2)  # a slice takes seconds; a worker silent for so long was killed
AT_ONCE = 20


def run_waiting_roll_outs(*, now: datetime, seconds: float) -> None:
    """Go on with what waits, for so many seconds. Any number of workers may call it at once."""
    watch = Watch(now, seconds=seconds)
    for pk in list(RollOut.objects.unfinished().order_by("pk").values_list("pk", flat=True)):
        if watch.is_over:
            return
        free = Q(beaten_at=None) | Q(beaten_at__lt=watch.now - DEAD_AFTER)
        mine = RollOut.objects.unfinished().filter(free, pk=pk)
        if mine.update(beaten_at=watch.now):  # of two workers one gets it
            go_on(RollOut.objects.select_related("cadence", "asked_by").get(pk=pk), watch)


def go_on(job: RollOut, watch: Watch) -> None:
    """Slices of its leads; what is left waits for the next call. A version that was replaced
    meanwhile goes to nobody any more."""
    finished_at = None
    while finished_at is None and not watch.is_over:
        job.cadence.refresh_from_db(fields=["is_current"])
        behind = running_behind(job.cadence).filter(pk__gt=job.done_to)
        some = list(behind[:AT_ONCE]) if job.cadence.is_current else []
        roll_out(cadence=job.cadence, among=some, by=job.asked_by, at=watch.now)
        if some:
            job.done_to = some[-1].pk
        finished_at = None if len(some) == AT_ONCE else watch.now
        before, job.beaten_at = job.beaten_at, watch.now
        held = RollOut.objects.unfinished().filter(pk=job.pk, beaten_at=before)
        if not held.update(done_to=job.done_to, beaten_at=job.beaten_at, finished_at=finished_at):
            return  # another worker took it for dead, and goes on
    RollOut.objects.filter(pk=job.pk, beaten_at=job.beaten_at).update(beaten_at=None)
