"""Files on disk and their rows: stored, removed, brought back, purged; and never one without the
other."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from leadfollow.files import disk
from leadfollow.files.kinds import BadFile
from leadfollow.files.models import StoredFile
from leadfollow.files.operations import (
    purge_files,
    purge_strays,
    remove_file,
    restore_file,
    store_file,
)
from leadfollow.files.tests.corpus import PDF
from leadfollow.log.models import Entry
from leadfollow.people.tests.factories import make_rep
from leadfollow.tests.constraints import constraints_of, refuses

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)
LATER = MONDAY + 31 * DAY


def store(content: bytes = PDF, name: str = "offer.pdf", **more: Any) -> StoredFile:
    return store_file(name=name, content=content, by=make_rep(), at=MONDAY, **more)[0]


def on_disk(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def removed(**more: Any) -> StoredFile:
    file = store(**more)
    remove_file(file=file, by=file.by, at=MONDAY + DAY)
    file.refresh_from_db()
    return file


def test_bytes_lie_under_a_name_of_our_own(settings: Any) -> None:
    file = store(name="../price-list.pdf")

    [path] = on_disk(settings)
    assert path.read_bytes() == PDF
    assert path == Path(settings.MEDIA_ROOT, file.stored_as)
    assert "price" not in str(path)
    assert (file.name, file.kind_in_words, file.size) == ("price-list.pdf", "PDF", len(PDF))


def test_what_is_refused_leaves_nothing(settings: Any) -> None:
    with pytest.raises(BadFile):
        store(b"MZ", "offer.exe")

    assert not on_disk(settings)
    assert not StoredFile.objects.exists()


def test_the_same_content_beside_it_is_the_one_that_is_there(settings: Any) -> None:
    beside = StoredFile.objects.all()
    file = store(beside=beside, most=1)

    assert store(name="again.pdf", beside=beside, most=1) == file
    assert len(on_disk(settings)) == 1


def test_no_more_than_so_many_beside_each_other() -> None:
    beside = StoredFile.objects.all()
    store(beside=beside, most=1)

    with pytest.raises(BadFile, match="1 files are here already. Remove one first."):
        store(b"other", "a.txt", beside=beside, most=1)


def test_a_full_disk_is_said_and_leaves_no_half_file(settings: Any) -> None:
    Path(settings.MEDIA_ROOT, disk.folder()).parent.mkdir(parents=True)
    Path(settings.MEDIA_ROOT, disk.folder()).write_text("a file where a folder has to be")

    with pytest.raises(BadFile, match="the disk took no more"):
        store()

    assert not StoredFile.objects.exists()


def test_removing_keeps_the_bytes_and_can_be_taken_back(settings: Any) -> None:
    file = removed()

    assert not StoredFile.objects.kept().exists()
    assert on_disk(settings)
    assert not remove_file(file=file, by=file.by, at=MONDAY + 2 * DAY)
    back = {"by": file.by, "at": MONDAY + 2 * DAY, "beside": StoredFile.objects.all(), "most": 9}
    assert restore_file(file=file, **back)
    assert not restore_file(file=file, **back)
    assert StoredFile.objects.kept().get() == file
    assert set(Entry.objects.values_list("event", flat=True)) == {"file removed", "file restored"}


def test_what_was_added_anew_is_not_brought_back_beside_it() -> None:
    file = removed()
    store()

    with pytest.raises(BadFile, match="is here again already"):
        restore_file(file=file, by=file.by, at=LATER, beside=StoredFile.objects.all(), most=9)


# --- What nobody comes back to


@pytest.fixture
def purge(django_capture_on_commit_callbacks: Any) -> Any:
    def purge(now: datetime, **more: Any) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return purge_files(now=now, **more)

    return purge


def test_bytes_go_30_days_after_the_file_was_removed(purge: Any, settings: Any) -> None:
    file = removed()

    assert purge(MONDAY + 30 * DAY, held=lambda: [file.pk]) == 0
    assert purge(LATER, held=lambda: [file.pk]) == 1
    assert purge(LATER, held=lambda: [file.pk]) == 0

    assert not on_disk(settings)
    assert StoredFile.objects.get().purged_at == LATER
    with pytest.raises(BadFile, match="removed more than 30 days ago. Add it again."):
        restore_file(file=file, by=file.by, at=LATER, beside=StoredFile.objects.all(), most=9)


def test_what_belongs_to_nothing_goes_after_a_day(purge: Any, settings: Any) -> None:
    file = store()

    assert purge(MONDAY + DAY / 2) == 0
    assert purge(MONDAY + DAY, held=lambda: [file.pk]) == 0
    assert purge(MONDAY + DAY) == 1

    assert not StoredFile.objects.exists()
    assert not on_disk(settings)


def test_what_lies_on_disk_without_a_row_goes_after_a_day(settings: Any) -> None:
    with transaction.atomic():
        store()
        transaction.set_rollback(True)
    [stray] = on_disk(settings)
    written = datetime.fromtimestamp(stray.stat().st_mtime, UTC)

    assert purge_strays(now=written + DAY / 2) == 0
    assert purge_strays(now=written + 2 * DAY) == 1
    assert purge_strays(now=written + 2 * DAY) == 0
    assert not on_disk(settings)


def test_the_disk_is_gone_through_while_nothing_is_locked(purge: Any, settings: Any) -> None:
    stray = Path(settings.MEDIA_ROOT, disk.folder(), "ab", "abc")
    stray.parent.mkdir(parents=True)
    stray.write_bytes(PDF)

    purge(LATER + 900 * DAY)

    assert stray.exists()


def test_what_another_database_put_there_stays() -> None:
    other = default_storage.save("kept/01234567/ab/abc", default_storage.open(store().stored_as))
    os.utime(default_storage.path(other), (0, 0))

    purge_strays(now=LATER)

    assert default_storage.exists(other)


# --- What the audit finds


def test_all_is_well() -> None:
    store()

    assert not list(disk.lost(MONDAY))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "is not on disk"),
        (b"shorter", "is longer or shorter on disk"),
        (b"x" * len(PDF), "has another content on disk"),
    ],
)
def test_what_is_lost_is_found(content: bytes | None, why: str) -> None:
    file = store()
    path = Path(default_storage.path(file.stored_as))
    path.unlink() if content is None else path.write_bytes(content)

    assert list(disk.lost(MONDAY)) == [f"storedfile {file.pk}: {why}"]


def test_each_is_read_on_one_of_the_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "READ_WHOLE", 2)
    files = [store(b"%d" % n, "a.txt") for n in range(6)]
    for file in files:
        Path(default_storage.path(file.stored_as)).write_bytes(b"x")

    found = [list(disk.lost(MONDAY + n * DAY)) for n in range(3)]

    assert [len(lines) for lines in found] == [2, 2, 2]
    assert len({line for lines in found for line in lines}) == 6


# --- What must never be false

BREAKERS: dict[str, dict[str, Any]] = {
    "storedfile_has_a_name": {"name": ""},
    "storedfile_size_in_bounds": {"size": 0},
    "storedfile_removed_by_somebody_later": {"removed_at": MONDAY},
    "storedfile_purged_once_removed": {"purged_at": MONDAY},
    "storedfile_draft_has_an_author": {"is_draft": True, "by": None},
}


@pytest.mark.parametrize("constraint", BREAKERS)
def test_the_database_refuses(constraint: str) -> None:
    rows = StoredFile.objects.filter(pk=store().pk)

    refuses(constraint, lambda: rows.update(**BREAKERS[constraint]))


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("storedfile_size_in_bounds", {"size": 10 * 1024 * 1024 + 1}),
        ("storedfile_removed_by_somebody_later", {"removed_at": MONDAY - DAY}),
        ("storedfile_removed_by_somebody_later", {"removed_by": None}),
        ("storedfile_purged_once_removed", {"purged_at": MONDAY}),
        ("storedfile_draft_has_an_author", {"is_draft": True}),
    ],
)
def test_the_database_refuses_once_it_was_removed(constraint: str, wrong: dict[str, Any]) -> None:
    rows = StoredFile.objects.filter(pk=removed().pk)

    refuses(constraint, lambda: rows.update(**wrong))


def test_every_constraint_has_its_breaker() -> None:
    assert constraints_of("files") == set(BREAKERS)
