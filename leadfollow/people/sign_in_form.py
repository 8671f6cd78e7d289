"""The forms at the door."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from leadfollow.people.mail_check import leaves_by_smtp


class SignInForm(LoginForm):
    """allauth's, ready to be typed into."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True
        if not leaves_by_smtp():  # nobody would ever read the mail with the link
            self.fields["password"].help_text = _(
                "Forgotten? Whoever looks after Leadfollow in your company gives you a link."
            )


class ResetForm(ResetPasswordForm):
    """allauth's, answering at the same moment whether or not there is such an account: writing a
    mail takes time that can be measured."""

    seconds: ClassVar[float] = 0.3

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        begins = time.monotonic()
        email: str = super().save(request, **kwargs)
        time.sleep(max(0.0, self.seconds - (time.monotonic() - begins)))
        return email
