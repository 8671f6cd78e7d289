"""By what a program comes in, in the name of a person."""

from __future__ import annotations

import re
import secrets
import string
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from leadfollow.people.models.user import User

KIND = "api"
SALT = "leadfollow.token"
SIGNS = string.ascii_letters + string.digits
SHAPE = re.compile(rf"lf_{KIND}_([A-Za-z0-9]{{8}})_([A-Za-z0-9]{{32}})")
LONGEST = timedelta(days=365)


class Scope(models.TextChoices):
    """What a token may do; never more than its person may."""

    READ = "read", gettext_lazy("Read")
    WRITE = "write", gettext_lazy("Read and write")


class TokenQuerySet(models.QuerySet["Token"]):
    """Questions about tokens."""

    def valid(self, at: datetime) -> Self:
        """Neither revoked nor too old."""
        return self.filter(revoked_at=None, expires_at__gt=at)

    def managed_by(self, user: User) -> Self:
        """Those that this person may see and revoke: his own, an admin all."""
        return self if user.is_admin else self.filter(person=user)

    def by_text(self, text: str, *, at: datetime) -> Token | None:
        """The valid one that somebody shows; nothing tells why it is none.

        The digest is made and compared also where there is no such token, so that time does not
        tell it either.
        """
        public, secret = shown.groups() if (shown := SHAPE.fullmatch(text)) else ("", "")
        found = self.valid(at).filter(public_id=public).first()
        same = constant_time_compare(digest_of(secret), found.digest if found else digest_of("-"))
        return found if found and same else None


class Token(models.Model):
    """A program may act as this person until a day. Of its text only the id and a digest are kept;
    the whole is shown once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens", help_text="As whom it acts"
    )
    name = models.CharField(max_length=80, help_text="What it is for.")
    public_id = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64, help_text="HMAC of its secret, by TOKEN_KEY.")
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="token_expires_after_it_is_made"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values), name="token_has_a_known_scope"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def beginning(self) -> str:
        """As much of its text as may be shown, to know it by."""
        return f"lf_{KIND}_{self.public_id}_…"

    @property
    def may_write(self) -> bool:
        return self.scope == Scope.WRITE


def new_text(kind: str = KIND) -> tuple[str, str, str]:
    """A new token's whole text, its id and its secret."""
    public, secret = (picked(length) for length in (8, 32))
    return f"lf_{kind}_{public}_{secret}", public, secret


def picked(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(length))


def digest_of(secret: str) -> str:
    """What is kept of a secret; its 190 bits need no slow hash."""
    key = settings.TOKEN_KEY
    return salted_hmac(SALT, secret, secret=key, algorithm="sha256").hexdigest()
