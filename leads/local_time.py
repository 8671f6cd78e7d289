"""What time it is where a person is, as far as his number or country tells."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from leadfollow.people.places import countries
from leads.models import Contact

SMALLEST_NUMBER = 1  # no area has it: a number of the country as a whole
WAKING_HOURS = range(8, 18)


def local_time(contact: Contact | None, *, now: datetime) -> datetime | None:
    """The local time of a person; None where it is not known, or not one for sure.

    A number may belong to several zones: they have to agree on the time of day.
    """
    if contact is None:
        return None
    zones = zones_of_number(contact.phone_key) if contact.phone_key else ()
    here = {now.astimezone(zone).replace(tzinfo=None) for zone in zones}
    if not here:
        here = {
            now.astimezone(zone).replace(tzinfo=None) for zone in zones_of_country(contact.country)
        }
    return here.pop() if len(here) == 1 else None


def is_awake(local: datetime) -> bool:
    """Whether one may call at that time of day."""
    return local.hour in WAKING_HOURS


@lru_cache(maxsize=8192)
def zones_of_number(number: str) -> tuple[ZoneInfo, ...]:
    """The zones in which a number in international form may ring."""
    try:
        return zones_named(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ()


@lru_cache(maxsize=512)
def zones_of_country(country: str) -> tuple[ZoneInfo, ...]:
    """The zones of a country, by its two-letter code or its English name."""
    codes = {name.lower(): code for code, name in countries().items()}
    written = country.strip()
    code = written.upper() if len(written) == 2 else codes.get(written.lower(), "")
    prefix = phonenumbers.country_code_for_region(code)
    if not prefix:
        return ()
    return zones_named(
        phonenumbers.PhoneNumber(country_code=prefix, national_number=SMALLEST_NUMBER)
    )


def zones_named(number: phonenumbers.PhoneNumber) -> tuple[ZoneInfo, ...]:
    from phonenumbers import timezone  # its table takes a while, and many processes never need it

    zones = []
    for name in timezone.time_zones_for_geographical_number(number):
        try:
            zones.append(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            return ()
    return tuple(zones)
