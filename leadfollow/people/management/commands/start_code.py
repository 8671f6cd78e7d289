"""The code that the first-start page asks for."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from leadfollow.people.start_code import start_code


class Command(BaseCommand):
    help = "Print the code that the page of a first start asks for, and that page's address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        told = {"code": start_code(), "address": f"{settings.SITE_URL}/start/"}
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            self.stdout.write(f"Open {told['address']} and type the code {told['code']}")
