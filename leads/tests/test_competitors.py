"""Competitors' domains: what they are written like, and which leads are theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.tests.factories import make_campaign
from leadfollow.people.tests.factories import make_admin
from leads.competitors import COMPETITORS, CompetitorForm
from leads.domains import at_one_of, belongs_to, domain_of
from leads.intake import add_person
from leads.models import CompetitorDomain, Lead
from leads.tests.factories import make_contact

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
PAGE = reverse("people:list", args=[COMPETITORS.slug])
RIVAL = "rival.example"


def make_lead(website: str = "", email: str = "") -> Lead:
    lead = Lead.objects.create(campaign=make_campaign(), received_at=MONDAY, website=website)
    add_person(lead, make_contact(email=email))
    return lead


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("rival.example", RIVAL),
        ("  https://www.Rival.example/pumps?x=1#y ", RIVAL),
        ("http://rival.example:8080", RIVAL),
        ("karla@rival.example", RIVAL),
        ("shop.rival.example.", "shop.rival.example"),
        ("Müller.example", "xn--mller-kva.example"),
        ("example", ""),
        ("no domain", ""),
        ("", ""),
        ("a..b", ""),
    ],
)
def test_a_domain_is_written_in_one_way(text: str, domain: str) -> None:
    assert domain_of(text) == domain


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("website", "email", "is_theirs"),
    [
        ("", "karla@rival.example", True),
        ("", "Karla@Sales.RIVAL.example", True),
        ("https://www.rival.example/about", "karla@gmail.com", True),
        ("rival.example", "", True),
        ("", "karla@notrival.example", False),
        ("https://other.example/rival.example", "karla@rival.example.org", False),
        ("", "", False),
    ],
)
def test_a_lead_is_theirs_by_its_site_or_an_address(
    website: str, email: str, is_theirs: bool
) -> None:
    lead = make_lead(website, email)

    found = Lead.objects.filter(at_one_of([RIVAL, "xn--mller-kva.example"]))

    assert list(found) == ([lead] if is_theirs else [])
    assert bool(belongs_to([RIVAL], website=website, emails=[email])) == is_theirs


PIECES = st.sampled_from(
    [
        "rival",
        "example",
        "www",
        "müller",
        "xn--mller-kva",
        ".",
        "@",
        "/",
        "https://",
        " ",
        ":80",
        "x",
    ]
)
TYPED = st.lists(PIECES, max_size=6).map("".join)


class TestBothAgree(TestCase):
    @given(website=TYPED, email=TYPED)
    def test_the_database_and_the_function_say_the_same(self, website: str, email: str) -> None:
        domains = [RIVAL, "xn--mller-kva.example"]
        lead = make_lead(website, email)

        found = Lead.objects.filter(at_one_of(domains), pk=lead.pk).exists()

        assert found == bool(belongs_to(domains, website=website, emails=[email]))


@pytest.mark.parametrize("host", ["gmail.com", "https://www.GMX.de/", "somebody@web.de"])
def test_a_host_of_everybody_is_refused(host: str) -> None:
    form = CompetitorForm({"name": "Rival", "domain": host})

    assert "Everybody may have an address at" in form.errors["domain"][0]


@pytest.mark.django_db
def test_it_is_kept_once_as_it_is_compared(client: Any) -> None:
    client.force_login(make_admin())

    client.post(PAGE, {"name": "Rival", "domain": "https://WWW.rival.example/"})
    again = client.post(PAGE, {"name": "The rival", "domain": "x@rival.example"})

    assert CompetitorDomain.objects.get().domain == RIVAL
    assert again.status_code == 422
    assert "“rival.example” is there already." in again.content.decode()
