"""One file, brought in from the command line."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from followups.imports.rehearsing import rehearse
from followups.imports.running import Account, account_of
from followups.imports.starting import import_at_once
from leadfollow import clock
from leadfollow.people.models.organisation import known
from leads.imports.fields import KINDS
from leads.imports.own_columns import kind_named
from leads.imports.preparing import Options, Plan, prepare, usual_zone
from leads.imports.refusals import BadMapping, Refused


class Command(BaseCommand):
    help = (
        "Import one CSV or XLSX file; without a mapping by the product's own guess. Exit 0 if the"
        " file was read, 2 if it was refused. Rows = created + added + held + rejected."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--kind", required=True, choices=list(KINDS), help="What a row is.")
        parser.add_argument("--mapping", type=Path, help="A mapping file (JSON).")
        parser.add_argument("--campaign", default="", help="Code for rows that name none.")
        parser.add_argument("--owner", default="", help="E-mail of the rep for rows without one.")
        told = "Zone of its dates and times; the organisation's otherwise, as on the page."
        parser.add_argument("--tz", help=told)
        parser.add_argument("--header-line", type=int, help="The line with the column names.")
        parser.add_argument("--worksheet", default="", help="The worksheet of an XLSX file.")
        letters = "In which letters it is written (utf-8, cp1250, ...); found out otherwise."
        parser.add_argument("--encoding", default="", help=letters)
        parted = "What parts its cells: one sign, or tab; found out otherwise."
        parser.add_argument("--separator", default="", type=separator, help=parted)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")
        parser.add_argument("--fields", action="store_true", help="Print the kind's field names.")

    @known()
    def handle(self, *args: Any, **options: Any) -> None:
        if options["fields"]:
            self.list_fields(options["kind"])
            return
        if options["file"] is None:
            raise CommandError("Name the file to import.", returncode=2)
        began = time.monotonic()
        try:
            account = self.take(options)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        result = account.as_dict() | {"seconds": round(time.monotonic() - began, 2)}
        result["preset"] = self.preset
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self.tell(result, is_rehearsal=options["dry_run"])

    def take(self, options: dict[str, Any]) -> Account:
        at = clock.now()
        said = Options(
            header_line=options["header_line"],
            worksheet=options["worksheet"],
            encoding=options["encoding"],
            separator=options["separator"],
            time_zone=options["tz"] or usual_zone(),
            campaign=options["campaign"],
            owner=options["owner"],
            guessed=options["mapping"] is None,
        )
        raw = mapping_in(options["mapping"]) if options["mapping"] else None
        plan = prepare(options["kind"], options["file"], raw=raw, options=said, at=at, by=None)
        self.preset = plan.mapping.preset
        if options["dry_run"]:
            return rehearse(plan)
        self.show_guess(plan, quiet=options["json"])
        return account_of(import_at_once(options["file"], plan, options=said, at=at))

    def show_guess(self, plan: Plan, *, quiet: bool) -> None:
        """How the columns are taken, so that a wrong guess is seen."""
        if quiet or not plan.mapping.guessed:
            return
        self.stdout.write(f"  Read as {plan.sheet.read_as}")
        if self.preset:
            self.stdout.write(f"  Read as a file of {self.preset}")
        for name, column in plan.mapping.columns.items():
            also = ", ".join(plan.mapping.further.get(name, ()))
            blank = f"; where it is blank: {also}" if also else ""
            self.stdout.write(f"  {column} is taken as {plan.kind.label_of(name)}{blank}")

    def list_fields(self, kind: str) -> None:
        for field in kind_named(kind).fields:
            self.stdout.write(f"{field.name:22} {field.label}")

    def tell(self, result: dict[str, Any], *, is_rehearsal: bool) -> None:
        verb = "would be" if is_rehearsal else "are"
        self.stdout.write(
            f"{result['rows']} rows: {result['created']} {verb} created, {result['added']} added to"
            f" existing, {result['held']} held, {result['rejected']} rejected;"
            f" {result['warnings']} warnings; {result['seconds']} s"
        )
        for reason, number in result["reasons"].items():
            self.stdout.write(f"  {number:6} {reason}")


def separator(said: str) -> str:
    """One sign, which csv can part by."""
    sign = {"tab": "\t", "\\t": "\t"}.get(said, said)
    if said and (len(sign) != 1 or sign in '"\r\n\0 '):
        raise ValueError
    return sign


def mapping_in(path: Path) -> dict[str, Any]:
    """The JSON of a mapping file; what is none is refused."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise BadMapping(
            f"There is no mapping file '{path.name}', or it may not be read."
        ) from fault
    except ValueError as fault:
        raise BadMapping(f"The mapping file '{path.name}' is no JSON.") from fault
    return found
