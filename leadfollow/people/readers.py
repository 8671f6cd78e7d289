"""Who has read what everybody here goes by."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from leadfollow.people.models import User


def readers_of(readings: QuerySet[Any], *, seen_by: User) -> tuple[list[User], list[User]]:
    """Who has read it and who has not, of the active reps in this person's reach."""
    reps = User.objects.active().reps().select_related("team").order_by("name", "pk")
    if not seen_by.is_admin:
        reps = reps.led_by(seen_by).distinct() if seen_by.is_manager else reps.none()
    people = list(reps.annotate(has_read=Exists(readings.filter(reader=OuterRef("pk")))))
    read = [person for person in people if getattr(person, "has_read", False)]
    return read, [person for person in people if person not in read]
