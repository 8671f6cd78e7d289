"""What a learner's act made of the practice lead, read from its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from followups.lesson.scene import Scene
from followups.models import ATTEMPTS, CancelReason, Enrolment, Touch
from followups.verdicts import standing_verdict
from leadfollow.people.models import User
from leads.models import Lead, Verdict


@dataclass(frozen=True)
class Made:
    """The practice lead after the act."""

    scene: Scene
    learner: User
    now: datetime

    @cached_property
    def lead(self) -> Lead:
        return Lead.objects.get(pk=self.scene.lead.pk)

    @cached_property
    def logged(self) -> Touch | None:
        """The touch that was logged now, if one was."""
        before = [touch.pk for touch in self.scene.made]
        return Touch.objects.logged().filter(lead=self.lead).exclude(pk__in=before).first()

    @cached_property
    def following(self) -> Touch | None:
        """The next step."""
        scheduled = Touch.objects.scheduled().manual().filter(lead=self.lead)
        return scheduled.select_related("contact").order_by("due_at", "pk").first()

    @cached_property
    def last(self) -> Touch:
        """The touch that was logged before, as it is now."""
        return Touch.objects.get(pk=self.scene.made[-1].pk)

    @cached_property
    def is_undone(self) -> bool:
        return Touch.objects.filter(reverses=self.scene.made[-1]).exists()

    @cached_property
    def is_moved(self) -> bool:
        moved = Touch.objects.filter(lead=self.lead, cancel_reason=CancelReason.MOVED)
        return moved.exists()

    @cached_property
    def rests(self) -> Enrolment | None:
        in_buckets = Enrolment.objects.in_buckets().filter(lead=self.lead)
        return in_buckets.select_related("bucket").first()

    @cached_property
    def verdict(self) -> Verdict | None:
        return standing_verdict(self.lead)

    @property
    def outcome(self) -> str:
        return self.logged.outcome if self.logged else ""

    @property
    def is_attempt(self) -> bool:
        return self.outcome in ATTEMPTS

    @property
    def due(self) -> datetime | None:
        """When the next step is due, in the learner's zone."""
        zone: ZoneInfo = self.learner.working_time.zone
        due_at = self.following.due_at if self.following else None
        return due_at.astimezone(zone) if due_at else None
