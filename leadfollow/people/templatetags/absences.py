"""Who is away, where a page says so."""

from __future__ import annotations

from django.template import Library

from leadfollow import clock
from leadfollow.people.models import Absence, User

register = Library()


@register.simple_tag
def absences_of(rep: User) -> list[Absence]:
    """Those that are not over, each with whether it has begun."""
    now = clock.now()
    absences = Absence.objects.not_over(now).filter(user=rep).select_related("deputy", "user__team")
    found = list(absences)
    for absence in found:
        absence.has_begun = absence.begins_at <= now  # type: ignore[attr-defined]
    return found
