"""How allauth treats our people: invited only, guesses are counted, and mail goes through the
outbox."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from leadfollow import clock
from leadfollow.outbox.models import announce
from leadfollow.people.guesses import know_device, may_guess
from leadfollow.people.models import User
from leadfollow.people.operations.two_factor import password_changed
from leadfollow.people.sealing import opened, sealed
from leadfollow.people.session_times import began_lately
from leadfollow.people.two_factor import as_column, is_digest


class ByEmail(AuthenticationBackend):
    """allauth's way in; and on every page, all that it asks of the person in one query."""

    def get_user(self, user_id: int) -> User | None:
        people = User.objects.active().for_a_page(at=clock.now())
        people = people.annotate(has_two_factor=as_column())
        found: User | None = people.filter(pk=user_id).first()
        return found


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs up; an admin invites."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "E-mail or password is wrong. Try again, or choose a new one."
        ),
        "too_many_login_attempts": (
            gettext_lazy(
                "Too many tries. Wait a minute; if it stays so, choose a new"
                " password by mail, or ask an admin for a link."
            )
        ),
        "too_many_codes": gettext_lazy(
            "Too many codes. Wait a minute, and type the one that the app shows then."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """A sign-in counts as the password typed once more does, and for as long."""
        if began_lately(self.request.session, at=clock.now()):
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Hear the try, or not: before the password is looked at."""
        if not may_guess(request, credentials.get("email", ""), at=clock.now()):
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **how)
        know_device(request, response, user.email)
        return response

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


class ByTwoFactors(DefaultMFAAdapter):
    """What allauth says and draws of the second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code is not good. Type the one that the app shows now; each opens once."
        ),
    }

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """allauth asks for recovery codes here too: those are digests, which need no seal."""
        return encrypted_text if is_digest(encrypted_text) else opened(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The picture that the app's camera reads: in the page itself, without a style."""
        import segno  # takes a while, and few pages need it

        drawn: str = segno.make(url, error="m").svg_inline(omitsize=True, light="#fff")
        return drawn


def note_new_password(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Chosen in the settings, or by a link."""
    password_changed(user=user, at=clock.now())
