"""Two-factor sign-in, where no admin is left who could reset it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.operations.two_factor import reset_two_factor


class Command(BaseCommand):
    help = "Switch two-factor sign-in off for somebody: an only admin who lost his telephone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}.")
        reset_two_factor(user=user, by=None, at=clock.now())
        self.stdout.write(f"{user.email} signs in by the password alone.")
