"""How often something may be tried: counted in the database, in one statement, so that two
processes never both take the last try, and Redis need not be there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F
from django.utils.crypto import salted_hmac

from leadfollow.people.models import Tally

MINUTE, DAY = 60, 24 * 3600


@dataclass(frozen=True)
class Limit:
    """So many tries within a span of seconds, which begins at a whole multiple of it."""

    name: str
    most: int
    seconds: int

    def take(self, *whom: object, at: datetime) -> bool:
        """Take a try, and whether there was one left."""
        span = int(at.timestamp()) // self.seconds
        text = "\n".join(str(part) for part in (self.name, self.seconds, span, *whom))
        key = salted_hmac("leadfollow.limits", text, algorithm="sha256").hexdigest()
        left = Tally.objects.filter(key=key, count__lt=self.most)
        if left.update(count=F("count") + 1):
            return True
        ends_at = datetime.fromtimestamp((span + 1) * self.seconds, UTC)
        Tally.objects.bulk_create([Tally(key=key, ends_at=ends_at)], ignore_conflicts=True)
        return bool(left.update(count=F("count") + 1))

    def wait(self, *, at: datetime) -> int:
        """In how many seconds there are tries again, where none is left."""
        return self.seconds - int(at.timestamp()) % self.seconds


def forget_tries(*, now: datetime) -> None:
    """Counts whose time is over say nothing any more."""
    Tally.objects.filter(ends_at__lte=now).delete()
