"""Make a backup: the database first and the files after it, so that every row has its file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder

from leadfollow.backups import archive
from leadfollow.backups.engines import Engine, engine
from leadfollow.backups.rules import NoBackup
from leadfollow.files.disk import SHELVES
from leadfollow.files.models import StoredFile


@dataclass
class Made:
    """What a backup holds."""

    file: str
    bytes: int
    rows: int
    tables: int
    files: int
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def make_backup(path: Path, *, at: datetime) -> Made:
    """All data and files into one file; what stood there before is replaced when it is whole."""
    began, its = time.monotonic(), engine()
    if not path.parent.is_dir():
        raise NoBackup(f"There is no folder {path.parent}.")
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
            dump = Path(folder) / its.part
            rows = its.dump(dump)
            sources = [(its.part, dump), *files()]
            parts = archive.pack(path, sources, about(its, rows, at))
    except OSError as trouble:
        raise NoBackup(f"{path} cannot be written: {trouble.strerror or trouble}.") from trouble
    return Made(
        file=str(path),
        bytes=path.stat().st_size,
        rows=sum(rows.values()),
        tables=len(rows),
        files=parts - 1,
        seconds=round(time.monotonic() - began, 2),
    )


def about(its: Engine, rows: dict[str, int], at: datetime) -> dict[str, Any]:
    """What the manifest tells besides the parts."""
    applied = MigrationRecorder.Migration.objects.values_list("app", "name")
    return {
        "version": version(),
        "at": at.isoformat(),
        "engine": its.name,
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
        "rows": rows,
    }


def version() -> str:
    """The newest heading of the list of changes."""
    lines = (settings.BASE_DIR / "CHANGELOG.md").read_text().splitlines()
    return next(line[3:] for line in lines if line.startswith("## "))


def files() -> Iterator[tuple[str, Path]]:
    """Those of this database's rows, and all that lies beside their shelves; the shelves of other
    databases may be in the same folder."""
    root = Path(settings.MEDIA_ROOT)
    for name in StoredFile.objects.on_disk().values_list("stored_as", flat=True).iterator():
        yield f"{archive.FILES}/{name}", root / name
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.is_file() and inside.parts[0] != SHELVES and not inside.parts[0].startswith("."):
            yield f"{archive.FILES}/{inside.as_posix()}", path
