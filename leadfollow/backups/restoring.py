"""Take a backup in: first all of it is read and checked, then the data change in one step."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from leadfollow.backups import archive
from leadfollow.backups.engines import engine
from leadfollow.backups.rules import NoBackup
from leadfollow.files import disk
from leadfollow.files.models import StoredFile

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class Restored:
    """What was taken in, and what the audit said of it."""

    file: str
    made_at: str
    rows: int
    tables: int
    files: int
    migrations: int
    seconds: float
    audit: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def restore(path: Path, *, replace: bool) -> Restored:
    """Data and files of a backup instead of what is there; then migrated and audited.

    Until the whole file was read and found right, nothing is touched.
    """
    began = time.monotonic()
    root = Path(settings.MEDIA_ROOT)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=root, prefix=".restore-") as name:
            folder = Path(name)
            manifest = archive.unpack(path, folder)
            refuse_what_does_not_fit(path, manifest)
            refuse_a_database_in_use(replace=replace)
            load(folder, manifest, root)
    except OSError as trouble:
        raise NoBackup(f"There is no room for it: {trouble.strerror or trouble}.") from trouble
    migrations = bring_up_to_date()
    return Restored(
        file=str(path),
        made_at=manifest["at"],
        rows=sum(manifest["rows"].values()),
        tables=len(manifest["rows"]),
        files=len(manifest["parts"]) - 1,
        migrations=migrations,
        seconds=round(time.monotonic() - began, 2),
        audit=audited(),
    )


def refuse_what_does_not_fit(path: Path, manifest: dict[str, Any]) -> None:
    """Another kind of database, or tables that this version does not know."""
    here = engine().name
    if manifest["engine"] != here:
        raise NoBackup(
            f"{path} holds a {ENGINES[manifest['engine']]} database, and DATABASE_URL names"
            f" {ENGINES[here]}: restore it into a database of its own kind."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {config.label for config in apps.get_app_configs()}
    if newer := set(manifest["migrations"]) - known:
        name = min(newer)
        why = "a newer" if name.partition(".")[0] in ours else "another"
        raise NoBackup(f"{path} was made by {why} version, with {name}: update Leadfollow first.")


def refuse_a_database_in_use(*, replace: bool) -> None:
    """Data are replaced only by who says so; what is not ours is not."""
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as trouble:
        first = str(trouble).strip().partition("\n")[0]
        raise NoBackup(f"The server of DATABASE_URL does not answer: {first}") from None
    if tables and "django_migrations" not in tables:
        raise NoBackup("The database of DATABASE_URL holds what is not Leadfollow's: name another.")
    users = get_user_model()
    in_use = users._meta.db_table in tables and users._default_manager.exists()
    if in_use and not replace:
        raise NoBackup(
            "The database of DATABASE_URL holds data. Restore into an empty one, or say --replace"
            " to lose what it holds."
        )


def load(folder: Path, manifest: dict[str, Any], root: Path) -> None:
    """Files first: a row never waits for its bytes. They go again if the data cannot come."""
    its = engine()
    placed: list[Path] = []
    try:
        for name in manifest["parts"]:
            if name != its.part:
                target = root / shelf_of_ours(name.removeprefix(f"{archive.FILES}/"))
                if not target.exists():
                    placed.append(target)
                target.parent.mkdir(parents=True, exist_ok=True)
                (folder / name).replace(target)
        its.load(folder / its.part, manifest["rows"])
    except Exception:
        for target in placed:
            target.unlink(missing_ok=True)
        raise


def shelf_of_ours(name: str) -> str:
    """Where this database keeps the file: one that another keeps too, it may delete some day."""
    parts = name.split("/")
    return "/".join([disk.folder(), *parts[2:]]) if parts[0] == disk.SHELVES else name


def bring_up_to_date() -> int:
    """Tables as this version wants them, and each file where this database keeps it; how many
    migrations that took."""
    before = set(MigrationLoader(connection).applied_migrations)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    ours = disk.folder()
    StoredFile.objects.exclude(stored_as__startswith=f"{ours}/").update(
        stored_as=Concat(Value(ours), Substr("stored_as", len(ours) + 1))
    )
    return len(set(MigrationLoader(connection).applied_migrations) - before)


def audited() -> dict[str, Any]:
    """What `audit --json` prints."""
    said = StringIO()
    with suppress(SystemExit):  # with violations, which it prints
        call_command("audit", json=True, stdout=said)
    return dict(json.loads(said.getvalue()))
