"""Records that lack one of the six fields: the flag, and the queue in which they are completed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_campaign
from followups import operations
from followups.audit import audit
from followups.sweep import sweep
from followups.tests.factories import (
    MONDAY,
    add_colleague,
    after,
    ask,
    fresh,
    make_owned_lead,
    person_of,
)
from leadfollow.people.tests.factories import make_rep
from leads.models import Contact, Lead
from leads.models.contact import blank_of_six
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
PAGE = "/leads/incomplete/"


def make_incomplete(owner: Any = None, **blank: Any) -> Lead:
    person = make_person(**({"address": ""} | blank))
    return make_owned_lead(person=person, owner=owner or make_rep())


def complete(lead: Lead, *, hours: int = 1, **changes: str) -> None:
    operations.edit_contact(
        contact=person_of(lead),
        changes=changes or {"address": "Hafenweg 12"},
        by=None,
        at=after(hours=hours),
        lead=lead,
    )


def lives(lead: Lead) -> list[Any]:
    flags = lead.flags.filter(kind="incomplete").order_by("began_at")
    return [(flag.began_at, flag.ended_at) for flag in flags]


def typed(contact: Contact, **fields: str) -> dict[str, str]:
    names = ("name", "company", "email", "phone", "address", "postal_code")
    return {name: getattr(contact, name) for name in names} | fields


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({}, []),
        ({"address": "", "postal_code": ""}, ["address", "postal_code"]),
        ({"phone": ""}, ["phone"]),
        ({"phone": "", "no_phone": True}, []),
        ({"email": "", "no_email": True}, []),
        ({"company": ""}, ["company"]),
    ],
)
def test_a_blank_without_an_excuse_is_missing(known: dict[str, Any], missing: list[str]) -> None:
    lead = make_owned_lead(person=make_person(**known))

    contact = person_of(lead)
    assert contact.missing == missing
    assert Contact.objects.filter(blank_of_six(), pk=contact.pk).exists() is bool(missing)
    assert fresh(lead).incomplete_since == (MONDAY if missing else None)


def test_the_flag_stands_from_receipt_until_the_last_field_is_known() -> None:
    lead = make_incomplete(postal_code="")
    sweep(now=after(minutes=5))

    complete(lead, hours=1)
    complete(lead, hours=2, postal_code="10115")

    assert lives(lead) == [(MONDAY, after(hours=2))]


def test_nobody_known_at_a_lead_is_incomplete() -> None:
    lead = make_owned_lead(person=make_person())
    lead.people.all().delete()
    operations.add_person(
        lead=lead, person=make_person(address=""), by=lead.owner, at=after(hours=1)
    )

    assert fresh(lead).incomplete_since == MONDAY


def test_another_first_person_completes_it() -> None:
    lead = make_incomplete()
    colleague = add_colleague(lead)

    operations.choose_primary(lead=lead, contact=colleague, by=None, at=after(hours=3))

    assert lives(lead) == [(MONDAY, after(hours=3))]


def test_a_person_is_completed_at_every_lead() -> None:
    lead, other = make_incomplete(), make_owned_lead()
    other.people.update(is_primary=False)
    other.people.create(contact=person_of(lead), is_primary=True)
    complete(other, hours=1, address="")

    complete(lead, hours=2)

    assert fresh(lead).incomplete_since is None
    assert fresh(other).incomplete_since is None


def test_an_end_ends_it_and_its_undo_lets_it_stand_again() -> None:
    lead = make_incomplete()
    sweep(now=after(minutes=5))
    how: dict[str, Any] = {"lead": lead, "by": lead.owner}
    operations.close_lead(**how, disposition="duplicate", at=after(hours=1))
    ended = lives(lead)

    operations.undo_close(**how, at=after(hours=2))

    assert ended == [(MONDAY, after(hours=1))]
    assert lives(lead) == [(MONDAY, None)]


def test_a_second_sweep_writes_nothing_and_the_audit_finds_nothing() -> None:
    make_incomplete()
    sweep(now=after(minutes=5))

    again = sweep(now=after(minutes=6))

    assert again is not None
    assert sum(again.raised.values()) + sum(again.cleared.values()) == 0
    assert not [name for name, finding in audit().items() if finding.violations]


def test_what_is_saved_lets_the_next_one_come(client: Any) -> None:
    rep = make_rep()
    first, second = make_incomplete(rep), make_incomplete(rep)
    client.force_login(rep)

    answer = client.post(f"{PAGE}?lead={first.pk}", typed(person_of(first), address="Hafenweg 12"))

    assert answer.status_code == 302
    assert answer.url == f"{PAGE}?lead={second.pk}"
    assert fresh(first).incomplete_since is None
    assert fresh(second).incomplete_since


def test_what_may_not_be_is_said_and_kept(client: Any) -> None:
    lead = make_incomplete()
    client.force_login(lead.owner)

    answer = client.post(PAGE + f"?lead={lead.pk}", typed(person_of(lead), address="n/a"))

    assert answer.status_code == 422
    assert "says nothing" in answer.content.decode()
    assert 'value="n/a"' in answer.content.decode()


def test_the_list_counts_by_campaign_and_shows_one(client: Any) -> None:
    rep, fair = make_rep(), make_campaign(name="Fair Hannover")
    shown, other = make_incomplete(rep), make_incomplete(rep)
    ask(after(hours=1), campaign=fair, person=make_person(address=""), owner=rep)
    client.force_login(rep)

    everything = client.get(PAGE).content.decode()
    of_one = client.get(f"{PAGE}?campaign={shown.campaign_id}").content.decode()

    assert "3 open leads lack one of the six contact fields" in everything
    assert "Fair Hannover" in everything
    assert shown.organisation in of_one
    assert other.organisation not in of_one


def test_what_is_out_of_reach_is_neither_listed_nor_completed(client: Any) -> None:
    lead = make_incomplete()
    client.force_login(make_rep())

    page = client.get(PAGE)
    answer = client.post(f"{PAGE}?lead={lead.pk}", typed(person_of(lead), address="Hafenweg 12"))

    assert "Every record is complete" in page.content.decode()
    assert answer.status_code == 404
    assert person_of(lead).address == ""


def test_queries_do_not_grow_with_the_records(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    rep = make_rep()
    for _each in range(6):
        make_incomplete(rep)
    client.force_login(rep)

    with django_assert_max_num_queries(12):
        client.get(PAGE)


@pytest.mark.parametrize("where", ["followups:lead", "followups:queue"])
def test_what_is_missing_is_named_where_the_rep_works(client: Any, where: str) -> None:
    lead = make_incomplete(postal_code="")
    client.force_login(lead.owner)

    page = client.get(reverse(where, args=[lead.pk] if where == "followups:lead" else []))

    assert "The record lacks: Address, Postal code." in page.content.decode()


def test_what_was_promised_and_is_not_sent_is_flagged_from_that_moment() -> None:
    lead = ask(MONDAY, request="price list", promised_by=after(days=2), owner=make_rep()).lead
    ask(after(hours=1), request="sample", promised_by=after(days=1))

    sweep(now=after(days=1, hours=1))
    sample = lead.inquiries.get(request="sample")
    operations.fulfil(inquiry=sample, how="post", by=lead.owner, at=after(days=1, hours=2))

    flags = lead.flags.filter(kind="promise_open")
    assert [(flag.began_at, flag.ended_at) for flag in flags] == [
        (after(days=1), after(days=1, hours=2))
    ]
    assert fresh(lead).promise_by == after(days=2)
