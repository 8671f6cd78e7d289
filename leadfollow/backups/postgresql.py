"""PostgreSQL by pg_dump and pg_restore, found on PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from leadfollow.backups.rules import LEFT_OUT, NoBackup

AS_OURS = ("--no-owner", "--no-privileges", "--no-comments")
EMPTIED = ("-c", "DROP SCHEMA public CASCADE", "-c", "CREATE SCHEMA public")
PATIENCE = "-c lock_timeout=15000"  # milliseconds for whoever works at the moment


class PostgreSQL:
    """One file in pg_dump's own packed form."""

    name = "postgresql"
    part = "database.pgdump"

    def dump(self, to: Path) -> dict[str, int]:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            rows = counts()
            cursor.execute("SELECT pg_export_snapshot()")
            left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
            same_view = f"--snapshot={cursor.fetchone()[0]}"
            form = ["--format=custom", f"--file={to}"]
            call("pg_dump", *AS_OURS, *form, same_view, *left_out)
        return rows

    def load(self, dump: Path, rows: dict[str, int]) -> None:
        emptied = EMPTIED if connection.introspection.table_names() else ()
        connection.close()  # what we hold ourselves must not be waited for
        script = dump.with_suffix(".sql")
        run(["pg_restore", *AS_OURS, f"--file={script}", str(dump)], {})
        calm = ("--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
        call("psql", *calm, "--single-transaction", *emptied, "-f", str(script))
        if counts() != rows:
            raise NoBackup("The dump in this backup has other rows than it says.")


def counts() -> dict[str, int]:
    """Of every table."""
    counted = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in LEFT_OUT:
                counted[table] = 0
                continue
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  # from the schema
            counted[table] = int(cursor.fetchone()[0])
    return counted


def call(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's on our database; the password stays off its command line."""
    command, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    where = command[1:]
    run([program, *arguments, *where], env or {})


def run(command: list[str], env: dict[str, str]) -> None:
    program = command[0]
    if not shutil.which(program):
        raise NoBackup(f"{program} is not on PATH: please install postgresql-client.")
    more = {**os.environ, **env, "PGOPTIONS": PATIENCE, "LC_ALL": "C"}
    done = subprocess.run(command, env=more, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode:
        raise NoBackup(sentence(program, done.stderr.decode(errors="replace")))


def sentence(program: str, said: str) -> str:
    """What went wrong, and what to do where we know it."""
    if "version mismatch" in said or "unsupported version" in said:
        newest = getattr(connection, "pg_version", 0) // 10000
        return f"{program} is older than the server: please install postgresql-client-{newest}."
    if "lock timeout" in said:
        return "Somebody works in this database: stop web, worker and beat first."
    first = next((line for line in said.splitlines() if "rror:" in line), said.strip())
    return f"{program} could not do it: {first.partition('rror:')[2].strip() or first}."
