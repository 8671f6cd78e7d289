"""Where somebody is, by his number or his country."""

from __future__ import annotations

import pytest

from leads.models import Contact
from leads.whereabouts import zone_of


@pytest.mark.parametrize(
    ("phone", "country", "zone"),
    [
        ("+49 30 901820", "", "Europe/Berlin"),
        ("030 901820", "DE", "Europe/Berlin"),
        ("+1 212 555 0101", "", "America/New_York"),
        ("", "CH", "Europe/Zurich"),
        ("+61 400 000 000", "", "None"),
        ("", "US", "None"),
        ("", "Germany", "None"),
        ("+800 1234 5678", "", "None"),
        ("", "", "None"),
    ],
)
def test_a_zone_is_known_only_where_there_is_one(phone, country, zone):
    assert str(zone_of(Contact(phone=phone, country=country))) == zone


def test_nobody_is_nowhere():
    assert zone_of(None) is None
