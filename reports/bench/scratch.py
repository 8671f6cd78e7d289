"""A database of our own, beside the one in use, and gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from django.db import connection

NAME = f"leadfollow_bench_{os.getpid()}"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Everything inside works on an empty database with all tables."""
    kept = connection.settings_dict["NAME"]
    with other_database(kept) as name:
        connect_to(name)
        try:
            call_command("migrate", interactive=False, verbosity=0)
            yield
        finally:
            connect_to(kept)


@contextmanager
def other_database(beside: Any) -> Iterator[str]:
    """A file in a temporary folder, or a database on the same PostgreSQL server."""
    if connection.vendor == "sqlite":
        with TemporaryDirectory() as folder:
            yield str(Path(folder) / "bench.sqlite3")
        return
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{NAME}"')
    try:
        yield NAME
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{NAME}"')


def connect_to(name: Any) -> None:
    """Further queries go to this database."""
    connection.close()
    connection.settings_dict["NAME"] = name
