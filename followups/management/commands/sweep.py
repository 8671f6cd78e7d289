"""One sweep by hand."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from followups.notices.telling import tell_flags
from followups.sweep import SweepRefused, sweep
from leadfollow import clock
from leadfollow.moments import moment
from leadfollow.people.models.organisation import known


class Command(BaseCommand):
    help = "Make the flags true, as of now or of a moment, and tell people what was found."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", type=moment, help="The moment; default: now.")
        parser.add_argument(
            "--force",
            action="store_true",
            help="Sweep a moment before the last sweep; deletes the flags begun after it.",
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    @known()
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = sweep(now=options["at"] or clock.now(), force=options["force"])
        except SweepRefused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        if result is None:
            raise CommandError("Another sweep is at work; it does what this one would.")
        tell_flags(now=result.as_of)
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict()))
            return
        self.stdout.write(f"Swept {result.examined} open leads as of {result.as_of:%Y-%m-%d %H:%M}")
        for kind, standing in result.standing.items():
            raised, cleared = result.raised[kind], result.cleared[kind]
            self.stdout.write(
                f"  {kind:12} {standing:6} standing, {raised} raised, {cleared} cleared"
            )
