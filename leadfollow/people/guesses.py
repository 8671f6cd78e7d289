"""How many passwords may be guessed, and how the owner still comes in.

Whoever signed in has a device that is known: a signed cookie says for which accounts. From there
only his own tries count, so that nobody locks him out. Everybody else shares the tries that an
account has in a day, wherever they come from.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from leadfollow.people.limits import DAY, MINUTE, Limit

FROM_ADDRESS = Limit("sign-in from an address", 30, MINUTE)
FROM_THERE = (
    Limit("sign-in to an account from an address", 10, MINUTE),
    Limit("sign-in to an account from an address", 100, DAY),
)
OF_ACCOUNT = Limit("sign-in to an account", 100, DAY)
FROM_DEVICE = (Limit("sign-in by a device", 10, MINUTE), Limit("sign-in by a device", 100, DAY))

COOKIE = "__Host-device" if settings.HTTPS else "device"
SALT = "leadfollow.device"
KNOWN_FOR = 365 * DAY
MOST_ACCOUNTS = 5  # of one device: a cookie is not endless


@dataclass(frozen=True)
class Device:
    """A browser in which somebody signed in before: its name, and digests of the accounts."""

    name: str
    accounts: tuple[str, ...] = ()


def may_guess(request: HttpRequest, email: str, *, at: datetime) -> bool:
    """Whether this try is heard at all; it counts whether or not the account exists."""
    account = digest(email)
    device = device_of(request)
    if account in device.accounts:
        return all(limit.take(account, device.name, at=at) for limit in FROM_DEVICE)
    address = truncate_ip(get_adapter().get_client_ip(request))
    return (
        FROM_ADDRESS.take(address, at=at)
        and all(limit.take(account, address, at=at) for limit in FROM_THERE)
        and OF_ACCOUNT.take(account, at=at)
    )


def digest(email: str) -> str:
    """An account as its e-mail is written, in any case."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:32]


def device_of(request: HttpRequest) -> Device:
    """The one that the cookie names; a new one where it names none, or a forged one."""
    try:
        said: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
        return Device(said["name"], tuple(said["accounts"]))
    except (signing.BadSignature, TypeError, KeyError):
        return Device(secrets.token_urlsafe(16))


def know_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Whoever signed in here may always try again from here."""
    device = device_of(request)
    accounts = dict.fromkeys([digest(email), *device.accounts])
    said = {"name": device.name, "accounts": list(accounts)[:MOST_ACCOUNTS]}
    response.set_cookie(
        COOKIE, signing.dumps(said, salt=SALT), max_age=KNOWN_FOR,
        secure=settings.HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip
