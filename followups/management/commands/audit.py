"""Whether the laws hold."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from followups.audit import LAWS, Finding, audit


class Command(BaseCommand):
    help = "Check every law and the kept state. Exit 0 clean, 1 violations, 2 could not finish."
    requires_system_checks: list[str] = []  # a failed one would exit with 1

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", help=f"Comma-separated names of: {', '.join(LAWS)}")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["only"].split(",") if options["only"] else list(LAWS)
        if unknown := set(names) - set(LAWS):
            known = ", ".join(LAWS)
            raise CommandError(
                f"No law is named {', '.join(sorted(unknown))}. Choose from: {known}.", returncode=2
            )
        try:
            findings = audit(names)
        except Exception as error:  # whatever it is: 1 would say that a law is broken
            raise CommandError(could_not_finish(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(findings)))
        else:
            self.tell(findings)
        if any(finding.violations for finding in findings.values()):
            sys.exit(1)

    def tell(self, findings: dict[str, Finding]) -> None:
        for name, finding in findings.items():
            count = len(finding.violations)
            self.stdout.write(f"{name:28} examined {finding.examined:8,}  violations {count}")
            for violation in finding.violations[:50]:
                self.stdout.write(f"    {violation}")


def could_not_finish(error: Exception) -> str:
    """One sentence, of whatever went wrong."""
    first = str(error).partition("\n")[0].rstrip(".")
    why = f"{type(error).__name__}, {first}" if first else type(error).__name__
    return f"The audit could not finish: {why}."


def as_json(findings: dict[str, Finding]) -> dict[str, Any]:
    laws = {
        name: {
            "examined": finding.examined,
            "violations": len(finding.violations),
            "rows": finding.violations,
        }
        for name, finding in findings.items()
    }
    return {"laws": laws, "ok": not any(law["violations"] for law in laws.values())}
