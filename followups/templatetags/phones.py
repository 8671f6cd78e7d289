"""Numbers that a press dials."""

from __future__ import annotations

import re

from django.template import Library

from leads.identity import EXTENSION, is_junk, phone_key
from leads.models import Contact

register = Library()

NATIONAL = re.compile(r"\d{5,15}")


@register.inclusion_tag("followups/_phone.html")
def phone(contact: Contact) -> dict[str, str]:
    """The person's number as it was written, with what a telephone makes of it."""
    return {"written": contact.phone, "dialled": dialled(contact.phone, contact.country)}


def dialled(written: str, country: str) -> str:
    """The digits to dial; empty where what was written is no number: then it is no link."""
    national = re.sub(r"[\s().-]", "", written)
    if is_junk(written):
        return ""
    key = phone_key(written, country).replace(EXTENSION, ";ext=")
    return key or (national if NATIONAL.fullmatch(national) else "")
