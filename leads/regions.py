"""Countries by whatever name people give them, as two letters."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

import phonenumbers

from campaigns.models import Campaign
from leadfollow.people.models import current
from leadfollow.people.places import country_of
from leads.spelling import plain

COUNTRIES = {  # what people write beside the names of the list
    plain(name): region
    for region, names in {
        "US": "USA,US,United States of America,America,Vereinigte Staaten,États-Unis",
        "GB": "UK,United Kingdom,Great Britain,England,Scotland,Wales,Großbritannien,Royaume-Uni",
        "AE": "UAE,Emirates", "NL": "Holland,Nederland,Niederlande,Pays-Bas", "TR": "Türkiye",
        "KR": "Korea,South Korea", "CZ": "Czechia", "VN": "Viet Nam", "CH": "Schweiz,Suisse",
        "DE": "Deutschland,Allemagne,Alemania,Germania", "AT": "Österreich,Autriche",
        "FR": "Frankreich,Francia", "ES": "España,Spanien,Espagne", "IT": "Italia,Italien,Italie",
        "BE": "Belgien,België,Belgique", "PL": "Polen,Polska,Pologne", "BR": "Brasil,Brasilien",
        "SE": "Schweden,Sverige", "DK": "Dänemark,Danmark", "NO": "Norwegen,Norge",
        "MX": "México,Mexiko", "RU": "Russian Federation,Russland", "CN": "China,中国",
        "JP": "日本", "IN": "Bharat,भारत", "HK": "Hong Kong",
    }.items()
    for name in names.split(",")
}  # fmt: skip


def home_of(campaign: Campaign | None = None) -> str:
    """Whose numbers need no country's code: those where the event is, else the organisation's."""
    if campaign and campaign.is_event:
        return country_of(str(campaign.time_zone)) or current().country
    return current().country


@lru_cache(maxsize=1024)
def region_of(country: str) -> str:
    """The two letters of a country given by name or letters, for its phone numbers; else blank."""
    name = plain(country)
    if len(country.strip()) == 2 and country.strip().upper() in phonenumbers.SUPPORTED_REGIONS:
        return country.strip().upper()
    return COUNTRIES.get(name, "") or _country_names().get(name, "")


def regions() -> frozenset[str]:
    """Every country's two letters."""
    return frozenset(_country_names().values())


@cache
def names_of(region: str) -> frozenset[str]:
    """By which names a country goes, small and without blanks, its letters among them."""
    names = _country_names() | COUNTRIES
    known = (name for name, its in names.items() if its == region and name.isascii())
    return frozenset({region.lower(), *known})


@cache
def _country_names() -> dict[str, str]:
    """The English names of the list that comes with the time zones."""
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {plain(name): region for region, name in rows}
