"""Times of the product's jobs beside bare SQL, on a scratch database."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, fields
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leadfollow import clock
from reports.bench import Size, bench, bench_flood, flood
from reports.bench.flood import ADDRESSES, POSTS, SECONDS
from reports.bench.importing import lines


class Command(BaseCommand):
    help = "Fill a scratch database, time each job beside the bare SQL of the same work, drop it."

    def add_arguments(self, parser: CommandParser) -> None:
        for field in fields(Size):
            parser.add_argument(f"--{field.name}", type=int, default=field.default)
        parser.add_argument(
            "--flood", type=int, nargs="?", const=POSTS, default=0, metavar="POSTS",
            help=f"form_flood alone: so many posts of programs to a public form ({POSTS}) from"
            f" {ADDRESSES} addresses of this machine, and how long pages take meanwhile.",
        )  # fmt: skip
        parser.add_argument(
            "--seconds", type=int, default=SECONDS, help="How long the flood lasts (%(default)s)."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        size = Size(**{field.name: options[field.name] for field in fields(Size)})
        if min(asdict(size).values()) < 1:
            raise CommandError("Every size is a whole number from 1 on.", returncode=2)
        logging.disable(logging.INFO)  # a line for each page says nothing here
        if options["flood"]:
            self.flood(size, options)
            return
        found = bench(size, at=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        self.stdout.write(f"{'job':20} {'ms':>9} {'SQL ms':>9} {'ratio':>7} {'queries':>8}")
        for name, job in found["jobs"].items():
            figures = (
                f"{job['ms']:9.1f} {job['sql_ms']:9.2f} {job['ratio']:7.1f} {job['queries']:8}"
            )
            self.stdout.write(f"{name:20} {figures}")
        for line in lines(found["jobs"]["import"]):
            self.stdout.write(line)

    def flood(self, size: Size, options: dict[str, Any]) -> None:
        """The one job that needs the site itself, and a minute."""
        if options["flood"] < 1 or options["seconds"] < 1:
            raise CommandError("Posts and seconds are whole numbers from 1 on.", returncode=2)
        posts, seconds = options["flood"], options["seconds"]
        found = bench_flood(size, posts=posts, seconds=seconds, at=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for line in flood.lines(found["jobs"]["form_flood"]):
            self.stdout.write(line)
