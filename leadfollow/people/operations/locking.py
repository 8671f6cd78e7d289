"""Who changes what holds for everybody waits for his turn."""

from __future__ import annotations

from datetime import datetime

from leadfollow.people.models import Organisation
from leadfollow.people.models.organisation import THE_ONE


def locked_organisation(*, at: datetime) -> Organisation:
    """Its row, which nobody else changes until the transaction ends; made where there is none."""
    Organisation.objects.get_or_create(pk=THE_ONE, defaults={"set_up_at": at})
    return Organisation.objects.select_for_update(of=["self"]).get(pk=THE_ONE)
