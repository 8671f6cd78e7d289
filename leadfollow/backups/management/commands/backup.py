"""All data and files, out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leadfollow import clock
from leadfollow.backups.making import make_backup
from leadfollow.backups.rules import NoBackup


class Command(BaseCommand):
    help = "Write all data, and the files that people added, into one file; others may work on."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="As in leadfollow-monday.tar")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_backup(options["file"], at=clock.now())
        except NoBackup as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(made.as_dict()))
            return
        files = f"{made.files:,} file{'' if made.files == 1 else 's'}"
        self.stdout.write(
            f"{made.file}: {made.rows:,} rows of {made.tables} tables and {files},"
            f" {made.bytes:,} bytes in {made.seconds:.1f} s. Whoever has it has all your data."
        )
