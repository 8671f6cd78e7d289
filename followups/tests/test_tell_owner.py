"""A lead of a colleague is met in a search: its owner is told, and nothing is told of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from followups import operations
from followups.models import Notice
from followups.operations.telling_owner import OF_ONE
from followups.tests.factories import make_owned_lead
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_rep
from leads.intake import Person
from leads.models import Inquiry, Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
IDA = make_person(
    name="Ida Moe", company="Hafen AG", email="ida@hafen.example", phone="+4722555010"
)
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture
def lead() -> Lead:
    ben = make_rep(name="Ben Kovac")
    at = clock.now() - timedelta(days=5)
    return make_owned_lead(owner=ben, person=IDA, request="price list", at=at)


def found(client: Any, user: User, typed: str) -> str:
    client.force_login(user)
    return client.get(reverse("followups:leads"), {"q": typed}).content.decode()


def tell(client: Any, page: str, **typed: str) -> str:
    token = TOKEN.search(page)
    assert token
    told = {"token": token[1], **typed}
    return client.post(reverse("followups:tell_owner"), told, follow=True).content.decode()


@pytest.mark.parametrize("typed", ["IDA@hafen.example", "+47 22 55 50 10", "hafen ag"])
def test_a_whole_key_tells_company_owner_and_age(client: Any, lead: Lead, typed: str) -> None:
    page = found(client, make_rep(), typed)

    assert "Hafen AG" in page
    assert "with Ben Kovac, 5 days old" in page
    for secret in ("Ida Moe", "price list", f"/leads/{lead.pk}/", "4722555010"):
        assert secret not in page


@pytest.mark.parametrize("typed", ["ida", "hafen", "hafen.example", "555010", "Ida Moe"])
def test_less_than_a_whole_key_tells_nothing(client: Any, lead: Lead, typed: str) -> None:
    assert "Ben Kovac" not in found(client, make_rep(), typed)


def test_who_sees_the_lead_is_shown_the_lead_alone(client: Any, lead: Lead) -> None:
    for reader in (lead.owner, make_admin()):
        assert reader
        assert "With a colleague already" not in found(client, reader, "hafen ag")


def test_the_owner_is_told_by_an_inquiry_a_step_and_a_notice(client: Any, lead: Lead) -> None:
    ana = make_rep(name="Ana Horvat")

    page = tell(client, found(client, ana, "hafen ag"), message="Wants it by May")

    inquiry = lead.inquiries.last()
    assert inquiry
    assert (inquiry.found_by, inquiry.message) == (ana, "Wants it by May")
    assert inquiry.contact == lead.people.get().contact
    assert lead.touches.scheduled().exists()
    assert Notice.objects.get(note__by=ana).person == lead.owner
    assert "Ben Kovac was told" in page
    assert "Ida" not in page


def test_from_the_new_lead_form_the_person_who_was_typed_asks(client: Any, lead: Lead) -> None:
    client.force_login(make_rep())
    shown = client.get(reverse("followups:known"), {"company": "Hafen"}).content.decode()

    token = TOKEN.search(shown)
    assert token
    typed = {"token": token[1], "name": "Jo Berg", "email": "jo@hafen.example", "request": "demo"}
    client.post(reverse("followups:tell_owner"), typed)

    inquiry = lead.inquiries.last()
    assert inquiry
    assert inquiry.contact
    assert (inquiry.contact.name, inquiry.request) == ("Jo Berg", "demo")


def test_a_lead_that_was_not_met_cannot_be_told_of(client: Any, lead: Lead) -> None:
    page = found(client, make_rep(), "hafen ag")
    client.force_login(make_rep())

    told = tell(client, page)

    assert "search once more" in told
    assert client.post(reverse("followups:tell_owner"), {"token": f"{lead.pk}"}).status_code == 302
    assert Inquiry.objects.count() == 1


def test_told_twice_adds_one(lead: Lead) -> None:
    ana, now = make_rep(), clock.now()
    asked = {"lead": lead, "campaign": lead.campaign, "person": Person(), "by": ana}
    operations.tell_owner(**asked, at=now)

    with pytest.raises(operations.NotTold, match="today"):
        operations.tell_owner(**asked, at=now + timedelta(minutes=1))

    assert lead.inquiries.count() == 2


def test_one_person_tells_of_so_many_a_day(lead: Lead) -> None:
    ana, now = make_rep(), clock.now()
    for _ in range(OF_ONE.most):
        OF_ONE.take(ana.pk, at=now)

    with pytest.raises(operations.NotTold, match="enough"):
        operations.tell_owner(lead=lead, campaign=lead.campaign, person=Person(), by=ana, at=now)
