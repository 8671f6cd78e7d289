"""Demonstration data, so that every page has something true to show."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from leadfollow import clock
from leadfollow.moments import moment
from leadfollow.people.models.organisation import known
from reports.demo import load
from reports.demo.cast import ACCOUNTS
from reports.demo.load import Loaded, NotEmpty


class Command(BaseCommand):
    help = "Load demonstration data into an empty database: two teams, twelve weeks of follow-up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="Other figures for another number.")
        parser.add_argument("--password", help="Of all accounts; default: a generated one.")
        parser.add_argument("--at", type=moment, help="As of which moment; default: now.")
        parser.add_argument(
            "--share",
            type=float,
            default=1,
            help="Which part of the leads; default: all, some 400.",
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    @known()
    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"]
        if password is None:
            password = secrets.token_hex(6)
        refuse_weak(password)
        try:
            loaded = load(
                at=options["at"] or clock.now(),
                seed=options["seed"],
                share=options["share"],
                password=password,
            )
        except NotEmpty as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.tell(loaded, password, as_json=options["json"])

    def tell(self, loaded: Loaded, password: str, *, as_json: bool) -> None:
        """With --json the object alone goes to standard output, the accounts beside it."""
        if as_json:
            self.stdout.write(json.dumps(asdict(loaded)))
        else:
            counts = ", ".join(f"{number:,} {what}" for what, number in asdict(loaded).items())
            self.stdout.write(f"Loaded {counts}.")
        beside = self.stderr if as_json else self.stdout
        beside.write(f"Sign in with the password {password} as")
        beside.write("  " + ", ".join(f"{name}@example.com" for name in ACCOUNTS))


def refuse_weak(password: str) -> None:
    """Whoever reaches the site could sign in with a password that everybody tries."""
    try:
        validate_password(password)
    except ValidationError as trouble:
        raise CommandError(" ".join(trouble.messages), returncode=2) from trouble
