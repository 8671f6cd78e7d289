"""Where the lesson is offered to a new rep."""

from __future__ import annotations

from django.template import Library

from followups.lesson.rule import needs_lesson
from leadfollow.people.models import User

register = Library()


@register.simple_tag
def lesson_comes_first(person: User) -> bool:
    """Whether his team asks for the lesson before he gets leads."""
    return needs_lesson(person)
