"""What a person sets for himself, and what his team lets him do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from leadfollow.log.models import record
from leadfollow.people.models import Team, User


@transaction.atomic
def change_settings(*, user: User, changes: dict[str, Any], by: User, at: datetime) -> list[str]:
    """Write what somebody set for himself, and log which settings are others now: their names.

    What stays as it was is not written.
    """
    mine = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    changed = sorted(name for name, value in changes.items() if getattr(mine, name) != value)
    for name in changed:
        setattr(mine, name, changes[name])
        setattr(user, name, changes[name])
    if changed:
        mine.save(update_fields=changed)
        record("settings changed", of=mine, by=by, at=at, settings=changed)
    return changed


@transaction.atomic
def change_team(*, team: Team, changes: dict[str, Any], by: User, at: datetime) -> list[str]:
    """Write what a team allows, and log what is another way now, with its value: the names.

    What stays as it was is not written.
    """
    its = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    changed = sorted(name for name, value in changes.items() if getattr(its, name) != value)
    for name in changed:
        setattr(its, name, changes[name])
    if changed:
        its.save(update_fields=changed)
        now = {name: as_plain(changes[name]) for name in changed}
        record("team settings changed", of=its, by=by, at=at, settings=now)
    return changed


def as_plain(value: Any) -> Any:
    """For the log: JSON takes no zones, times and files."""
    return value if isinstance(value, bool | int | str | None) else str(value)
