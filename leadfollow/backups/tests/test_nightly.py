"""Every night a backup is made, restored into a scratch database, and audited there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from followups.audit import LAWS
from followups.tests.factories import make_owned_lead
from leadfollow.backups import scratch
from leadfollow.backups.models import BackupRun
from leadfollow.backups.nightly import back_up_when_due, night_of
from leads.models import Lead

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = datetime(2026, 11, 3, 2, 10, tzinfo=UTC)
HELD = {"audit": {"laws": {"kept-state": {"violations": 0, "rows": []}}}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.BACKUP_DIR, settings.BACKUPS, settings.BACKUPS_KEPT = str(tmp_path / "kept"), True, 3
    return tmp_path / "kept"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying one takes seconds; one test does it for all."""
    monkeypatch.setattr(scratch, "tried", lambda path: HELD)


@pytest.mark.parametrize(
    ("moment", "zone", "night"),
    [
        ("2026-11-03T01:59", "UTC", "2026-11-02"),
        ("2026-11-03T02:00", "UTC", "2026-11-03"),
        ("2026-11-03T01:30", "Europe/Berlin", "2026-11-03"),
        ("2026-03-29T01:05", "Europe/Berlin", "2026-03-29"),  # two o'clock does not exist
    ],
)
def test_the_night_is_the_organisations(moment, zone, night, settings):
    settings.TIME_ZONE = zone

    assert night_of(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == date.fromisoformat(night)


def test_made_restored_audited_and_noted(folder):
    make_owned_lead()

    run = back_up_when_due(now=NIGHT)

    assert run == BackupRun.objects.get()
    assert (run.trouble, run.is_good, run.laws) == ("", True, len(LAWS))
    assert run.bytes == (folder / "leadfollow-2026-11-03.tar").stat().st_size
    assert run.rows > 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Its own: other tests may try theirs on the same server meanwhile.
            tried = f"{connection.settings_dict['NAME']}_tried"
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [tried])
            assert cursor.fetchone() == (0,)


def test_a_copy_in_which_a_law_is_broken_is_trouble(folder):
    lead = make_owned_lead()
    Lead.objects.filter(pk=lead.pk).update(touch_count=7)

    run = back_up_when_due(now=NIGHT)

    assert not run.is_good
    assert run.trouble.startswith("In the restored copy these do not hold: ")
    assert "kept-state" in run.trouble


def test_once_a_night(quick, folder):
    back_up_when_due(now=NIGHT)

    assert back_up_when_due(now=NIGHT + timedelta(hours=20)) is None
    assert back_up_when_due(now=NIGHT + timedelta(hours=24)) is not None
    assert BackupRun.objects.count() == 2


def test_a_missed_night_is_made_up_for(quick):
    assert back_up_when_due(now=NIGHT + timedelta(hours=15)).night == NIGHT.date()


def test_off(quick, settings):
    settings.BACKUPS = False

    assert back_up_when_due(now=NIGHT) is None


def test_while_another_worker_is_at_it(quick):
    BackupRun.objects.create(night=NIGHT.date(), started_at=NIGHT)

    assert back_up_when_due(now=NIGHT + timedelta(hours=1)) is None


def test_after_a_worker_was_killed(quick):
    BackupRun.objects.create(night=NIGHT.date(), started_at=NIGHT)

    assert back_up_when_due(now=NIGHT + timedelta(hours=3)).is_good


def test_what_went_wrong_is_noted_and_tried_again(quick, folder, monkeypatch):
    folder.parent.joinpath("kept").write_text("in the way")

    run = back_up_when_due(now=NIGHT)
    assert "exists" in run.trouble
    assert back_up_when_due(now=NIGHT + timedelta(minutes=30)) is None

    folder.unlink()
    assert back_up_when_due(now=NIGHT + timedelta(hours=2)).is_good
    assert BackupRun.objects.count() == 1


def test_the_newest_are_kept_and_what_somebody_put_there(quick, folder):
    folder.mkdir()
    (folder / "before-the-update.tar").write_bytes(b"")
    for day in range(5):
        back_up_when_due(now=NIGHT + timedelta(days=day))

    assert sorted(path.name for path in folder.iterdir()) == [
        "before-the-update.tar",
        *(f"leadfollow-2026-11-0{day}.tar" for day in (5, 6, 7)),
    ]


def test_one_that_does_not_hold_pushes_out_none_that_does(quick, folder, monkeypatch):
    back_up_when_due(now=NIGHT)
    broken = {"audit": {"laws": {"kept-state": {"violations": 1, "rows": ["Lead 1"]}}}}
    monkeypatch.setattr(scratch, "tried", lambda path: broken)

    for day in range(1, 6):
        assert not back_up_when_due(now=NIGHT + timedelta(days=day)).is_good

    assert (folder / "leadfollow-2026-11-03.tar").exists()


def test_the_newest_that_holds_is_never_deleted(quick, folder):
    folder.mkdir()
    for day in (7, 8, 9):  # as a clock that went wrong leaves them
        (folder / f"leadfollow-2027-11-0{day}.tar").write_bytes(b"")

    assert back_up_when_due(now=NIGHT).is_good

    assert (folder / "leadfollow-2026-11-03.tar").exists()


@pytest.mark.postgres
def test_a_database_that_is_not_ours_is_never_dropped(folder):
    name = f"{settings.DATABASES['default']['NAME']}_tried"
    scratch.execute(f'CREATE DATABASE "{name}"')
    try:
        run = back_up_when_due(now=NIGHT)
    finally:
        scratch.execute(f'DROP DATABASE "{name}"')

    assert run.trouble == f"A database {name} is in the way of trying the backup."


@pytest.mark.parametrize(
    "fields",
    [
        {"finished_at": NIGHT - timedelta(seconds=1), "trouble": "x"},
        {"finished_at": NIGHT},
        {"finished_at": NIGHT, "file": "a.tar"},
    ],
)
def test_the_database_refuses(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        BackupRun.objects.create(night=NIGHT.date(), started_at=NIGHT, **fields)


def test_a_night_has_one_row():
    BackupRun.objects.create(night=NIGHT.date(), started_at=NIGHT)

    with pytest.raises(IntegrityError), transaction.atomic():
        BackupRun.objects.create(night=NIGHT.date(), started_at=NIGHT)


def test_the_address_of_the_scratch_database_keeps_what_it_needs(monkeypatch):
    is_ = {"USER": "ann", "PASSWORD": "s@c/t", "HOST": "/tmp/pg", "PORT": 5433}
    is_["OPTIONS"] = {"sslmode": "require", "options": "-c jit=off"}
    monkeypatch.setattr(connection, "settings_dict", is_)

    found = scratch.address("leads_tried")

    assert found == "postgres://ann:s%40c%2Ft@%2Ftmp%2Fpg:5433/leads_tried?sslmode=require"
