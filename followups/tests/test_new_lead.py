"""A lead made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.tests.factories import make_campaign, make_event
from followups import operations
from followups.tests.factories import make_lead, make_owned_lead
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_event_manager, make_manager, make_rep, make_team
from leads.models import Contact, Inquiry, Lead
from leads.tests.factories import make_contact, make_person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
NEW = "followups:new_lead"


def typed(**fields: Any) -> dict[str, Any]:
    """What a rep fills in; the campaign is the one that is offered."""
    return {
        "name": "Karla Brandt",
        "company": "Nordwind GmbH",
        "email": "karla@nordwind.example",
        "phone": "+49 30 5550101",
        "address": "Am Kai 1",
        "postal_code": "20457",
        "campaign": Campaign.objects.get(code="PROSPECTING").pk,
        "key": str(uuid4()),
    } | fields


def send(client: Any, user: User, **fields: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(NEW), typed(**fields))


def said(client: Any) -> str:
    return client.get(reverse("followups:leads")).content.decode()


def test_a_rep_owns_what_he_enters(client: Any) -> None:
    ana = make_rep()

    answer = send(client, ana, request="price list", message="Met at lunch", referred_by="Jo")

    lead = Lead.objects.get()
    inquiry = lead.inquiries.get()
    assert answer.headers["Location"] == reverse("followups:lead", args=[lead.pk])
    assert (lead.owner, lead.organisation) == (ana, "Nordwind GmbH")
    assert (inquiry.request, inquiry.message) == ("price list", "Met at lunch")
    assert inquiry.referred_by == "Jo"
    assert lead.next_due_at is not None  # the cadence of own prospecting


def test_the_page_offers_own_prospecting_and_no_owner_to_a_rep(client: Any) -> None:
    client.force_login(make_rep())

    form = client.get(reverse(NEW)).context["form"]

    assert form["campaign"].value() == Campaign.objects.get(code="PROSPECTING").pk
    assert "owner" not in form.fields


def test_a_rep_cannot_choose_the_owner_by_force(client: Any) -> None:
    ana, ben = make_rep(), make_rep()

    send(client, ana, owner=ben.pk)

    assert Lead.objects.get().owner == ana


def test_a_manager_chooses_the_owner(client: Any) -> None:
    team = make_team()
    ben = make_rep(team=team)

    send(client, make_manager(of=team), owner=ben.pk)

    assert Lead.objects.get().owner == ben


def test_a_manager_chooses_no_rep_of_another_team(client: Any) -> None:
    assert send(client, make_manager(), owner=make_rep().pk).status_code == 422
    assert not Lead.objects.exists()


def test_an_event_manager_enters_into_his_own_campaigns(client: Any) -> None:
    eva = make_event_manager()
    fair = make_event(owner=eva)

    other = send(client, eva, campaign=make_campaign().pk)
    own = send(client, eva, campaign=fair.pk)

    assert (other.status_code, own.status_code) == (422, 302)
    assert Lead.objects.get().campaign == fair


def test_a_postal_code_may_look_like_a_number_of_nobody(client: Any) -> None:
    refused = send(client, make_rep(), postal_code="n/a")
    taken = send(client, make_rep(), postal_code="12345")

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert Contact.objects.get().postal_code == "12345"


@pytest.mark.parametrize("field", ["name", "company", "email", "phone", "address", "postal_code"])
@pytest.mark.parametrize("value", ["", "n/a"])
def test_none_of_the_six_fields_may_be_blank(client: Any, field: str, value: str) -> None:
    answer = send(client, make_rep(), **{field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Lead.objects.exists()


def test_who_has_no_phone_needs_none(client: Any) -> None:
    send(client, make_rep(), phone="", no_phone="on")

    assert Contact.objects.get().no_phone is True


def test_a_number_that_cannot_be_dialled_is_refused(client: Any) -> None:
    assert send(client, make_rep(), phone="5550101").status_code == 422


def test_a_number_of_a_named_country_is_understood(client: Any) -> None:
    send(client, make_rep(), phone="030 5550101", country="DE")

    assert Contact.objects.get().phone_key == "+49305550101"


def test_the_same_form_twice_makes_one_lead(client: Any) -> None:
    ana, key = make_rep(), str(uuid4())

    first = send(client, ana, key=key)
    second = send(client, ana, key=key)

    assert first.headers["Location"] == second.headers["Location"]
    assert Inquiry.objects.count() == 1


def test_a_known_person_becomes_a_further_inquiry_and_the_page_says_so(client: Any) -> None:
    ana = make_rep()
    lead = make_owned_lead(owner=ana, person=make_person(email="karla@nordwind.example"))

    send(client, ana)

    assert lead.inquiries.count() == 2
    assert "was known: this is a further inquiry" in said(client)


def test_of_a_known_lead_out_of_reach_only_company_owner_and_age_are_told(client: Any) -> None:
    person = make_person(name="Secret Name", company="Nordwind AG", email="karla@nordwind.example")
    make_owned_lead(
        owner=make_rep(name="Ben Kovac"), person=person, at=clock.now() - timedelta(days=3)
    )

    answer = send(client, make_rep())

    page = said(client)
    assert answer.headers["Location"] == reverse("followups:leads")
    assert "Nordwind AG was known: it is with Ben Kovac, 3 days old." in page
    assert "Secret Name" not in page


def test_who_must_not_be_contacted_waits_for_a_manager(client: Any) -> None:
    make_contact(email="karla@nordwind.example", do_not_contact=True)

    send(client, make_rep())

    assert Inquiry.objects.get().is_held
    assert "must not be contacted" in said(client)


def test_a_wish_of_somebody_known_is_heeded() -> None:
    ana = make_rep()
    lead = make_owned_lead(owner=ana, person=make_person(email="k@nordwind.example"))
    again = make_person(email="k@nordwind.example", no_email=True)

    operations.enter_lead(key=uuid4(), campaign=make_campaign(), person=again, by=ana, at=NOON)

    assert lead.people.get().contact.no_email is True


# --- Known ones while typing


def known(client: Any, user: User, **typed: str) -> str:
    client.force_login(user)
    return client.get(reverse("followups:known"), typed).content.decode()


def test_what_is_known_in_reach_is_a_link(client: Any) -> None:
    ana = make_rep()
    lead = make_owned_lead(owner=ana, person=make_person(name="Ida", email="ida@hafen.example"))

    shown = known(client, ana, email="IDA@hafen.example")

    assert reverse("followups:lead", args=[lead.pk]) in shown
    assert "Ida" in shown


@pytest.mark.parametrize(
    "by", [{"email": "ida@hafen.example"}, {"phone": "+47 22555010"}, {"company": "hafen"}]
)
def test_what_is_known_out_of_reach_tells_company_owner_and_age(
    client: Any, by: dict[str, str]
) -> None:
    person = make_person(
        name="Ida Moe", company="Hafen AG", email="ida@hafen.example", phone="+4722555010"
    )
    at = clock.now() - timedelta(days=5)
    lead = make_owned_lead(
        owner=make_rep(name="Ben Kovac"), person=person, request="price list", at=at
    )

    shown = known(client, make_rep(), **by)

    assert "Hafen AG" in shown
    assert "with Ben Kovac, 5 days old" in shown
    for secret in ("Ida", "example", "4722555010", "price list", f"/leads/{lead.pk}/", "href"):
        assert secret not in shown


def test_two_letters_tell_nothing(client: Any) -> None:
    make_lead(person=make_person(company="Hafen AG"))

    assert known(client, make_rep(), company="Ha").strip() == ""
