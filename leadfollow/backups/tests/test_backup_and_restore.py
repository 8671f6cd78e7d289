"""What `backup` wrote, `restore` takes in on a new database; what is not whole touches nothing."""

from __future__ import annotations

import json
import resource
import shutil
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from followups.tests.factories import make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.backups import archive, restoring
from leadfollow.backups.engines import engine
from leadfollow.backups.making import make_backup
from leadfollow.backups.rules import NoBackup
from leadfollow.files import disk
from leadfollow.files.models import StoredFile
from leadfollow.files.tests.corpus import PDF
from leadfollow.outbox.models import announce
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads import filing
from leads.models import Lead

pytestmark = pytest.mark.django_db(transaction=True)
ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD = "a long password"


@pytest.fixture
def lead() -> Lead:
    """Ana's, with a touch to log, and a file."""
    ana = make_rep(name="Ana", email="ana@example.com")
    with override_settings(PASSWORD_HASHERS=ARGON2):
        User.objects.filter(pk=ana.pk).update(password=make_password(PASSWORD))
    now = clock.now()
    lead = make_owned_lead(owner=ana, at=now)
    make_touch(lead=lead, at=now, due_at=now)
    filing.add_lead_file(lead=lead, name="list.pdf", content=PDF, by=ana, at=now)
    return lead


@pytest.fixture
def backup(lead: Lead, tmp_path: Path) -> Path:
    path = tmp_path / "monday.tar"
    make_backup(path, at=clock.now())
    return path


def repacked(path: Path, change: Any) -> Path:
    """The same backup with another manifest."""
    folder = path.parent / "unpacked"
    manifest = archive.unpack(path, folder)
    sources = [(name, folder / name) for name in manifest["parts"]]
    change(manifest)
    archive.pack(path, sources, {key: manifest[key] for key in manifest if key != "parts"})
    return path


# --- Out


def test_one_file_for_its_owner_alone_with_data_files_and_what_they_must_be(backup, tmp_path):
    manifest = archive.unpack(backup, tmp_path / "in")

    stored = StoredFile.objects.get().stored_as
    assert backup.stat().st_mode & 0o777 == 0o600
    assert set(manifest["parts"]) == {engine().part, f"files/{stored}"}
    assert (tmp_path / "in" / "files" / stored).read_bytes() == PDF
    assert manifest["rows"]["people_user"] == User.objects.count()
    assert manifest["version"]


def test_opens_no_session(lead, tmp_path):
    Session.objects.create(session_key="k", session_data="d", expire_date=timezone.now())

    make_backup(tmp_path / "a.tar", at=clock.now())

    assert archive.unpack(tmp_path / "a.tar", tmp_path / "in")["rows"]["django_session"] == 0
    assert Session.objects.exists()


def test_leaves_nothing_half_written(lead, tmp_path, monkeypatch):
    def refuse(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "add_manifest", refuse)

    with pytest.raises(NoBackup, match="cannot be written: No space left on device"):
        make_backup(tmp_path / "a.tar", at=clock.now())

    assert not list(tmp_path.iterdir())


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process, nor of one that it starts, grows beyond."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_it_says_so_and_leaves_nothing(lead, tmp_path):
    with room_for(20_000), pytest.raises(NoBackup, match="could not"):
        make_backup(tmp_path / "a.tar", at=clock.now())

    assert not list(tmp_path.iterdir())


def test_says_that_there_is_no_such_folder(lead, tmp_path):
    with pytest.raises(CommandError, match="There is no folder") as refusal:
        call_command("backup", str(tmp_path / "no" / "a.tar"))

    assert refusal.value.returncode == 2


@pytest.mark.postgres
def test_says_what_to_install(lead, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoBackup, match="please install postgresql-client"):
        make_backup(tmp_path / "a.tar", at=clock.now())


def test_while_people_work(lead, tmp_path):
    """The counts are of the very data that are in it, and nobody waits."""
    stop, written = Event(), []

    def write() -> None:
        while not stop.is_set():
            announce(key=str(len(written)), to="a@example.com", subject="", body="", at=clock.now())
            written.append(1)
        connection.close()

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(write)
        try:
            for number in range(3):
                make_backup(tmp_path / f"{number}.tar", at=clock.now())
        finally:
            stop.set()
        writing.result()

    assert len(written) > 3
    assert restoring.restore(tmp_path / "1.tar", replace=True).audit["ok"]


# --- In again, on a new database, by the documented command only


