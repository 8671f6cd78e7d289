"""A real worker makes the night's backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from followups.tasks import backup
from followups.tests.factories import make_owned_lead
from leadfollow.backups.models import BackupRun
from leadfollow.tests.test_background import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.redis]


def test_a_real_worker_makes_it(celery: Any, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    make_owned_lead()
    celery("worker", BACKUP_DIR=str(folder), BACKUPS="1")

    backup.delay()

    wait_for(lambda: BackupRun.objects.filter(finished_at__isnull=False).exists())
    assert BackupRun.objects.get().trouble == ""
    assert len(list(folder.iterdir())) == 1
