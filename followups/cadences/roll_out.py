"""What a new version of a cadence would change for the leads that follow an older one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from followups.cadences.planning import due
from followups.models import Cadence, CancelReason, Enrolment, RollOut, Step, Touch
from followups.operations.cadences import working_time_of

Path = dict[int, Step]


@dataclass(frozen=True)
class Change:
    """A running lead, its next step in the new version, and when that is due."""

    enrolment: Enrolment
    touch: Touch
    step: Step
    due_at: datetime

    @property
    def moves(self) -> bool:
        """Whether its date changes."""
        return self.due_at != self.touch.due_at


def running_behind(cadence: Cadence) -> QuerySet[Enrolment]:
    """Those that follow an older version, with their scheduled step."""
    scheduled = (
        Touch.objects.scheduled()
        .manual()
        .select_related("step", "contact", "after__step", "instead_of__step")
    )
    return (
        Enrolment.objects.running()
        .filter(cadence__slug=cadence.slug, cadence__version__lt=cadence.version)
        .select_related("lead__owner__team", "lead__campaign__team", "lead__campaign__segment")
        .prefetch_related(Prefetch("touches", scheduled, to_attr="to_come"))
        .order_by("pk")
    )


def paths_to(cadence: Cadence) -> Path:
    """For each step of an older version the one of this version with which a lead goes on.

    That is the step that continues it; where there is none, what continues the next one.
    """
    path: Path = {}
    older = Cadence.objects.filter(slug=cadence.slug, version__lt=cadence.version)
    known = {step.pk: step for step in cadence.steps.all()}
    continued = {step.before_id: step for step in known.values() if step.before_id}
    for version in older.order_by("-version").prefetch_related("steps"):
        following: Step | None = None
        mine = {}
        for step in reversed(version.steps.all()):
            following = continued.get(step.pk) or following
            if following:
                path[step.pk] = following
            if step.before_id and step.pk in continued:
                mine[step.before_id] = continued[step.pk]
        continued |= mine
    return path


def change_of(
    enrolment: Enrolment, touch: Touch | None, *, cadence: Cadence, path: Path, now: datetime
) -> Change | None:
    """What becomes of one of them; None where nothing of the new version is left for it.

    What is overdue keeps its date, and so does what somebody moved to a date of his own.
    """
    step = path.get(touch.step_id or 0) if touch else None
    if touch is None or step is None or touch.due_at is None or touch.is_decision:
        return None
    if touch.due_at <= now or touch.moves or touch.due_on or touch.scheduled_at is None:
        return Change(enrolment, touch, step, touch.due_at)
    working = working_time_of(enrolment.lead)
    as_new = Enrolment(cadence=cadence, began_at=enrolment.began_at, wake_on=enrolment.wake_on)
    before = done_before(touch)
    done = path.get(before.pk, before) if before else None
    moment = due(
        step, cadence.steps.all(), enrolment=as_new, done=done, at=touch.scheduled_at,
        working=working,
    )  # fmt: skip
    if moment <= now:
        moment = working.add_working_minutes(now, 1)
    return Change(enrolment, touch, step, moment)


def done_before(touch: Touch) -> Step | None:
    """The step after which this one was planned: one that was skipped, or logged."""
    skipped = touch.instead_of
    if skipped and skipped.cancel_reason == CancelReason.SKIPPED:
        return skipped.step
    return touch.after.step if touch.after else None


def changes(cadence: Cadence, enrolments: Iterable[Enrolment], *, now: datetime) -> list[Change]:
    """What the new version does to these leads."""
    path = paths_to(cadence)
    found = (
        change_of(each, next(iter(each.to_come), None), cadence=cadence, path=path, now=now)  # type: ignore[attr-defined]
        for each in enrolments
    )
    return [change for change in found if change]


@dataclass(frozen=True)
class Progress:
    """How many of the leads a roll-out has looked at."""

    done: int
    leads: int


def progress_of(cadence: Cadence) -> Progress | None:
    """How far the roll-out is that goes on now; counted from the leads that are left."""
    job = RollOut.objects.unfinished().filter(cadence=cadence).first()
    if job is None:
        return None
    left = running_behind(cadence).filter(pk__gt=job.done_to).count()
    return Progress(max(job.leads - left, 0), job.leads)
