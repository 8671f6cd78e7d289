"""The product that a lead asks for: entered, imported, shown, changed, found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from followups.imports.starting import import_at_once
from followups.panel.brief import brief_of
from followups.situation import situation_of
from followups.tests.factories import after, make_owned_lead
from followups.tests.test_new_lead import typed
from leadfollow import clock
from leadfollow.people.tests.factories import make_admin, make_rep
from leads.imports.preparing import Options, prepare
from leads.models import ImportRow, Inquiry, Lead
from leads.tests.factories import make_product

pytestmark = pytest.mark.django_db
NEW = reverse("followups:new_lead")


def page_of(name: str, lead: Lead) -> str:
    return reverse(f"followups:{name}", args=[lead.pk])


def test_without_products_nothing_speaks_of_them(client: Any) -> None:
    ana = make_rep()
    lead = make_owned_lead(owner=ana)
    client.force_login(ana)

    for address in (NEW, page_of("lead", lead), reverse("followups:leads")):
        assert "Product" not in client.get(address).content.decode()


def test_it_is_chosen_where_a_lead_is_entered(client: Any) -> None:
    pump, _ = make_product("Pump"), make_product("Old pump", retired=True)
    client.force_login(make_rep())

    form = client.get(NEW).content.decode()
    client.post(NEW, typed(product=pump.pk))

    assert "Old pump" not in form
    assert Inquiry.objects.get().product == pump


def test_it_is_changed_from_the_leads_page(client: Any) -> None:
    pump, ana = make_product("Pump"), make_rep()
    lead = make_owned_lead(owner=ana, request="price list")
    inquiry = lead.inquiries.get()
    client.force_login(ana)
    before = client.get(page_of("lead", lead)).content.decode()

    client.post(page_of("products", lead), {f"inquiry-{inquiry.pk}": pump.pk})

    after_it = client.get(page_of("lead", lead)).content.decode()
    assert page_of("products", lead) in before
    assert "not said" in before
    assert "<dd>Pump" in after_it


def test_a_retired_one_stays_where_it_was_chosen(client: Any) -> None:
    old, ana = make_product("Old pump", retired=True), make_rep()
    lead = make_owned_lead(owner=ana, product=old)
    inquiry = lead.inquiries.get()
    client.force_login(ana)

    client.post(page_of("products", lead), {f"inquiry-{inquiry.pk}": old.pk})

    inquiry.refresh_from_db()
    assert inquiry.product == old


def test_a_strangers_lead_is_404(client: Any) -> None:
    lead = make_owned_lead()
    client.force_login(make_rep())

    assert client.get(page_of("products", lead)).status_code == 404


def test_the_list_is_filtered_by_it(client: Any) -> None:
    pump = make_product("Pump")
    make_owned_lead(product=pump)
    make_owned_lead()
    client.force_login(make_admin())

    page = client.get(reverse("followups:leads"), {"product": pump.pk})

    assert page.context["list"].number == 1


def test_the_brief_says_it() -> None:
    lead = make_owned_lead(product=make_product("Pump"))

    lines = brief_of(situation_of(lead.pk, now=after(hours=1)))

    assert next(line.text for line in lines if line.word == "Asked").startswith("Pump · ")


def test_it_costs_the_leads_page_no_query(
    client: Any, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    ana = make_rep()
    lead = make_owned_lead(owner=ana)
    client.force_login(ana)
    client.get(page_of("lead", lead))
    with django_assert_max_num_queries(60) as counted:
        client.get(page_of("lead", lead))
    cost = len(counted)

    Inquiry.objects.update(product=make_product("Pump"))
    client.get(page_of("lead", lead))  # the process remembers the lists from now on

    with django_assert_num_queries(cost):
        client.get(page_of("lead", lead))


def test_a_file_names_it_whatever_its_case_and_an_unknown_one_is_kept(tmp_path: Path) -> None:
    pump = make_product("Big pump")
    path = tmp_path / "leads.csv"
    path.write_text("Id,Name,Product name\n1,Ana,big  PUMP\n2,Ben,Hose\n3,Cem,\n", encoding="utf-8")
    plan = prepare("leads", path, raw=None, options=Options(), at=clock.now(), by=None)

    import_at_once(path, plan, options=Options(), at=clock.now())

    leads = {lead.external_id: lead for lead in Lead.objects.all()}
    products = {pk: lead.inquiries.get().product for pk, lead in leads.items()}
    assert products == {"1": pump, "2": None, "3": None}
    assert (leads["1"].extra, leads["2"].extra) == ({}, {"Product": "Hose"})
    warned = ImportRow.objects.exclude(warning="").get()
    assert "is not on the list of products" in warned.warning
