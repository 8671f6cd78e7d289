"""SQLite by its online backup: one view of the data, taken while others write."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

from django.db import connection

from leadfollow.backups.rules import LEFT_OUT, NoBackup

PATIENCE = 20.0  # seconds for whoever writes at the moment


class SQLite:
    """One file, packed."""

    name = "sqlite"
    part = "database.sqlite3.gz"

    def dump(self, to: Path) -> dict[str, int]:
        copy = to.with_suffix(".copy")
        try:
            rows = copied(copy)
        except sqlite3.Error as trouble:  # as on a full disk
            raise NoBackup(f"SQLite could not write the backup: {trouble}.") from trouble
        with copy.open("rb") as plain, gzip.open(to, "wb", compresslevel=3) as packed:
            shutil.copyfileobj(plain, packed)
        copy.unlink()
        return rows

    def load(self, dump: Path, rows: dict[str, int]) -> None:
        copy = unpacked(dump)
        connection.close()
        try:
            with (
                closing(sqlite3.connect(copy)) as source,
                closing(sqlite3.connect(own_file(), timeout=PATIENCE)) as target,
            ):
                if counts(source) != rows:
                    raise NoBackup("The dump in this backup has other rows than it says.")
                source.backup(target)
        except sqlite3.Error as trouble:
            raise NoBackup(f"SQLite could not take the backup in: {trouble}.") from trouble


def copied(copy: Path) -> dict[str, int]:
    """All that is in it at this moment, but what no backup holds."""
    with (
        closing(sqlite3.connect(own_file(), timeout=PATIENCE)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        for table in set(LEFT_OUT) & set(tables(target)):
            target.execute(f'DELETE FROM "{table}"')  # noqa: S608  # our own names
        target.commit()
        target.execute("VACUUM")
        return counts(target)


def unpacked(dump: Path) -> Path:
    copy = dump.with_suffix(".copy")
    try:
        with gzip.open(dump, "rb") as packed, copy.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
    except (gzip.BadGzipFile, EOFError, zlib.error) as trouble:
        raise NoBackup("SQLite could not take the backup in: its dump is damaged.") from trouble
    return copy


def own_file() -> str:
    return str(connection.settings_dict["NAME"])


def tables(database: sqlite3.Connection) -> list[str]:
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
    return [name for (name,) in database.execute(f"{listed} ESCAPE '\\' ORDER BY name")]


def counts(database: sqlite3.Connection) -> dict[str, int]:
    """Of every table."""
    counted = {}
    for table in tables(database):
        asked = database.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  # from the schema
        counted[table] = int(asked.fetchone()[0])
    return counted
