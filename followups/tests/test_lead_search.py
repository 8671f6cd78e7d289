"""Finding a lead by name, company, address or number."""

from __future__ import annotations

import pytest

from followups.tests.factories import make_lead
from leads.models import Lead
from leads.search import matching
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known() -> None:
    make_lead(
        person=make_person(
            name="Karla Brandt",
            company="Nordwind GmbH",
            email="K.Brandt@Nordwind.example",
            phone="+49 30 555 0101",
        )
    )
    make_lead(person=make_person(name="Ida Moe", company="Hafen AG", phone="+47 22 55 50 101"))


@pytest.mark.parametrize(
    "typed",
    [
        "brandt",
        "KARLA",
        "nordwind",
        "karla nordwind",
        "k.brandt@nordwind.example",
        "K.BRANDT@NORDWIND.EXAMPLE",
        "@nordwind",
        "+49305550101",
        "+49 (30) 555-0101",
        "030 5550101",
        "5550101",
    ],
)
def test_finds_the_lead(typed: str) -> None:
    found = Lead.objects.filter(matching(typed))

    assert "Nordwind GmbH" in [lead.organisation for lead in found]


@pytest.mark.parametrize(
    "typed", ["karla hafen", "other@nordwind.example", "+49 30 555 0102", "nobody"]
)
def test_finds_nothing_else(typed: str) -> None:
    assert not Lead.objects.filter(matching(typed)).exists()


def test_a_lead_with_two_fitting_people_comes_once() -> None:
    lead = Lead.objects.get(organisation="Hafen AG")
    for name in ("Ida Lund", "Ida Berg"):
        make_lead(person=make_person(name=name, company="Hafen AG"), lead=lead)

    assert [found.pk for found in Lead.objects.filter(matching("ida"))] == [lead.pk]
