"""How far a person is in the lesson of logging."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

LEARNED = Q(finished_at__isnull=False) | Q(excused_at__isnull=False)


class LessonTakenQuerySet(models.QuerySet["LessonTaken"]):
    """Questions about lessons."""

    def learned(self) -> Self:
        """Those of people who finished it once, or were let off."""
        return self.filter(LEARNED)


class LessonTaken(models.Model):
    """One person in the lesson: how many exercises of a version he has done, in their order.

    Nothing else of the lesson is ever stored. Who finished it stays finished; the moment and the
    version are those of the last time. Somebody who answers for him may excuse him, with a reason.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="lesson_taken"
    )
    version = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_version = models.PositiveSmallIntegerField(null=True, blank=True)
    excused_at = models.DateTimeField(null=True, blank=True)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    excuse = models.CharField(max_length=200, blank=True)

    objects = LessonTakenQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "lessons taken"
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_version=None)
                | Q(finished_at__isnull=False, finished_version__isnull=False),
                name="lessontaken_finished_in_a_version",
            ),
            models.CheckConstraint(
                condition=Q(excused_at=None, excused_by=None, excuse="")
                | Q(excused_at__isnull=False, excused_by__isnull=False) & ~Q(excuse=""),
                name="lessontaken_excused_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Lesson of person {self.person_id}"
