"""What people do with what they are told."""

from __future__ import annotations

from datetime import datetime

from followups.models import Notice
from leadfollow.people.models import User


def read_notice(*, notice: Notice, at: datetime) -> None:
    """Its person has seen it; the first time counts."""
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=max(at, notice.told_at))


def read_notices(*, by: User, until: int, at: datetime) -> int:
    """He has seen all that he was told up to this notice; how many those were."""
    seen = Notice.objects.unread().filter(person=by, pk__lte=until, told_at__lte=at)
    return seen.update(read_at=at)
