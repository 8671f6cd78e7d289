"""In which zone a person is, as far as his number or his country tells."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from leads.identity import phone_key
from leads.models import Contact


def zone_of(contact: Contact | None) -> ZoneInfo | None:
    """The person's zone; None where there may be several, for a wrong hour is worse than none."""
    return known_zone(contact.phone, contact.country) if contact else None


@lru_cache(maxsize=4096)
def known_zone(phone: str, country: str) -> ZoneInfo | None:
    """By the number, else by the two-letter country."""
    from phonenumbers import timezone  # takes a third of a second to load
    from phonenumbers.tzdata import TIMEZONE_DATA

    if number := phone_key(phone, country):
        names = timezone.time_zones_for_number(phonenumbers.parse(number))
    else:
        code = phonenumbers.country_code_for_region(country.upper()) if len(country) == 2 else 0
        names = TIMEZONE_DATA.get(str(code), ())
    return zone_named(names[0]) if len(names) == 1 else None


def zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None
