"""A lead's page says what "never contact" would do, for each of its people, before it is done."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followups import operations
from followups.barring_words import bars_of
from followups.tests.factories import (
    add_colleague,
    after,
    fresh,
    make_owned_lead,
    make_touch,
    person_of,
)
from leads.intake import add_person
from leads.models import Contact, Lead

pytestmark = pytest.mark.django_db


def told(lead: Lead, *people: Contact) -> list[str]:
    return [str(bar) for bar in bars_of(lead, people or [person_of(lead)])]


def test_the_lead_closes_where_nobody_is_left() -> None:
    lead = make_owned_lead()
    make_touch(lead=lead, contact=person_of(lead), due_at=after(days=1))
    add_colleague(lead, do_not_contact=True)

    assert told(lead) == [
        "1 planned touch is called off. This lead closes: nobody else can be contacted there."
    ]


def test_where_somebody_is_left_only_what_is_planned_with_him_is_called_off() -> None:
    lead = make_owned_lead()
    make_touch(lead=lead, contact=person_of(lead), due_at=after(days=1))
    colleague = add_colleague(lead)

    assert told(lead, person_of(lead), colleague) == [
        "1 planned touch is called off.",
        "Nothing is planned with this person.",
    ]


def test_his_other_leads_are_counted_and_what_was_told_is_what_happens() -> None:
    here, there, closed = make_owned_lead(), make_owned_lead(), make_owned_lead()
    karla = person_of(here)
    add_colleague(here)
    for lead in (there, closed):
        lead.people.all().delete()
        add_person(lead, karla)
    touches = [make_touch(lead=lead, contact=karla, due_at=after(days=1)) for lead in (here, there)]
    operations.close_lead(lead=closed, disposition="no_response", by=None, at=after(hours=1))

    (words,) = told(here)
    operations.bar_contact(contact=karla, by=here.owner, at=after(hours=2))

    assert words == (
        "2 planned touches are called off, on 2 leads. "
        "1 other lead closes: nobody else can be contacted there."
    )
    assert not any(fresh(touch).is_scheduled for touch in touches)
    assert [fresh(lead).is_open for lead in (here, there)] == [True, False]


def test_the_page_says_it_beside_the_button(client: Any) -> None:
    lead = make_owned_lead()
    client.force_login(lead.owner)

    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()

    assert "This lead closes: nobody else can be contacted there." in page


def test_more_people_ask_no_more_queries() -> None:
    lead = make_owned_lead()
    people = [person_of(lead), *(add_colleague(lead) for _ in range(3))]

    with CaptureQueriesContext(connection) as asked:
        bars_of(lead, people)

    assert len(asked) == 1
