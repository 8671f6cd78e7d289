"""The territory of a lead: on its page, and as a filter of the list."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from followups.tests.factories import MONDAY, make_owned_lead
from leadfollow.people.models import User
from leadfollow.people.optional import switch_part
from leadfollow.people.tests.factories import make_admin
from leads.models import Lead
from leads.territories import PART, TERRITORIES
from leads.tests.factories import make_person, make_row

pytestmark = pytest.mark.django_db
LEADS = reverse("followups:leads")
NORTH = {"name": "The north", "ranges": "DE 20000–29999"}


@pytest.fixture
def admin() -> User:
    return make_admin()


def in_hamburg() -> Lead:
    return make_owned_lead(person=make_person(country="DE", postal_code="20457"))


def test_it_stands_on_the_leads_page_and_filters_the_list(client: Any, admin: User) -> None:
    lead, other = in_hamburg(), make_owned_lead()
    north = make_row(TERRITORIES, NORTH)
    switch_part(part=PART, on=True, by=admin, at=MONDAY)
    client.force_login(admin)

    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    found = [client.get(LEADS, {"territory": said}).context["list"] for said in (north.pk, "none")]

    assert "The north" in page
    assert [[row.lead_id for row in each.rows] for each in found] == [[lead.pk], [other.pk]]


def test_while_the_part_is_off_nothing_speaks_of_it(client: Any, admin: User) -> None:
    lead = in_hamburg()
    make_row(TERRITORIES, NORTH)
    client.force_login(admin)

    for address in (reverse("followups:lead", args=[lead.pk]), LEADS):
        assert "erritory" not in client.get(address).content.decode()


def test_the_list_of_them_leads_to_their_open_leads(client: Any, admin: User) -> None:
    in_hamburg()
    north = make_row(TERRITORIES, NORTH)
    switch_part(part=PART, on=True, by=admin, at=MONDAY)
    client.force_login(admin)

    page = client.get(reverse("people:list", args=["territories"])).content.decode()

    assert f'href="{LEADS}?territory={north.pk}&amp;state=open"><b>1</b>' in page
