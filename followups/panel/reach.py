"""An address or a number, as somebody notes it beside a name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.identity import email_key, phone_key

NO_NUMBER = gettext_lazy(
    "Write an e-mail address, or the number with its country’s code: +49 30 5550101."
)


def reach_of(typed: str, *, country: str = "") -> dict[str, str]:
    """What a Person is told; a number in national form is of the country."""
    if "@" in typed:
        if not email_key(typed):
            raise ValidationError(_("Write the whole address: jens.ott@example.com."))
        return {"email": typed}
    number = typed if phone_key(typed) else phone_key(typed, country)
    if typed and not number:
        raise ValidationError(NO_NUMBER)
    return {"phone": number}
