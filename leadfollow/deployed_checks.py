"""What `manage.py check --deploy` asks of an installation besides Django's own questions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from leadfollow import environment

PROGRAMS = ("pg_dump", "pg_restore", "psql")


@register(Tags.security, deploy=True)
def check_installation(**_: Any) -> list[CheckMessage]:
    """All of them."""
    return [*what_is_not_set(), *what_does_not_reach(), *what_backups_need()]


def what_is_not_set() -> Iterator[CheckMessage]:
    if not environment.text("EMAIL_URL"):
        yield Warning(
            "EMAIL_URL is not set: no invitation, new password or digest reaches anybody.",
            hint="As in EMAIL_URL=smtp+tls://user:password@mail.example.com:587",
            id="leadfollow.W001",
        )
    if not environment.text("SECRET_KEY"):
        yield Warning(
            "SECRET_KEY is not set: a key in VAR_DIR is used, which other machines and a restored"
            " copy do not have; links in mails and calendars would stop working.",
            hint="Copy what secret_key in VAR_DIR holds.",
            id="leadfollow.W002",
        )
    if not environment.text("TOKEN_KEY"):
        yield Warning(
            "TOKEN_KEY is not set: a key in VAR_DIR is used, which other machines and a restored"
            " copy do not have; no token of the API would be known there.",
            hint="Copy what token_key in VAR_DIR holds.",
            id="leadfollow.W005",
        )
    if not environment.text("TWO_FACTOR_KEY"):
        yield Warning(
            "TWO_FACTOR_KEY is not set: a key in VAR_DIR is used, which other machines and a"
            " restored copy do not have; no app would make a good code there.",
            hint="Copy what two_factor_key in VAR_DIR holds.",
            id="leadfollow.W006",
        )


def what_does_not_reach() -> Iterator[CheckMessage]:
    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    broker = urlsplit(settings.REDIS_URL)
    elsewhere = broker.hostname and broker.hostname not in environment.LOCAL_HOSTS
    if is_sqlite and elsewhere:
        yield Warning(
            "REDIS_URL names another machine, and SQLite serves one machine alone.",
            hint="Name PostgreSQL in DATABASE_URL.",
            id="leadfollow.W003",
        )


def what_backups_need() -> Iterator[CheckMessage]:
    is_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if is_postgresql and settings.BACKUPS and missing:
        yield Warning(
            f"{missing[0]} is not on PATH: nightly backups cannot be made.",
            hint="Install postgresql-client, of the server's version or newer; or set BACKUPS=0.",
            id="leadfollow.W004",
        )
