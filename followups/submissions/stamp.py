"""The stamp of a form's page: when it was opened, which version it shows, and its key.

It is signed, so that a program has to open the page before it sends anything, and cannot say that
it did so earlier. It stands for the cookie that a page in a foreign frame does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing

SALT = "leadfollow.form"
LEAST = timedelta(seconds=3)  # nobody fills it in sooner
MOST = timedelta(hours=24)


@dataclass(frozen=True)
class Stamp:
    """One opening of a form's page."""

    key: UUID
    version: int
    opened_at: datetime

    @classmethod
    def new(cls, version: int, *, at: datetime) -> Stamp:
        return cls(uuid4(), version, at)

    def signed(self, form_id: int) -> str:
        told = [form_id, str(self.key), self.version, int(self.opened_at.timestamp())]
        return signing.dumps(told, salt=SALT)

    @classmethod
    def read(cls, text: str, form_id: int) -> Stamp | None:
        """None for one that we did not make, or made for another form."""
        try:
            of, key, version, opened = signing.loads(text, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        if of != form_id:
            return None
        return cls(UUID(key), version, datetime.fromtimestamp(opened, UTC))

    def is_too_fast(self, at: datetime) -> bool:
        return at - self.opened_at < LEAST

    def is_stale(self, at: datetime) -> bool:
        return at - self.opened_at > MOST
