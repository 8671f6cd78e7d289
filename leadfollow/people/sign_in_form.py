"""The forms at the door."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.http import HttpRequest


class SignInForm(LoginForm):
    """allauth's, ready to be typed into."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True


class ResetForm(ResetPasswordForm):
    """allauth's, answering at the same moment whether or not there is such an account: writing a
    mail takes time that can be measured."""

    seconds: ClassVar[float] = 0.3

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        begins = time.monotonic()
        email: str = super().save(request, **kwargs)
        time.sleep(max(0.0, self.seconds - (time.monotonic() - begins)))
        return email
