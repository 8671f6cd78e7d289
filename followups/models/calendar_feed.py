"""The address under which calendar programs read a person's scheduled touches."""

from __future__ import annotations

import hmac
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

NONCE = 32  # hex digits
SALT = "leadfollow.calendar"


def signature(nonce: str, key: str | None = None) -> str:
    """By SECRET_KEY, or by one that it was before."""
    return salted_hmac(SALT, nonce, key, algorithm="sha256").hexdigest()


def is_signed(nonce: str, signed: str) -> bool:
    """Whether this installation signed it, with the key of now or one that is still believed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    ours = [signature(nonce, key).encode() for key in keys]
    return any(hmac.compare_digest(each, signed.encode()) for each in ours)


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Questions about feeds."""

    def of_token(self, token: str) -> Self:
        """The feed of this token, if the installation signed it and it was not replaced."""
        nonce, signed = token[:NONCE], token[NONCE:]
        if not is_signed(nonce, signed):
            return self.none()
        return self.filter(nonce=nonce, person__is_active=True)


class CalendarFeed(models.Model):
    """One person's calendar address; a new nonce makes the old address dead.

    The token is the nonce and its signature by SECRET_KEY: who reads the database alone cannot
    read the calendars.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    nonce = models.CharField(max_length=NONCE, unique=True)
    made_at = models.DateTimeField()

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar of person {self.person_id}"

    @property
    def token(self) -> str:
        return f"{self.nonce}{signature(self.nonce)}"
