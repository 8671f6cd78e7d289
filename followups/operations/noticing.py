"""What people do with what they are told, and where they read it."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from django.db import transaction

from followups.models import CalendarFeed, Notice
from followups.models.calendar_feed import NONCE
from followups.notices.gathering import Gathered
from leadfollow.log.models import record
from leadfollow.people.models import User


def read_notice(*, notice: Notice, at: datetime) -> None:
    """Its person has seen it; the first time counts."""
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=max(at, notice.told_at))


def read_notices(*, by: User, until: int, at: datetime, gathered: Gathered | None = None) -> int:
    """He has seen all that he was told up to this notice, or of that those that are gathered;
    how many those were."""
    seen = Notice.objects.unread().filter(person=by, pk__lte=until, told_at__lte=at)
    if gathered:
        these = Notice.objects.filter(gathered.these, person=by)
        seen = seen.filter(pk__in=these.values("pk"))
    return seen.update(read_at=at)


@transaction.atomic
def make_calendar(*, by: User, at: datetime) -> CalendarFeed:
    """A new address for his calendar; the old one is dead from now on."""
    values = {"nonce": token_hex(NONCE // 2), "made_at": at}
    feed, _ = CalendarFeed.objects.update_or_create(person=by, defaults=values)
    record("calendar address made", of=feed, by=by, at=at)
    return feed


@transaction.atomic
def end_calendar(*, by: User, at: datetime) -> None:
    """No address any more; without one nothing happens."""
    feed = CalendarFeed.objects.filter(person=by).first()
    if feed:
        record("calendar address ended", of=feed, by=by, at=at)
        feed.delete()
