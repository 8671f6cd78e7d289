"""Each database by its own trusted means: out into one file, and in again."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.db import connection

from leadfollow.backups.postgresql import PostgreSQL
from leadfollow.backups.sqlite import SQLite

Rows = dict[str, int]


class Engine(Protocol):
    """What both can do."""

    name: str
    part: str  # what the dump is called within the archive

    def dump(self, to: Path) -> Rows:
        """One view of all data, while others work; how many rows each table has in it."""

    def load(self, dump: Path, rows: Rows) -> None:
        """Instead of all that is there, in one transaction."""


def engine() -> Engine:
    """That of DATABASE_URL."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
