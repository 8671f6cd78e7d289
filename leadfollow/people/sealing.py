"""The secrets of people's apps, sealed: who reads the database or a backup makes no codes by it.

The key lies beside the database, never in it: TWO_FACTOR_KEY (docs/production.md).
"""

from __future__ import annotations

import base64

import structlog
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

logger = structlog.get_logger(__name__)


def sealed(text: str) -> str:
    """As it is kept."""
    return keys().encrypt(text.encode()).decode()


def opened(kept: str) -> str:
    """As the app has it. Kept by a key that is not here, it is one that nobody knows: no code
    opens then, and recovery codes do."""
    try:
        return keys().decrypt(kept.encode()).decode()
    except InvalidToken:
        logger.error("second factor of another key")
        return generate_totp_secret()


def keys() -> MultiFernet:
    """The one that seals, and those of before, which still open."""
    return MultiFernet(
        [fernet(key) for key in (settings.TWO_FACTOR_KEY, *settings.TWO_FACTOR_KEY_FALLBACKS)]
    )


def fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"secrets of apps")
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))
