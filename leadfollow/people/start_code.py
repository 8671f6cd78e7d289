"""What proves at the first start that one may read this machine's console."""

from __future__ import annotations

from base64 import b32encode

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare, salted_hmac

HOUR = 3600
SALT = "first start"


def start_code() -> str:
    """As in "K3QX-7MPA-2VTZ": of this installation's SECRET_KEY, the same each time."""
    digest = salted_hmac(SALT, "code", algorithm="sha256").digest()
    letters = b32encode(digest)[:12].decode()
    return "-".join(letters[n : n + 4] for n in range(0, 12, 4))


def is_start_code(typed: str) -> bool:
    """With or without hyphens, in small letters too. Sixty bits: nobody guesses them."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return constant_time_compare(plain, start_code().replace("-", ""))


def new_key() -> str:
    """What a page hands on for an hour, so that the code is typed once."""
    return TimestampSigner(salt=SALT).sign("start")


def opens(key: str) -> bool:
    try:
        return TimestampSigner(salt=SALT).unsign(key, max_age=HOUR) == "start"
    except BadSignature:
        return False
