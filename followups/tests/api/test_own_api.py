"""Own fields by the API: told, emptied, filtered by."""

from __future__ import annotations

from typing import Any

import pytest

from followups.tests.api.conftest import Program, a_lead
from leads.models import Lead
from leads.own_fields.values import own_values_of
from leads.tests.own_fields import make_own_field

pytestmark = pytest.mark.django_db
SAID = {"size": "Small", "seats": "12.5", "since": "2026-11-02", "partner": True, "floor": "Third"}


@pytest.fixture(autouse=True)
def fields() -> None:
    make_own_field("Size", "Small", "Large")
    for name, kind in [("Seats", "number"), ("Since", "day"), ("Partner", "yes_no")]:
        make_own_field(name, kind=kind)
    make_own_field("Floor", kind="text")


def said(lead: Lead) -> dict[str, Any]:
    return own_values_of([lead]).get(lead.pk, {})


def test_a_lead_is_entered_with_them(by_ana: Program) -> None:
    answer = by_ana.post("/leads/", a_lead(own=SAID | {"seats": 12.5}))

    assert answer.status_code == 201, answer.json()
    assert answer.json()["lead"]["own"] == SAID == said(Lead.objects.get())


def test_they_are_told_and_emptied(by_ana: Program, lead: Lead) -> None:
    by_ana.patch(f"/leads/{lead.pk}/", {"own": SAID})
    answer = by_ana.patch(f"/leads/{lead.pk}/", {"note": "New", "own": {"size": None, "seats": 3}})

    assert answer.status_code == 200, answer.json()
    assert answer.json()["own"] == {n: v for n, v in (SAID | {"seats": "3"}).items() if n != "size"}
    assert answer.json()["note"] == "New"


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ({"size": "Huge"}, "own.size"),
        ({"seats": "many"}, "own.seats"),
        ({"since": "soon"}, "own.since"),
        ({"partner": "perhaps"}, "own.partner"),
        ({"colour": "red"}, "own.colour"),
    ],
)
def test_what_cannot_be_so(own: Any, field: str, by_ana: Program, lead: Lead) -> None:
    refused = by_ana.patch(f"/leads/{lead.pk}/", {"note": "New", "own": own})
    entered = by_ana.post("/leads/", a_lead(own=own))

    assert [refused.status_code, entered.status_code] == [422, 422]
    for answer in (refused, entered):
        assert answer.json()["error"]["fields"].keys() == {field}
    assert (said(lead), Lead.objects.get().note) == ({}, lead.note)


def test_one_that_is_needed_is_asked(by_ana: Program) -> None:
    make_own_field("Region", is_needed=True)

    refused = by_ana.post("/leads/", a_lead())

    assert refused.json()["error"]["fields"] == {"own.region": "Region is missing."}


def test_the_list_is_filtered_by_them(by_ana: Program, lead: Lead) -> None:
    by_ana.patch(f"/leads/{lead.pk}/", {"own": {"floor": "Third"}})

    found = by_ana.get("/leads/", **{"own-floor": "third"}).json()["leads"]
    none = by_ana.get("/leads/", **{"own-floor": "first"}).json()["leads"]
    refused = by_ana.get("/leads/", **{"own-colour": "red"})

    assert ([row["id"] for row in found], none) == ([lead.pk], [])
    assert refused.json()["error"]["fields"].keys() == {"own-colour"}
