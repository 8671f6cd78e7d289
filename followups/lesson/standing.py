"""How far people are in the lesson."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from followups.lesson.exercises import EXERCISES, VERSION
from followups.models import LessonTaken
from leadfollow.people.models import User
from leadfollow.words import day_in_full

MINUTES_AN_EXERCISE = 1


@dataclass(frozen=True)
class Standing:
    """How far somebody is, in numbers and words; of a new version he has done nothing yet."""

    taken: LessonTaken | None

    @property
    def done(self) -> int:
        return self.taken.done if self.taken and self.taken.version == VERSION else 0

    @property
    def of(self) -> int:
        return len(EXERCISES)

    @property
    def minutes_left(self) -> int:
        return (self.of - self.done) * MINUTES_AN_EXERCISE

    @property
    def is_finished(self) -> bool:
        """All of this version, without a new beginning since."""
        return self.done == self.of

    @property
    def in_words(self) -> str:
        """As in "finished Thu 12 Nov 2026, version 1"; nothing where he has not begun."""
        taken = self.taken
        if taken and taken.finished_at:
            return _("finished %(day)s, version %(version)s") % {
                "day": day(taken.finished_at),
                "version": taken.finished_version,
            }
        if taken and taken.excused_at:
            return _("excused by %(excused_by)s, %(day)s: %(excuse)s") % {
                "excused_by": taken.excused_by,
                "day": day(taken.excused_at),
                "excuse": taken.excuse,
            }
        return (
            _("%(done)s of %(of)s exercises done") % {"done": self.done, "of": self.of}
            if self.done
            else ""
        )


def day(moment: datetime) -> str:
    return day_in_full(timezone.localdate(moment))


def standing_of(person: User) -> Standing:
    """His standing, in one query."""
    taken = LessonTaken.objects.filter(person=person).select_related("excused_by")
    return Standing(taken.first())


def standings_of(people: Iterable[User]) -> dict[int, Standing]:
    """Of those who began or were excused, in one query."""
    taken = LessonTaken.objects.filter(person__in=people).select_related("excused_by")
    return {each.person_id: Standing(each) for each in taken}
