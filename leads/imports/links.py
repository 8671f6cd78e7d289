"""A cell's text into the address of a page."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from leads.imports.refusals import BadValue

LONGEST = 500
is_address = URLValidator(schemes=["http", "https"])


def read_link(text: str) -> str:
    """A whole address; a part of one leads nowhere."""
    address = text.strip()
    try:
        is_address(address)
    except ValidationError as fault:
        raise BadValue(_("is no whole address such as https://example.com/thread")) from fault
    if len(address) > LONGEST:
        raise BadValue(_("is longer than %(longest)s characters") % {"longest": LONGEST})
    return address
