"""What can happen to a person. Each function is one event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from leadfollow.log.models import record
from leadfollow.people.models import User


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
