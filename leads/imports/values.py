"""A cell's text into a clean value, or a plain sentence why not.

E-mail, phone, words and names; days and moments are in `moments`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from leads.identity import is_junk, is_junk_address, is_junk_number, phone_key
from leads.imports import vocabulary as words
from leads.imports.refusals import BadValue
from leads.spelling import plain

SALESFORCE_ID = re.compile(r"(?=(?:\D*\d){3})[0-9A-Za-z]{15}(?:[0-9A-Z]{3})?")
CURRENCY = re.compile(r"(?i)(?:\b(?:EUR|USD|GBP|CHF|INR|RS|AUD|CAD|JPY|US)\b\.?|[€$£¥₹])")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is shown and, where it could be understood, as it is compared (E.164)."""

    text: str
    key: str = ""

    def __str__(self) -> str:
        return self.text


NO_PHONE = Phone("")


@dataclass(frozen=True, slots=True)
class Status:
    """Where a lead stands; a disposition if it is closed."""

    status: str
    disposition: str = ""

    def __str__(self) -> str:
        return f"{self.status}:{self.disposition}" if self.disposition else self.status


def read_text(text: str) -> str:
    """The text without blanks around it or runs of blanks within a line; line breaks stay."""
    lines = (" ".join(line.split()) for line in text.replace("\0", "").splitlines())
    return "\n".join(lines).strip()


def read_note(text: str) -> str:
    """The text as it is written: what somebody indented stays so."""
    return text.replace("\0", "").strip()


def read_id(text: str) -> str:
    """An id as it stands, without what Meta puts before it (`l:123`) or blanks around it."""
    text = re.sub(r"^(?:l|c|ag|as|f):(?=\d)", "", text.strip())
    if len(text) > 120:
        raise BadValue(_("is longer than the 120 characters of an id"))
    return text


def read_name(text: str) -> str:
    """A person's or company's name; what only fills the field is none."""
    text = read_text(text).replace("\n", " ")
    return "" if is_junk(text) else text


def read_organisation(text: str) -> str:
    """A company's name; an account id in its place is none."""
    text = read_name(text)
    return "" if SALESFORCE_ID.fullmatch(text) else text


def join_name(first: str, last: str) -> str:
    """First and last name as one, as they stand; blank if both only fill their fields."""
    return read_text(f"{first} {last}") if read_name(first) or read_name(last) else ""


def read_email(text: str) -> str:
    """The address in lower case, the first if there are several; what is none is refused."""
    text = re.sub(r"(?i)^mailto:", "", text.strip())
    angled = re.search(r"<([^<>\s]+@[^<>\s]+)>", text)
    address = (angled[1] if angled else re.split(r"[;,\s]", text)[0]).strip(".,;:'\"<>()")
    address = address.lower()
    if is_junk(address):
        return ""
    try:
        validate_email(address)
    except ValidationError as fault:
        raise BadValue(_("is no e-mail address")) from fault
    if len(address) > 254:
        raise BadValue(_("is longer than the 254 characters of an e-mail address"))
    return "" if is_junk_address(address) else address


def read_phone(text: str, region: str = "") -> Phone:
    """The number, and its key if it names its country or a region is given."""
    text = re.sub(r"(?i)^(?:p:|tel:)", "", read_text(text).replace("\n", " ")).strip()
    if re.fullmatch(r"'[+\d].*", text):  # a spreadsheet's mark for text
        text = text[1:]
    if re.fullmatch(r"[+-]?\d(?:[.,]\d+)?E\+\d+", text, re.IGNORECASE):
        raise BadValue(_("is no phone number: the spreadsheet rounded it"))
    text = re.sub(r"(?<=\d{5})[.,]0+$", "", text)  # a number that a program wrote as a fraction
    digits = re.sub(r"\D", "", text)
    if is_junk_number(text, region):
        return NO_PHONE
    key = _key(text, region)
    if not key and len(digits) < 5:
        raise BadValue(_("is no phone number"))
    return Phone(text[:60], key)


_key = lru_cache(maxsize=4096)(phone_key)


def read_email_and_phone(text: str, region: str = "") -> tuple[str, Phone]:
    """Both from one cell: `raj@agency.in / 98765 01234`."""
    found = re.search(r"[^\s/|,;<>]+@[^\s/|,;<>]+", text)
    rest = re.sub(r"^[\s/|,;]+|[\s/|,;]+$", "", text.replace(found[0], "") if found else text)
    email = read_email(found[0]) if found else ""
    return email, read_phone(rest, region) if re.search(r"\d", rest) else NO_PHONE


