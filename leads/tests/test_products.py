"""What we sell: a list of its own, chosen for inquiries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from leadfollow.log.models import Entry
from leadfollow.people.models import Organisation
from leadfollow.people.optional import OPTIONAL, switch_part
from leadfollow.people.tests.factories import make_admin, make_rep
from leads.models import Inquiry, Lead, Product
from leads.operations import choose_products
from leads.products import QUOTA
from leads.tests.factories import make_product

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
PAGE = reverse("people:list", args=["products"])
PARTS = reverse("people:parts")


def make_inquiry(**fields: Any) -> Inquiry:
    lead = Lead.objects.create(campaign=make_campaign(), received_at=MONDAY)
    return Inquiry.objects.create(lead=lead, campaign=lead.campaign, received_at=MONDAY, **fields)


def test_it_is_chosen_taken_back_and_logged_once() -> None:
    inquiry, ana, pump = make_inquiry(), make_rep(), make_product("Pump")
    how: dict[str, Any] = {"lead": inquiry.lead, "by": ana, "at": MONDAY}

    for product in (pump, pump, None):
        choose_products(chosen={inquiry: product}, **how)

    inquiry.refresh_from_db()
    told = Entry.objects.filter(event="product chosen").order_by("pk")
    said = [entry.details["product"] for entry in told]
    assert (inquiry.product, said) == (None, ["Pump", ""])


def test_an_inquiry_of_another_lead_is_left_alone() -> None:
    inquiry, other = make_inquiry(), make_inquiry()
    chosen = {other: make_product("Pump")}

    choose_products(lead=inquiry.lead, chosen=chosen, by=None, at=MONDAY)

    other.refresh_from_db()
    assert other.product is None


def test_a_lead_asks_for_what_any_of_its_inquiries_asks_for() -> None:
    pump = make_product("Pump")
    first, other = make_inquiry(), make_inquiry()
    for product in (pump, None):
        Inquiry.objects.create(
            lead=first.lead, campaign=first.campaign, received_at=MONDAY, product=product
        )

    assert list(Lead.objects.asking_for(pump.pk)) == [first.lead]
    assert other.lead not in Lead.objects.asking_for(pump.pk)


def test_the_list_counts_leads_not_inquiries(client: Any) -> None:
    pump = make_product("Pump")
    inquiry = make_inquiry(product=pump)
    Inquiry.objects.create(
        lead=inquiry.lead, campaign=inquiry.campaign, received_at=MONDAY, product=pump
    )
    client.force_login(make_admin())

    page = client.get(PAGE).content.decode()

    assert f'<a href="{reverse("followups:leads")}?product={pump.pk}"><b>1</b>' in page


def test_quota_is_spoken_of_only_where_it_is_kept(client: Any) -> None:
    admin = make_admin()
    client.force_login(admin)
    client.post(PAGE, {"name": "Pump"})
    without = client.get(PAGE).content.decode()

    switch_part(part=QUOTA, on=True, by=admin, at=MONDAY)
    client.post(PAGE, {"name": "Hose"})
    page = client.get(PAGE).content.decode()

    assert "quota" not in without
    assert "Counts for quota" in page
    assert list(Product.objects.values_list("name", "counts_for_quota")) == [
        ("Hose", False),
        ("Pump", True),
    ]


# --- Optional parts


def test_every_part_is_off_until_an_admin_switches_it_on(client: Any) -> None:
    client.force_login(make_admin())
    assert not any(part.is_on for part in OPTIONAL)

    for part in OPTIONAL:
        client.post(reverse("people:switch_part", args=[part.slug]), {"on": "1"})

    page = client.get(PARTS).content.decode()
    assert all(part.is_on and str(part.sentence) in page for part in OPTIONAL)
    assert "Switch on" not in page


def test_switched_twice_is_logged_once() -> None:
    admin = make_admin()

    for on in (True, True, False, False):
        switch_part(part=QUOTA, on=on, by=admin, at=MONDAY)

    told = list(Entry.objects.order_by("pk").values_list("event", "details"))
    assert told == [
        ("part switched on", {"part": "quota"}),
        ("part switched off", {"part": "quota"}),
    ]
    assert Organisation.objects.get().optional_parts == ""


def test_nobody_but_an_admin_switches(client: Any) -> None:
    client.force_login(make_rep())

    read = client.get(PARTS).status_code
    answer = client.post(reverse("people:switch_part", args=["quota"]), {"on": "1"})

    assert (read, answer.status_code, QUOTA.is_on) == (403, 403, False)


def test_a_part_that_is_not_there_is_404(client: Any) -> None:
    client.force_login(make_admin())

    assert client.post(reverse("people:switch_part", args=["nothing"])).status_code == 404
