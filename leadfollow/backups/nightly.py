"""The nightly backup: made, restored into a scratch database, audited there, and noted."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from subprocess import SubprocessError
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.utils.translation import gettext as _

from leadfollow.backups import scratch
from leadfollow.backups.making import Made, make_backup
from leadfollow.backups.models import BackupRun
from leadfollow.backups.rules import NoBackup

LATE_AFTER = timedelta(hours=26)
NAMED = "leadfollow-{night:%Y-%m-%d}.tar"


def night_of(now: datetime) -> date:
    """The day whose backup is the newest that should be there."""
    here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    return here.date() - timedelta(days=here.hour < settings.BACKUP_HOUR)


def is_late(newest: datetime | None, *, now: datetime) -> bool:
    """Whether the newest good one is too old, or there is none."""
    return newest is None or now - newest > LATE_AFTER


def back_up_when_due(*, now: datetime) -> BackupRun | None:
    """Make this night's, unless it is there or somebody makes it; None then.

    A missed night is made up for at the next call, one that went wrong is tried again.
    """
    run = claimed(night_of(now), now=now) if settings.BACKUPS else None
    if run is None:
        return None
    began = time.monotonic()
    folder = Path(settings.BACKUP_DIR)
    path = folder / NAMED.format(night=run.night)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        note(run, make_backup(path, at=now))
        run.laws, run.trouble = proven(path)
        if not run.trouble:
            delete_old(folder, good=path)
    except (NoBackup, OSError, SubprocessError, DatabaseTrouble) as trouble:
        run.trouble = (str(trouble).strip() or type(trouble).__name__)[:500]
    run.seconds = round(time.monotonic() - began, 2)
    run.finished_at = now + timedelta(seconds=run.seconds)
    run.save()
    return run


def claimed(night: date, *, now: datetime) -> BackupRun | None:
    """This night's row, once it is ours: of two workers one gets it."""
    run, is_new = BackupRun.objects.get_or_create(night=night, defaults={"started_at": now})
    if is_new:
        return run
    if not run.may_be_tried_again(now):
        return None
    same = BackupRun.objects.filter(pk=run.pk, started_at=run.started_at)
    taken = same.update(started_at=now, finished_at=None, file="", laws=0, trouble="")
    return BackupRun.objects.get(pk=run.pk) if taken else None


def note(run: BackupRun, made: Made) -> None:
    run.file = Path(made.file).name
    run.bytes, run.rows, run.files = made.bytes, made.rows, made.files


def proven(path: Path) -> tuple[int, str]:
    """How many laws hold in the restored copy, and what does not."""
    laws = scratch.tried(path)["audit"]["laws"]
    broken = [
        f"{name} ({law['violations']}: {law['rows'][0]})"
        for name, law in laws.items()
        if law["violations"]
    ]
    if not broken:
        return len(laws), ""
    trouble = _("In the restored copy these do not hold: %(laws)s") % {"laws": "; ".join(broken)}
    return len(laws) - len(broken), trouble[:500]


def delete_old(folder: Path, *, good: Path) -> None:
    """Keep the newest, and `good`, of which we just saw that it holds; what has another name is
    somebody's own."""
    nights = sorted(folder.glob("leadfollow-????-??-??.tar"), reverse=True)
    for path in nights[settings.BACKUPS_KEPT :]:
        if path != good:
            path.unlink(missing_ok=True)
