"""A backup is one tar file: the database's own dump, the files that people added, and last a
manifest that says what each part must be. Without its end it has no manifest, and is refused.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from leadfollow.backups.rules import NoBackup

KIND = "leadfollow backup"
FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files"  # the folder within
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_ONE = "is no backup of Leadfollow, or it is not whole"
Parts = dict[str, dict[str, Any]]


class Hashing:
    """A file that remembers the checksum of what was read from it."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def pack(path: Path, sources: Iterable[tuple[str, Path]], manifest: dict[str, Any]) -> int:
    """Write the archive, readable by its owner alone; it gets its name when it is whole.

    How many parts it has; a source that is gone by now is left out.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    parts: Parts = {}
    try:
        opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as target:
            with tarfile.open(fileobj=target, mode="w") as tar:
                for name, source in sources:
                    add(tar, name, source, parts)
                about = {"kind": KIND, "format": FORMAT, **manifest, "parts": parts}
                add_manifest(tar, json.dumps(about, indent=1).encode())
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(parts)


def add(tar: tarfile.TarFile, name: str, source: Path, parts: Parts) -> None:
    try:
        content = source.open("rb")
    except FileNotFoundError:  # purged since it was listed
        return
    with content:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.fstat(content.fileno()).st_size, 0o600
        reading = Hashing(content)
        tar.addfile(entry, reading)
    parts[name] = {"bytes": entry.size, "sha256": reading.digest.hexdigest()}


def add_manifest(tar: tarfile.TarFile, content: bytes) -> None:
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def unpack(path: Path, into: Path) -> dict[str, Any]:
    """Read all of it into a folder; refused unless every part is what the manifest says. An
    OSError where the folder has no room for it."""
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
            found, manifest = extracted(tar, into)
            if file.seek(0, os.SEEK_END) != whole_size(tar):
                raise ValueError
    except (tarfile.TarError, EOFError, ValueError) as trouble:
        raise NoBackup(f"{path} {NOT_ONE}.") from trouble
    except OSError as trouble:
        if trouble.errno in NO_ROOM:
            raise
        raise NoBackup(f"{path} cannot be read: {trouble.strerror or trouble}.") from trouble
    if manifest.get("kind") != KIND:
        raise NoBackup(f"{path} {NOT_ONE}.")
    if manifest.get("format") != FORMAT:
        raise NoBackup(f"{path} was made by another version of Leadfollow; update this one first.")
    if found != manifest["parts"]:
        name = min(set(found).symmetric_difference(manifest["parts"]) or differing(found, manifest))
        raise NoBackup(f"{path} is damaged: {name} is not what the manifest says.")
    return manifest


def differing(found: Parts, manifest: dict[str, Any]) -> set[str]:
    return {name for name, part in found.items() if part != manifest["parts"][name]}


def extracted(tar: tarfile.TarFile, into: Path) -> tuple[Parts, dict[str, Any]]:
    """Every part as it was read, and the manifest; empty where there is none."""
    found: Parts = {}
    manifest: dict[str, Any] = {}
    for entry in tar:
        name = PurePosixPath(entry.name)
        content = tar.extractfile(entry) if entry.isfile() else None
        if content is None or name.is_absolute() or ".." in name.parts:
            raise ValueError
        if entry.name == MANIFEST:
            manifest = dict(json.load(content))
        else:
            found[entry.name] = kept(content, into / name)
    return found, manifest


def whole_size(tar: tarfile.TarFile) -> int:
    """With the two empty blocks that end an archive, and what fills its last record."""
    block, record = tarfile.BLOCKSIZE, tarfile.RECORDSIZE
    last = tar.getmembers()[-1:]
    end = last[0].offset_data + -(-last[0].size // block) * block if last else 0
    return -(-(end + 2 * block) // record) * record


def kept(content: IO[bytes], target: Path) -> dict[str, Any]:
    """Write one part, and say what it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while block := content.read(1024 * 1024):
            digest.update(block)
            size += file.write(block)
    return {"bytes": size, "sha256": digest.hexdigest()}
