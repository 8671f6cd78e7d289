"""What tells people apart: an address, a number. Junk matches nobody.

One list and one reading for every door: forms, files, the API.
"""

from __future__ import annotations

import re

import phonenumbers

from leads.regions import region_of
from leads.spelling import plain


def _set(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split(","))


# Typed to get past a field: it tells nobody apart, so it never identifies.
JUNK_WORDS = _set(
    "n/a,na,none,null,nil,unknown,not known,not available,not provided,not given,no name,noname,"
    "anonymous,test,testing,tester,test test,xxx,asdf,qwerty,dummy,tbd,no email,no phone,"
    "no company,keine,k.a.,select,unbekannt,inconnu,desconocido,test@test,123,1234,12345,123456"
)
JUNK_MAILBOXES = _set(
    "test,test1,testing,none,no,no-email,nomail,na,null,unknown,nobody,xxx,a,aa,email"
)
JUNK_MAIL_NAMES = _set("test,none,no,no-email,nomail,na,null,unknown,xxx,a,aa,mail,email,meta")
JUNK_ADDRESSES = frozenset({"test@example.com"})
COUNTED = ("1234567890", "0123456789")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
EXTENSION = "x"


def is_junk(text: str) -> bool:
    """Whether a text was only typed to get past the field."""
    text = text.strip()
    bare = plain(text)
    if not bare:  # signs only, unless they are a picture or a script without letters
        return bool(text) and text.isascii()
    if bare in JUNK_WORDS or set(bare) == {"0"} or text.startswith("<test lead:"):
        return True
    return is_junk_address(text.lower())


def is_junk_address(address: str) -> bool:
    """Whether an address in lower case is nobody's: test@test.com."""
    mailbox, at, domain = address.rpartition("@")
    made_up = plain(mailbox) in JUNK_MAILBOXES and plain(domain.split(".")[0]) in JUNK_MAIL_NAMES
    return bool(at) and (made_up or address in JUNK_ADDRESSES)


def is_junk_number(phone: str, region: str = "") -> bool:
    """Whether a number is nobody's: one digit again and again, or counted up."""
    digits = re.sub(r"\D", "", phone)
    return is_junk(phone) or len(set(digits)) == 1 or (not region and digits in COUNTED)


def email_key(email: str) -> str:
    """The address in lower case; empty where it could not tell people apart."""
    email = email.strip().lower()
    return email if ADDRESS.fullmatch(email) and not is_junk(email) else ""


def phone_key(phone: str, country: str = "", home: str = "") -> str:
    """The number as E.164, with its extension behind an x; empty if it is none.

    One in national form is read by the rules of the country, by whatever name; where none is told,
    by those of `home`, two letters (`leads.regions.home_of`). Else it tells nobody apart.
    """
    region = region_of(country) or ("" if country.strip() else home)
    if is_junk_number(phone, region):
        return ""
    phone = re.sub(r"^\s*00(?=[1-9])", "+", phone)
    try:
        number = phonenumbers.parse(phone, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not (number.national_number and phonenumbers.is_possible_number(number)):
        return ""
    key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    extension = number.extension or ""
    return f"{key}{EXTENSION}{extension}" if extension else key


def is_whole_number(phone: str, country: str = "") -> bool:
    """Whether somebody abroad could dial it: no part of a number, as one dials within a town."""
    key = phone_key(phone, country)
    if not key:
        return False
    reason = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(key))
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)