SIGN_IN_AND_LOG = f"""
from uuid import uuid4
from django.test import Client
from followups.models import Touch
from leadfollow.files.models import StoredFile
client = Client(SERVER_NAME="localhost")
client.post("/accounts/login/", {{"login": "ana@example.com", "password": {PASSWORD!r}}})
touch = Touch.objects.scheduled().get()
answer = client.post(f"/touches/{{touch.pk}}/log/", {{"key": uuid4(), "at_once": "no_answer"}})
touch.refresh_from_db()
file = client.get(f"/leads/{{touch.lead_id}}/files/{{StoredFile.objects.get().pk}}/")
stored = StoredFile.objects.get().stored_as
print(answer.status_code, touch.outcome, touch.logged_by.name, file.status_code, stored)
"""


def test_whoever_worked_there_signs_in_and_works_on(backup, elsewhere):
    done = elsewhere("restore", backup, "--json")

    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert told["audit"]["ok"]
    assert told["audit"]["laws"]["files-are-there"]["examined"] == 1
    assert (told["files"], told["migrations"]) == (1, 0)

    used = elsewhere("shell", "-v0", "-c", SIGN_IN_AND_LOG)
    *answers, stored = used.stdout.split() or [used.stderr]
    assert answers == ["302", "no_answer", "Ana", "200"]
    assert elsewhere("audit").returncode == 0
    # Else one of two databases that share a folder could delete what the other still needs.
    assert not stored.startswith(disk.folder())


def test_tells_a_person_what_it_did(backup, elsewhere):
    said = elsewhere("restore", backup).stdout

    assert " 1 file, as of " in said
    assert "kept-state" in said
    assert said.endswith("Everybody signs in again.\n")


def test_a_database_that_was_only_set_up_is_filled(backup):
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.MEDIA_ROOT)

    restored = restoring.restore(backup, replace=False)

    assert restored.audit["ok"]
    assert User.objects.get().email == "ana@example.com"


def test_one_that_holds_data_is_replaced_by_who_says_so(backup):
    make_rep()

    restored = restoring.restore(backup, replace=True)

    assert restored.audit["ok"]
    assert User.objects.get().email == "ana@example.com"


# --- Refused, and nothing touched


def refused(path: Path) -> str:
    """The sentence; users and files stay as they are."""
    before = list(User.objects.values_list("email", flat=True))
    with pytest.raises(NoBackup) as refusal:
        restoring.restore(path, replace=True)
    assert list(User.objects.values_list("email", flat=True)) == before
    assert not list(Path(settings.MEDIA_ROOT).glob(".restore-*"))
    return str(refusal.value)


def test_a_database_that_holds_data(backup):
    with pytest.raises(NoBackup, match="holds data. Restore into an empty one, or say --replace"):
        restoring.restore(backup, replace=False)


@pytest.mark.parametrize("left", [0, 100, 0.5, 0.99])
def test_a_truncated_one(backup, left):
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(left * len(whole)) if left < 1 else left])

    assert refused(backup).endswith("is no backup of Leadfollow, or it is not whole.")


def test_a_damaged_one(backup):
    whole = bytearray(backup.read_bytes())
    whole[2000] ^= 1
    backup.write_bytes(whole)

    assert "is damaged: database." in refused(backup)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" * 400, b"\0" * 20_000])
def test_something_else(content, tmp_path, lead):
    (tmp_path / "a.tar").write_bytes(content)

    assert "is no backup of Leadfollow" in refused(tmp_path / "a.tar")


def test_a_tar_of_something_else(tmp_path, lead):
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        tar.add(Path(__file__), "../../etc/passwd")

    assert "is no backup of Leadfollow" in refused(tmp_path / "a.tar")


def test_without_room_for_it(backup):
    with room_for(10_000):
        said = refused(backup)

    assert said.startswith("There is no room for it: ")


def test_none_at_all(tmp_path, lead):
    assert refused(tmp_path / "a.tar").endswith("cannot be read: No such file or directory.")


def test_one_of_a_newer_version(backup):
    def newer(manifest: dict[str, Any]) -> None:
        manifest["migrations"].append("followups.9999_from_tomorrow")

    assert "newer version, with followups.9999_from_tomorrow" in refused(repacked(backup, newer))


def test_one_of_the_other_database(backup):
    def other(manifest: dict[str, Any]) -> None:
        manifest["engine"] = "sqlite" if engine().name == "postgresql" else "postgresql"

    assert "restore it into a database of its own kind" in refused(repacked(backup, other))


def test_a_dump_that_the_database_refuses(backup, tmp_path):
    """The checksums fit, the dump is nonsense: neither rows nor files change."""
    folder = tmp_path / "unpacked"
    manifest = archive.unpack(backup, folder)
    (folder / engine().part).write_bytes(b"nonsense" * 1000)
    sources = [(name, folder / name) for name in manifest["parts"]]
    archive.pack(backup, sources, {key: manifest[key] for key in manifest if key != "parts"})

    assert "could not" in refused(backup)
