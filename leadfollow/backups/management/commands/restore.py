"""All data and files, in again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leadfollow.backups.restoring import Restored, restore
from leadfollow.backups.rules import NoBackup


class Command(BaseCommand):
    help = (
        "Take the data and files of a backup into an empty database, and audit them. Exit 0 all"
        " laws hold, 1 violations, 2 refused and nothing touched."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="What `backup` wrote.")
        parser.add_argument(
            "--replace", action="store_true", help="Lose what the database holds now."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restored = restore(options["file"], replace=options["replace"])
        except NoBackup as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(restored.as_dict()))
        else:
            self.tell(restored)
        if not restored.audit["ok"]:
            sys.exit(1)

    def tell(self, restored: Restored) -> None:
        files = f"{restored.files:,} file{'' if restored.files == 1 else 's'}"
        self.stdout.write(
            f"Restored {restored.rows:,} rows of {restored.tables} tables and"
            f" {files}, as of {restored.made_at}, in {restored.seconds:.1f} s."
        )
        for name, law in restored.audit["laws"].items():
            held = f"examined {law['examined']:8,}  violations {law['violations']}"
            self.stdout.write(f"{name:28} {held}")
            for row in law["rows"][:50]:
                self.stdout.write(f"    {row}")
        self.stdout.write("Everybody signs in again.")
