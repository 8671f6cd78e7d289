"""Two-factor sign-in: of whom it is asked, and how long he has; codes, and how they are kept.

allauth checks codes and asks for them at the door; what stands here is what it leaves open.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import models

from leadfollow.clock import ONE_DAY
from leadfollow.people.models import User, current

GRACE = timedelta(days=7)  # from when he is told first
CODES, FEW = 10, 3
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another one
A_PART, PARTS = 5, 3  # as in "k7m2p-x9w3d-h4rtz"
TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def as_column() -> models.Exists:
    """Whether somebody signs in by two factors, as one more column of the question for him."""
    return models.Exists(Authenticator.objects.filter(user=models.OuterRef("pk"), type=TOTP))


def has_two_factor(user: User) -> bool:
    """As it came with him, else asked."""
    known: bool | None = getattr(user, "has_two_factor", None)
    return Authenticator.objects.filter(user=user, type=TOTP).exists() if known is None else known


def is_required_of(user: User) -> bool:
    """Whether this person has to; where all is invented, nobody."""
    its = current()
    asked = its.requires_two_factor and not its.is_demonstration
    return asked and (user.is_admin or user.is_manager)


def time_left(user: User, *, at: datetime) -> timedelta | None:
    """How long he may go on without; none where nothing is asked of him, or it is on."""
    if not is_required_of(user) or has_two_factor(user):
        return None
    return max((user.two_factor_asked_at or at) + GRACE - at, timedelta())


def days_of(left: timedelta) -> int:
    """Begun days count."""
    return -(-left // ONE_DAY)


def new_code() -> str:
    """Seventy-four bits that nobody guesses."""
    parts = ("".join(secrets.choice(LETTERS) for _ in range(A_PART)) for _ in range(PARTS))
    return "-".join(parts)


def digest(code: str) -> str:
    """How a recovery code is kept: it is too long to be found from this."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(f"recovery:{plain}".encode()).hexdigest()


def is_digest(kept: str) -> bool:
    return bool(re.fullmatch("[0-9a-f]{64}", kept))


@dataclass(frozen=True)
class SecondFactor:
    """What one's own settings say of it."""

    is_required: bool
    since: datetime | None = None
    codes: int = 0  # those that are left

    @property
    def codes_are_few(self) -> bool:
        return self.since is not None and self.codes < FEW


def second_factor_of(user: User) -> SecondFactor:
    kept = {each.type: each for each in Authenticator.objects.filter(user=user)}
    is_required = is_required_of(user)
    if TOTP not in kept:
        return SecondFactor(is_required)
    codes = kept[RECOVERY].data["migrated_codes"] if RECOVERY in kept else []
    return SecondFactor(is_required, kept[TOTP].created_at, len(codes))
