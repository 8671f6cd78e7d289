"""How allauth treats our people: invited only, and mail goes through the outbox."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from leadfollow import clock
from leadfollow.outbox.models import announce
from leadfollow.people.models import User


class ByEmail(AuthenticationBackend):
    """allauth's way in; and on every page, all that it asks of the person in one query."""

    def get_user(self, user_id: int) -> User | None:
        people = User.objects.active().for_a_page(at=clock.now())
        found: User | None = people.filter(pk=user_id).first()
        return found


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs up; an admin makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leave it to the worker: nobody waits for a mail server."""
        mail = self.render_mail(template_prefix, email, context)
        announce(
            key=f"{template_prefix}:{uuid4()}",
            to=email,
            subject=mail.subject,
            body=str(mail.body),
            at=clock.now(),
        )
