"""How much of what is sent is written down at all; the doors say what was too much."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from leadfollow.files.limits import MOST_AT_ONCE, MOST_BYTES


class Bounded(FileUploadHandler):
    """Before the others: of a file they get one byte more than the most, so that whoever reads it
    finds it too large; and of the eleventh file nothing. The rest is read and let go, for a
    browser shows an answer only once all was sent."""

    files = left = 0

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        self.files += 1
        self.left = MOST_BYTES + 1 if self.files <= MOST_AT_ONCE else 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        taken = raw_data[: self.left]
        self.left -= len(taken)
        return taken or None

    def file_complete(self, file_size: int) -> None:
        """The next one has it."""
