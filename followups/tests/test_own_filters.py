"""The lead list filtered by own fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from followups.lists.saved_views import query_of
from followups.tests.factories import MONDAY, make_owned_lead
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep
from leads.models import Lead
from leads.tests.own_fields import choice, make_own_field, say

pytestmark = pytest.mark.django_db
LEADS = reverse("followups:leads")


@pytest.fixture
def ana(client: Any) -> User:
    rep = make_rep()
    client.force_login(rep)
    return rep


@pytest.fixture
def lead(ana: User) -> Lead:
    """One that says something, beside one that says other things and one that says nothing."""
    told, other = make_owned_lead(owner=ana), make_owned_lead(owner=ana)
    make_owned_lead(owner=ana)
    size = make_own_field("Size", "Small", "Large")
    for its, name in ((told, "Small"), (other, "Large")):
        say(size, its, choice=choice(size, name))
    for name, kind, mine, theirs in (
        ("Park", "text", "Old lathes", "Mills"),
        ("Machines", "number", 12, 40),
        ("Ends", "day", date(2027, 1, 31), date(2028, 1, 31)),
        ("Tender", "yes_no", True, False),
    ):
        field = make_own_field(name, kind=kind)
        say(field, told, **{field.column: mine})
        say(field, other, **{field.column: theirs})
    return told


def found(client: Any, asked: str) -> list[int]:
    return [row.lead_id for row in client.get(f"{LEADS}?{asked}").context["list"].rows]


@pytest.mark.parametrize(
    "asked",
    [
        "own-size={small}",
        "own-park=LATHE",
        "own-machines.until=12",
        "own-machines.from=11.5&own-machines.until=12.5",
        "own-ends.until=2027-01-31",
        "own-ends.from=2027-01-31&own-ends.until=2027-02-01",
        "own-tender=True",
    ],
)
def test_each_kind_finds_its_leads(client: Any, lead: Lead, asked: str) -> None:
    small = lead.own_values.get(field__code="size").choice_id

    assert found(client, asked.format(small=small)) == [lead.pk]


@pytest.mark.parametrize("asked", ["own-size=0", "own-machines.from=many", "own-tender=perhaps"])
def test_what_makes_no_sense_lists_nothing_and_says_so(client: Any, lead: Lead, asked: str) -> None:
    page = client.get(f"{LEADS}?{asked}")

    assert page.context["list"].rows == []
    assert "asks for what cannot be chosen" in page.content.decode()


def test_it_is_said_in_words_and_kept_in_a_view(client: Any, lead: Lead) -> None:
    small = lead.own_values.get(field__code="size").choice_id
    asked = f"own-machines.from=5&own-size={small}"

    chips = client.get(f"{LEADS}?{asked}").context["list"].filter.chips

    assert [(chip.label, chip.value) for chip in chips] == [
        ("Size", "Small"),
        ("Machines from", "5"),
    ]
    assert query_of(QueryDict(asked)) == asked


def test_only_fields_in_use_are_offered_but_an_address_means_what_it_says(
    client: Any, lead: Lead
) -> None:
    park = lead.own_values.get(field__code="park").field
    park.retired_at = MONDAY
    park.save()

    offered = [field.name for field in client.get(LEADS).context["list"].own_fields]

    assert "own-park" not in offered
    assert found(client, "own-park=lathe") == [lead.pk]


def test_forty_fields_ask_no_more_than_one(
    client: Any, lead: Lead, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30) as few:
        client.get(LEADS)
    for number in range(30):
        make_own_field(f"Field no {number}", "A", "B")

    with django_assert_max_num_queries(len(few)):
        client.get(f"{LEADS}?own-park=lathe&own-tender=True")