def read_flag(text: str) -> bool:
    """Yes or no."""
    return yes_or_no(text) == words.YES


def yes_or_no(text: str) -> str:
    """The one or the other of our words for them."""
    return _word(text, words.FLAGS, _("is neither yes nor no"))


def read_done(text: str) -> bool:
    """Whether an activity was done, from yes or no or from its status."""
    if plain(text) in ("cancelled", "canceled", "abgesagt", "annule"):
        raise BadValue(_("says that the activity was cancelled"))
    return _word(text, words.DONE, _("is neither done nor open")) == words.YES


def read_status(text: str) -> Status:
    """A lead's status: one of ours (`closed:no response`) or a word known from elsewhere."""
    status, _colon, disposition = text.partition(":")
    slug = plain(disposition)
    if plain(status) == "closed" and slug:
        for ours in set(words.STATUSES.values()):
            if plain(ours) == "closed" + slug:
                return Status("closed", ours.partition(":")[2])
    elif plain(text) in ("new", "working", "nurturing"):
        return Status(plain(text))
    else:
        found = _word(text, words.STATUSES, _("is no status that is known")).partition(":")
        return Status(found[0], found[2])
    raise BadValue(_("is no reason to close a lead"))


def read_channel(text: str) -> str:
    """By what a touch is made; what is not known is `other`."""
    return words.CHANNELS.get(plain(text), "other")


def read_outcome(text: str) -> str:
    """What a touch brought."""
    return _word(text, words.OUTCOMES, _("is no outcome that is known"))


def read_direction(text: str) -> str:
    """Outbound or inbound."""
    return _word(text, words.DIRECTIONS, _("is neither outbound nor inbound"))


def read_campaign_kind(text: str) -> str:
    """An event or a standing source; a word that is not known leaves it to the dates."""
    return words.CAMPAIGN_KINDS.get(plain(text), "")


def read_roles(text: str) -> tuple[str, ...]:
    """The roles of a person, parted by ; or , and as the fields that hold them."""
    found = [words.ROLES.get(plain(role), "") for role in re.split("[;,]", text) if role.strip()]
    if "" in found:
        raise BadValue(
            _("holds more than rep, manager, event manager, admin and outside qualifier")
        )
    if "is_qualifier" in found and len(found) > 1:
        raise BadValue(_("makes an outside qualifier something else, too"))
    return tuple(found)


def read_zone(text: str) -> str:
    """A time zone's name."""
    try:
        return ZoneInfo(text.strip()).key
    except (KeyError, OSError, ValueError) as fault:
        raise BadValue(_("is no time zone such as Europe/Berlin")) from fault


def read_count(text: str) -> int:
    """How often something was done."""
    if not re.fullmatch(r"\d{1,4}(?:[.,]0+)?", text.strip()):
        raise BadValue(_("is no whole number from 0 to 9,999"))
    return int(re.split(r"[.,]", text.strip())[0])


def read_money(text: str) -> Decimal:
    """An amount of money, to the cent."""
    amount = read_amount(text)
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 10:
        raise BadValue(_("is no amount"))
    return amount.quantize(Decimal("0.01"))


def read_amount(text: str) -> Decimal:
    """A number with decimal point or comma, with or without a currency.

    A single sign with three digits behind it parts thousands: 1.234 and 1,234 are 1234.
    """
    bare = re.sub(r"[\s'’_]", "", CURRENCY.sub("", text))
    if re.fullmatch(r"\(.+\)", bare):
        bare = "-" + bare[1:-1]
    point, comma = bare.rfind("."), bare.rfind(",")
    if point >= 0 and comma >= 0:
        thousands = "," if point > comma else "."
    else:
        thousands = "".join(
            sign for sign in ".," if re.fullmatch(rf"-?[1-9]\d{{0,2}}(\{sign}\d{{3}})+", bare)
        )
    bare = bare.replace(thousands, "") if thousands else bare
    try:
        return Decimal(bare.replace(",", "."))
    except InvalidOperation as fault:
        raise BadValue(_("is no amount")) from fault


def _word(text: str, table: dict[str, str], otherwise: str) -> str:
    found = table.get(plain(text)) or table.get(text.strip())
    if found is None:
        raise BadValue(otherwise)
    return found
