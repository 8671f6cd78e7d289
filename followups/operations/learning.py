"""The lesson of logging: how far somebody is, and who may do without."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import LessonTaken
from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.people.operations import change_settings


class NoExcuse(Refusal):
    """Nobody says why he may do without the lesson."""


@transaction.atomic
def pass_exercise(*, person: User, number: int, of: int, version: int, at: datetime) -> LessonTaken:
    """He did an exercise right; the last one finishes the lesson, which is then offered no more.

    They count in their order: one done before, or one that he is not at yet, changes nothing. A
    new version begins with the first.
    """
    taken = lesson_of(person, version)
    if number != taken.done + 1 or number > of:
        return taken
    taken.done = number
    if number == of:
        taken.finished_at, taken.finished_version = at, version
        change_settings(user=person, changes={"offers_lesson": False}, by=person, at=at)
    taken.save()
    return taken


@transaction.atomic
def begin_lesson_again(*, person: User, version: int) -> None:
    """From the first exercise; who finished it once stays finished."""
    taken = lesson_of(person, version)
    taken.done = 0
    taken.save()


def lesson_of(person: User, version: int) -> LessonTaken:
    """His row, locked; what he did of another version does not count for this one."""
    LessonTaken.objects.get_or_create(person=person)
    taken = LessonTaken.objects.select_for_update().get(person=person)
    if taken.version != version:
        taken.version, taken.done = version, 0
    return taken


@transaction.atomic
def excuse_from_lesson(*, person: User, reason: str, by: User, at: datetime) -> LessonTaken:
    """He may have leads without the lesson, for this reason. NoExcuse without one.

    A later excuse takes the place of the first; both are in the log.
    """
    if not reason.strip():
        raise NoExcuse(
            _("Write in a few words why %(person)s may do without the lesson.") % {"person": person}
        )
    excuse = {"excused_at": at, "excused_by": by, "excuse": reason.strip()[:200]}
    taken, _is_new = LessonTaken.objects.update_or_create(person=person, defaults=excuse)
    record("excused from lesson", of=person, by=by, at=at, reason=taken.excuse)
    return taken


@transaction.atomic
def end_excuse(*, person: User, by: User, at: datetime) -> bool:
    """The lesson counts for him again; tells whether he was excused."""
    nothing = {"excused_at": None, "excused_by": None, "excuse": ""}
    excused = LessonTaken.objects.filter(person=person, excused_at__isnull=False)
    ended = bool(excused.update(**nothing))
    if ended:
        record("excuse from lesson ended", of=person, by=by, at=at)
    return ended
