"""Who has to take the lesson before he gets leads."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from followups.models import LessonTaken
from leadfollow.people.models import User, UserQuerySet
from leads.models import Assignment


def lesson_first() -> Q:
    """Of people: new, in a team that asks for the lesson, neither through it nor excused.

    Who was ever given a lead is not new: asking for the lesson stops nobody's work.
    """
    learned = LessonTaken.objects.learned().filter(person=OuterRef("pk"))
    given = Assignment.objects.filter(rep=OuterRef("pk"))
    return Q(team__lesson_required=True) & ~Q(Exists(learned)) & ~Q(Exists(given))


def with_lesson(people: UserQuerySet) -> UserQuerySet:
    """`lesson_first`: whether this person gets no leads yet."""
    waiting = User.objects.filter(lesson_first(), pk=OuterRef("pk"))
    return people.annotate(lesson_first=Exists(waiting))


def needs_lesson(person: User) -> bool:
    return User.objects.filter(lesson_first(), pk=person.pk).exists()
