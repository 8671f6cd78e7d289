"""Territories: how ranges are written, which lie in one another, and who lives in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.tests.factories import make_campaign
from leadfollow.people.lists.operations import add_row, bring_back_row, edit_row, retire_row
from leadfollow.people.optional import switch_part
from leadfollow.people.tests.factories import make_admin, make_rep
from leads.intake import add_person
from leads.models import Contact, Lead, Territory
from leads.postal import BadRange, Range
from leads.territories import PART, TERRITORIES, Overlap, open_leads_in, territory_of
from leads.tests.factories import make_contact, make_row

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
PAGE = reverse("people:list", args=["territories"])
NORTH = {"name": "North", "ranges": "DE 20000–29999"}


def make_lead(country: str = "DE", code: str = "20457", **fields: Any) -> Lead:
    lead = Lead.objects.create(campaign=make_campaign(), received_at=MONDAY, **fields)
    add_person(lead, make_contact(country=country, postal_code=code))
    return lead


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("DE 20000-29999", "DE 20000–29999"),
        ("de  20000 – 29999 ", "DE 20000–29999"),
        ("DE 20457", "DE 20457"),
        ("CH", "CH"),
        ("PL 00-950 - 05-999", "PL 00950–05999"),
        ("NL 1011 ab to 1019 zz", "NL 1011AB–1019ZZ"),
    ],
)
def test_a_range_is_written_in_one_way(text: str, written: str) -> None:
    assert str(Range.parse(text)) == written
    assert Range.parse(written) == Range.parse(text)


@pytest.mark.parametrize(
    "text", ["", "Germany 2", "XX", "DE 3-2", "DE –", "DE 2000_", "20000-29999"]
)
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(BadRange):
        Range.parse(text)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("DE 20000-29999", "DE 29999-30000", True),
        ("DE 20000-29999", "DE 30000-39999", False),
        ("DE 2", "DE 20457", True),
        ("DE", "DE 20457", True),
        ("DE", "AT", False),
        ("DE 20000-29999", "AT 2000-2999", False),
    ],
)
def test_ranges_overlap(one: str, other: str, both: bool) -> None:
    first, second = Range.parse(one), Range.parse(other)

    assert first.overlaps(second) == second.overlaps(first) == both


@pytest.mark.parametrize(
    ("country", "code", "inside"),
    [
        ("DE", "20457", True),
        (" de", "20 457", True),
        ("Germany", "29999", True),
        ("Deutschland", "20000", True),
        ("DE", "30000", False),
        ("DE", "", False),
        ("AT", "20457", False),
        ("", "20457", False),
    ],
)
def test_who_lives_there(country: str, code: str, inside: bool) -> None:
    assert Range.parse("DE 20000-29999").covers(country, code) == inside


COUNTRIES = st.sampled_from(
    ["DE", "de", "Germany", " D E ", "AT", "Österreich", "DE\n", "Ger-many", ""]
)
CODES = st.text("0129aAzZ -ßé\n~", max_size=6)
ENDS = st.text("0129AZ", min_size=1, max_size=4)


class TestBothAgree(TestCase):
    @given(country=COUNTRIES, code=CODES, first=ENDS, last=ENDS, is_whole=st.booleans())
    def test_the_database_and_the_function_say_the_same(
        self, country: str, code: str, first: str, last: str, is_whole: bool
    ) -> None:
        low, high = sorted([first, last])
        within = Range("DE") if is_whole else Range("DE", low, high)
        lead = make_lead(country, code)

        found = Lead.objects.in_ranges([within]).filter(pk=lead.pk).exists()

        assert found == within.covers(country, code)


@pytest.mark.django_db
def test_a_lead_is_where_its_primary_contact_is() -> None:
    lead = make_lead()
    add_person(lead, make_contact(country="AT", postal_code="1010"))
    north, vienna = (
        make_row(TERRITORIES, {"name": name, "ranges": ranges})
        for name, ranges in (("North", "DE 2"), ("Vienna", "AT"))
    )

    assert list(Lead.objects.in_ranges(north.parts)) == [lead]
    assert not Lead.objects.in_ranges(vienna.parts)
    primary = Contact.objects.get(leads__lead=lead, leads__is_primary=True)
    assert territory_of(primary, [vienna, north]) == north
    assert territory_of(None, [vienna, north]) is None


@pytest.mark.django_db
def test_what_lies_in_another_is_refused_with_its_name() -> None:
    admin = make_admin()
    make_row(TERRITORIES, NORTH)
    south = make_row(TERRITORIES, {"name": "South", "ranges": "DE 80000–89999"})
    how: dict[str, Any] = {"by": admin, "at": MONDAY}
    told = "DE 25000–26000 lies in “North” already, as DE 20000–29999"

    with pytest.raises(Overlap, match=told):
        edit_row(of=TERRITORIES, row=south, values={"ranges": "DE 25000–26000"}, **how)
    with pytest.raises(Overlap, match=told):
        add_row(to=TERRITORIES, values={"name": "East", "ranges": "DE 25000–26000"}, **how)

    assert Territory.objects.count() == 2


@pytest.mark.django_db
def test_a_retired_one_is_in_nobodys_way_and_comes_back_only_where_there_is_room() -> None:
    admin, north = make_admin(), make_row(TERRITORIES, NORTH)
    how: dict[str, Any] = {"by": admin, "at": MONDAY}
    retire_row(of=TERRITORIES, row=north, **how)
    make_row(TERRITORIES, {"name": "Germany", "ranges": "DE"})

    with pytest.raises(Overlap, match="Germany"):
        bring_back_row(of=TERRITORIES, row=north, **how)


@pytest.mark.django_db
def test_open_leads_are_counted_in_one_query(django_assert_num_queries: Any) -> None:
    rep = make_rep()
    north = make_row(TERRITORIES, NORTH)
    south = make_row(TERRITORIES, {"name": "South", "ranges": "DE 8"})
    make_lead(owner=rep), make_lead(owner=rep), make_lead(), make_lead(code="80331", owner=rep)

    with django_assert_num_queries(2):  # the territories, and their leads
        counted = open_leads_in(rep)

    assert counted == {north.pk: 2, south.pk: 1}


@pytest.mark.django_db
def test_while_the_part_is_off_there_is_no_such_page_and_the_rows_stay(client: Any) -> None:
    admin = make_admin()
    client.force_login(admin)
    off = client.get(PAGE).status_code
    switch_part(part=PART, on=True, by=admin, at=MONDAY)
    client.post(PAGE, {"name": "North", "ranges": "de 2 - 2\n\nCH"})

    switch_part(part=PART, on=False, by=admin, at=MONDAY)

    settings = client.get(reverse("people:office")).content.decode()
    assert (off, client.get(PAGE).status_code) == (404, 404)
    assert PAGE not in settings
    assert Territory.objects.get().ranges == "DE 2\nCH"


@pytest.mark.django_db
def test_a_bad_line_is_named_beside_the_ranges(client: Any) -> None:
    admin = make_admin()
    client.force_login(admin)
    switch_part(part=PART, on=True, by=admin, at=MONDAY)

    answer = client.post(PAGE, {"name": "North", "ranges": "DE 2\nMars"})

    assert answer.status_code == 422
    assert "“Mars” is no range. Write it like DE 20000–29999, or DE." in answer.content.decode()
