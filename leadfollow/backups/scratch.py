"""A database and a folder of their own, in which a backup is tried."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import DatabaseError, connection

from leadfollow.backups.rules import NoBackup

MARK = "Leadfollow tries its backup here; it may be dropped."
PATIENCE = 2700  # seconds


def tried(path: Path) -> dict[str, Any]:
    """What `restore --json` says of it in a scratch database: the same command that people use."""
    with TemporaryDirectory(prefix="leadfollow-tried-") as folder, scratch_database(folder) as url:
        done = subprocess.run(
            [sys.executable, "manage.py", "restore", str(path.resolve()), "--json"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DATABASE_URL": url,
                "VAR_DIR": folder,
                "SECRET_KEY": settings.SECRET_KEY,
            },
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    if done.returncode not in (0, 1) or not done.stdout.startswith("{"):
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise NoBackup(f"It could not be restored: {said[-1].removeprefix('CommandError: ')}")
    return dict(json.loads(done.stdout))


@contextmanager
def scratch_database(folder: str) -> Iterator[str]:
    """The address of an empty one, gone afterwards: a file there, or one on the same server."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder}/tried.sqlite3"
        return
    name = f"{connection.settings_dict['NAME']}_tried"
    drop(name)
    try:
        execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except DatabaseError as trouble:
        first = str(trouble).strip().partition("\n")[0]
        role = connection.settings_dict["USER"]
        raise NoBackup(
            f"No database to try it in: {first}. Allow it by ALTER ROLE {role} CREATEDB."
        ) from None
    try:
        execute(f"COMMENT ON DATABASE \"{name}\" IS '{MARK}'")
        yield address(name)
    finally:
        drop(name)


def drop(name: str) -> None:
    """What a killed run left, or this one leaves; never a database that is not ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        found = cursor.fetchone()
    if found and found[0] != MARK:
        raise NoBackup(f"A database {name} is in the way of trying the backup.")
    if found:
        execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def address(name: str) -> str:
    """DATABASE_URL of another database on the same server."""
    is_ = connection.settings_dict
    who = quote(is_["USER"], safe="")
    if is_["PASSWORD"]:
        who += ":" + quote(is_["PASSWORD"], safe="")
    port = f":{is_['PORT']}" if is_["PORT"] else ""
    options = {key: value for key, value in is_["OPTIONS"].items() if key.startswith("ssl")}
    more = f"?{urlencode(options)}" if options else ""
    return f"postgres://{who}@{quote(is_['HOST'], safe='')}{port}/{quote(name)}{more}"
