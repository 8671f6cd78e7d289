"""What a new version of a cadence would change for the leads that follow an older one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from followups.cadences.ceiling import within_ceiling
from followups.cadences.planning import PlannedTouch, due
from followups.models import Cadence, CancelReason, Enrolment, RollOut, Step, Touch
from followups.operations.cadences import working_time_of
from leadfollow.clock import WorkingTime

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
        .select_related("cadence")
        .prefetch_related("cadence__steps", Prefetch("touches", scheduled, to_attr="to_come"))
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

    What is overdue keeps its date, and so does what a person moved, chose or agreed on. Another
    date waits for the segment's ceiling.
    """
    step = path.get(touch.step_id or 0) if touch else None
    if touch is None or step is None or touch.due_at is None or touch.is_decision:
        return None
    working = working_time_of(enrolment.lead)
    if touch.due_at <= now or not is_as_planned(touch, enrolment, working):
        return Change(enrolment, touch, step, touch.due_at)
    as_new = Enrolment(cadence=cadence, began_at=enrolment.began_at, wake_on=enrolment.wake_on)
    before = done_before(touch)
    done = path.get(before.pk, before) if before else None
    moment = due_by(as_new, step, done, touch.scheduled_at, working)
    if moment == touch.due_at:
        return Change(enrolment, touch, step, moment)
    if moment <= now:
        moment = working.add_working_minutes(now, 1)
    planned = PlannedTouch(step, touch.contact, touch.channel, moment)
    allowed = within_ceiling(planned, enrolment.lead, working=working, but=touch)
    return Change(enrolment, touch, step, allowed.due_at)


def is_as_planned(touch: Touch, enrolment: Enrolment, working: WorkingTime) -> bool:
    """Whether its date is the one that its version says, and nobody chose another."""
    if touch.moves or touch.due_on or touch.step is None or touch.scheduled_at is None:
        return False
    done, at = done_before(touch), touch.scheduled_at
    return due_by(enrolment, touch.step, done, at, working) == touch.due_at


def due_by(
    enrolment: Enrolment, step: Step, done: Step | None, at: datetime | None, working: WorkingTime
) -> datetime:
    """When the enrolment's version says that the step is due, asked at that moment."""
    steps = enrolment.cadence.steps.all()
    at = at or enrolment.began_at
    return due(step, steps, enrolment=enrolment, done=done, at=at, working=working)


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
