"""What is set about mail, and a mail at once to see whether it leaves."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.http import HttpRequest
from django.utils.translation import gettext as _

from leadfollow.people.models import User

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Trouble(Exception):
    """A sentence about what the mail server did, or did not."""


def leaves_by_smtp() -> bool:
    return settings.EMAIL_BACKEND == SMTP


def address_in_use(request: HttpRequest) -> str:
    """How this page was reached, as far as a mail could say it."""
    return f"{request.scheme}://{request.get_host()}"


def mails_lead_here(request: HttpRequest) -> bool:
    """Whether the links in mails lead to where this page was reached."""
    return settings.SITE_URL.rstrip("/").lower() == address_in_use(request).lower()


def what_is_set() -> Iterator[tuple[str, str]]:
    """Each setting in words; never a password."""
    yield _("From"), settings.DEFAULT_FROM_EMAIL
    yield _("Links in mails lead to"), settings.SITE_URL
    if not leaves_by_smtp():
        yield _("Mail server"), _("none: each mail is a file in %(folder)s") % {"folder": folder()}
        return
    yield (
        _("Mail server"),
        _("%(email_host)s, port %(email_port)s")
        % {"email_host": settings.EMAIL_HOST, "email_port": settings.EMAIL_PORT},
    )
    yield _("Connection"), in_words()
    yield _("User"), settings.EMAIL_HOST_USER or _("none: the server takes mail without signing in")
    yield _("Password"), _("set") if settings.EMAIL_HOST_PASSWORD else _("none")


def in_words() -> str:
    if getattr(settings, "EMAIL_USE_SSL", False):
        return _("encrypted from its beginning (SSL)")
    if getattr(settings, "EMAIL_USE_TLS", False):
        return _("encrypted once it stands (STARTTLS)")
    return _("not encrypted")


def folder() -> str:
    """Where mails lie that do not leave, as somebody at the machine finds it."""
    path = Path(getattr(settings, "EMAIL_FILE_PATH", ""))
    return f"{path.parent.name}/{path.name}"


def send_test(*, to: User) -> str:
    """Send a mail now and say what became of it: the server's own answer. Else Trouble."""
    if not leaves_by_smtp():
        message(to).send()
        return _("No mail server is set, so the mail to %(email)s is a file in %(folder)s.") % {
            "email": to.email,
            "folder": folder(),
        }
    if not User.objects.mailable().filter(pk=to.pk).exists():
        raise Trouble(
            _("%(email)s is an invented address: mail to it stays on this machine.")
            % {"email": to.email}
        )
    backend = TellingBackend()
    try:
        message(to, backend).send()
    except (OSError, smtplib.SMTPException) as error:
        raise Trouble(
            _("%(email_host)s did not take the mail: %(said_by)s.")
            % {"email_host": settings.EMAIL_HOST, "said_by": said_by(error)}
        ) from error
    answer = backend.answer or _("taken")
    return _("%(email_host)s took the mail to %(email)s and answered “%(answer)s”.") % {
        "email_host": settings.EMAIL_HOST,
        "email": to.email,
        "answer": answer,
    }


def message(to: User, connection: Any = None) -> EmailMessage:
    return EmailMessage(
        _("Leadfollow: a test"),
        _("This mail was sent by “Send a test” in Leadfollow's settings. Mail leaves.") + "\n",
        None,
        [to.email],
        connection=connection or get_connection(),
    )


def said_by(error: Exception) -> str:
    """The server's code and words, as far as it said any."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return f"{code} {plain(words)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {plain(error.smtp_error)}"
    return str(error).strip(". ") or type(error).__name__


def plain(words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(text.split()).strip(". ")[:300]


class TellingBackend(EmailBackend):
    """Django's, which keeps what the server said when it had the mail."""

    answer = ""

    @property
    def connection_class(self) -> Any:
        backend, usual = self, super().connection_class

        class Telling(usual):  # type: ignore[misc, valid-type]
            def data(self, msg: Any) -> tuple[int, bytes]:
                code, words = super().data(msg)
                backend.answer = f"{code} {plain(words)}"
                return code, words

        return Telling
