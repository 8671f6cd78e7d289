"""Whether the product keeps what people gave it: backups, the laws in them, and room on the disk.

The worker tells each admin once when the nightly backup is missing or does not hold.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from leadfollow.backups.models import BackupRun
from leadfollow.backups.nightly import is_late
from leadfollow.outbox.models import announce
from leadfollow.people.models import User

FEWEST_BYTES, FEWEST_PERCENT = 2 * 1024**3, 10


@dataclass(frozen=True)
class Disk:
    """What is left where databases, files and backups lie."""

    free: int
    total: int
    of: str = "VAR_DIR"  # what says where it is

    @property
    def percent(self) -> int:
        return self.free * 100 // self.total

    @property
    def said(self) -> str:
        return _("%(share)s %% of %(size)s, where %(folder)s is") % {
            "share": self.percent,
            "size": filesizeformat(self.total),
            "folder": self.of,
        }

    @property
    def is_short(self) -> bool:
        return self.free < FEWEST_BYTES or self.percent < FEWEST_PERCENT


def disk() -> Disk:
    """The fuller one of those with VAR_DIR and BACKUP_DIR, which are one as a rule."""
    folders = {"VAR_DIR": settings.VAR, "BACKUP_DIR": Path(settings.BACKUP_DIR)}
    used = {name: shutil.disk_usage(folder) for name, folder in folders.items() if folder.is_dir()}
    disks = [Disk(free=its.free, total=its.total, of=name) for name, its in used.items()]
    return min(disks, key=lambda each: each.percent)


def newest_good() -> BackupRun | None:
    """The newest backup that was restored and in which every law held."""
    return BackupRun.objects.good().newest_first().first()


def trouble_with_backups(good: BackupRun | None, *, now: datetime) -> str:
    """A sentence, while the newest that holds, `good`, is too old or the newest of all went
    wrong."""
    newest = BackupRun.objects.newest_first().first() if settings.BACKUPS else None
    if newest is None:
        return ""
    if newest.trouble:
        return _("The backup of %(night)s went wrong. %(trouble)s") % {
            "night": f"{newest.night:%Y-%m-%d}",
            "trouble": newest.trouble,
        }
    if is_late(good.started_at if good else newest.started_at, now=now):
        return _("The nightly backup is more than 26 hours old. Check that worker and beat run.")
    return ""


def report_backups(*, now: datetime) -> None:
    """Tell each admin once, until a backup holds again."""
    if not settings.BACKUPS:
        return
    good = newest_good()
    if not (trouble := trouble_with_backups(good, now=now)):
        return
    since = good.night.isoformat() if good else "never"
    for admin in User.objects.admins():
        announce(
            key=f"backup-trouble:{since}:{admin.pk}",
            to=admin.email,
            subject=_("Leadfollow: there is no good backup of last night"),
            body=(
                f"{trouble}\n\n"
                + _("It is tried again every hour; this is said once, until one holds.")
                + "\n"
                + _("The last backup that holds is of: %(since)s.")
                % {"since": since if good else _("never")}
                + f"\n\n{settings.SITE_URL}/health/\n"
            ),
            at=now,
        )
