"""The bytes of files: written under random names, deleted once the row is gone for certain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from leadfollow.files.models import StoredFile

SHELVES = "kept"
READ_WHOLE = 500  # files whose content an audit reads, about so many each day


def folder() -> str:
    """Within the storage, one for each database: what one does not know may be another's."""
    its = connection.settings_dict
    name = "|".join([connection.vendor, its["HOST"], str(its["PORT"]), str(its["NAME"])])
    return f"{SHELVES}/{sha256(name.encode()).hexdigest()[:8]}"


def write(content: bytes) -> str:
    """Under a random name, which is returned; half a file is not left behind. Raises OSError."""
    name = uuid4().hex
    path = f"{folder()}/{name[:2]}/{name}"
    try:
        return default_storage.save(path, ContentFile(content))
    except OSError:
        with suppress(OSError):
            default_storage.delete(path)
        raise


def delete_at_commit(stored_as: str) -> None:
    """A row never points to bytes that are not there, whatever becomes of the transaction."""
    transaction.on_commit(partial(default_storage.delete, stored_as))


def strays(before: datetime) -> Iterator[str]:
    """What lies there without a row since before that moment: a transaction came to nothing."""
    known = set(StoredFile.objects.on_disk().values_list("stored_as", flat=True))
    for shelf in listed(folder(), folders=True):
        for name in listed(f"{folder()}/{shelf}"):
            path = f"{folder()}/{shelf}/{name}"
            if path not in known and modified_before(path, before):
                yield path


def listed(path: str, *, folders: bool = False) -> list[str]:
    with suppress(FileNotFoundError):
        return default_storage.listdir(path)[0 if folders else 1]
    return []


def modified_before(path: str, moment: datetime) -> bool:
    with suppress(FileNotFoundError):
        return default_storage.get_modified_time(path) < moment
    return False


def lost(day: date) -> Iterator[str]:
    """Rows whose bytes are not there as they were; of about 500 the content is read, each day of
    others, until all had their day."""
    rows = StoredFile.objects.on_disk().order_by("-pk")
    days = -(-rows.count() // READ_WHOLE)
    for file in rows.iterator():
        if why := fault_of(file, reads=file.pk % days == day.toordinal() % days):
            yield f"storedfile {file.pk}: {why}"


def fault_of(file: StoredFile, *, reads: bool) -> str:
    try:
        if default_storage.size(file.stored_as) != file.size:
            return "is longer or shorter on disk"
        if reads:
            with default_storage.open(file.stored_as) as kept:
                if sha256(kept.read()).hexdigest() != file.sha256:
                    return "has another content on disk"
    except FileNotFoundError:
        return "is not on disk"
    return ""
