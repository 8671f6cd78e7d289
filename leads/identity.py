"""What tells people apart: an address, a number. Junk matches nobody."""

from __future__ import annotations

import re

import phonenumbers

JUNK_WORDS = "- -- . .. ? n/a na none null nil unknown xxx test tbd"
JUNK_NUMBERS = "0 00 000 0000 123 1234 12345 123456"
JUNK_ADDRESSES = (
    "test@test test@test.com test@test.de test@example.com none@none.com no@email.com na@na.com"
    " noemail@noemail.com a@a.com no@no.com email@email.com"
)
JUNK = frozenset(f"{JUNK_WORDS} {JUNK_NUMBERS} {JUNK_ADDRESSES}".split())
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def is_junk(text: str) -> bool:
    """Whether a cell only pretends to say something."""
    return text.strip().lower() in JUNK


def email_key(email: str) -> str:
    """The address in lower case; empty where it could not tell people apart."""
    email = email.strip().lower()
    return email if ADDRESS.fullmatch(email) and not is_junk(email) else ""


def phone_key(phone: str, country: str = "") -> str:
    """The number as E.164, read by the rules of a two-letter country; empty if it is none.

    A number in national form of an unknown country tells nobody apart.
    """
    if is_junk(phone):
        return ""
    region = country.upper() if len(country) == 2 else None
    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_whole_number(phone: str, country: str = "") -> bool:
    """Whether somebody abroad could dial it: no part of a number, as one dials within a town."""
    key = phone_key(phone, country)
    if not key:
        return False
    reason = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(key))
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)
