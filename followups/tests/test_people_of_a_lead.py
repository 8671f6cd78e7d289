"""Contact data corrected, people added and put first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups import operations
from followups.models import CancelReason, Channel
from followups.tests.factories import (
    MONDAY,
    make_lead,
    make_owned_lead,
    make_touch,
    person_of,
)
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_event_manager, make_manager, make_rep
from leads.models import Contact, Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def lead() -> Lead:
    person = make_person(name="Karla Brandt", company="Nordwind GmbH", phone="+49 30 5550101")
    return make_owned_lead(person=person)


def typed(contact: Contact, **fields: Any) -> dict[str, Any]:
    names = ("name", "company", "email", "phone", "address", "postal_code")
    return {name: getattr(contact, name) for name in names} | fields


def send(client: Any, user: User | None, page: str, *args: int, **fields: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(f"followups:{page}", args=args), fields)


def edit(client: Any, user: User | None, lead: Lead, **fields: Any) -> Any:
    contact = person_of(lead)
    return send(client, user, "edit_contact", lead.pk, contact.pk, **typed(contact, **fields))


def test_the_page_shows_which_of_the_six_are_missing(client: Any, lead: Lead) -> None:
    Contact.objects.update(address="")
    client.force_login(lead.owner)

    page = client.get(reverse("followups:edit_contact", args=[lead.pk, person_of(lead).pk]))

    assert "Address missing" in page.content.decode()
    assert "Phone missing" not in page.content.decode()


def test_a_correction_is_kept_and_found_by_its_new_key(client: Any, lead: Lead) -> None:
    answer = edit(client, lead.owner, lead, email="Karla@Nordwind.example", city="Kiel")

    contact = person_of(lead)
    assert answer.status_code == 302
    assert (contact.city, contact.email_key) == ("Kiel", "karla@nordwind.example")
    assert set(Entry.objects.get(event="contact edited").details["fields"]) == {"city", "email"}


def test_the_same_again_writes_nothing(client: Any, lead: Lead) -> None:
    edit(client, lead.owner, lead)

    assert not Entry.objects.filter(event="contact edited").exists()


def test_what_is_known_cannot_be_emptied(client: Any, lead: Lead) -> None:
    assert edit(client, lead.owner, lead, phone="").status_code == 422
    assert person_of(lead).phone == "+49 30 5550101"


def test_a_rep_cannot_take_back_or_make_up_what_is_not_his(client: Any, lead: Lead) -> None:
    contact = person_of(lead)
    Contact.objects.filter(pk=contact.pk).update(do_not_contact=True)

    edit(client, lead.owner, lead, do_not_contact="", responded_at="2026-01-01")

    contact.refresh_from_db()
    assert (contact.do_not_contact, contact.responded_at) == (True, None)


@pytest.mark.parametrize("name", ["edit_contact", "choose_primary"])
def test_a_stranger_finds_no_such_person(client: Any, lead: Lead, name: str) -> None:
    answer = send(client, make_rep(), name, lead.pk, person_of(lead).pk, name="Other")

    assert answer.status_code == 404
    assert person_of(lead).name == "Karla Brandt"


def test_a_person_of_another_lead_is_not_reached_through_this_one(client: Any, lead: Lead) -> None:
    other = person_of(make_owned_lead())

    assert send(client, lead.owner, "edit_contact", lead.pk, other.pk).status_code == 404


def test_a_manager_of_the_team_edits(client: Any, lead: Lead) -> None:
    assert lead.owner
    manager = make_manager(of=lead.owner.team)

    assert edit(client, manager, lead, city="Kiel").status_code == 302


def test_an_event_manager_edits_until_it_is_assigned(client: Any) -> None:
    eva = make_event_manager()
    lead = make_lead(campaign=make_event(owner=eva))
    assert edit(client, eva, lead, city="Kiel").status_code == 302

    operations.assign_lead(lead=lead, rep=make_rep(), by=eva, at=TUESDAY)

    assert edit(client, eva, lead, city="Bonn").status_code == 403
    assert person_of(lead).city == "Kiel"


def test_a_mail_to_somebody_who_wants_none_becomes_a_call(lead: Lead) -> None:
    mail = make_touch(lead=lead, channel=Channel.MAIL, due_at=MONDAY + timedelta(days=3))

    operations.edit_contact(
        contact=person_of(lead), changes={"no_email": True}, lead=lead, by=lead.owner, at=TUESDAY
    )

    mail.refresh_from_db()
    again = lead.touches.scheduled().get()
    assert (mail.state, mail.cancel_reason) == ("cancelled", CancelReason.REPLACED)
    assert (again.channel, again.due_at) == (Channel.CALL, mail.due_at)
    lead.refresh_from_db()
    assert lead.next_due_at == mail.due_at


def further(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Jonas Lind",
        "company": "Nordwind GmbH",
        "email": "jonas@nordwind.example",
        "phone": "+49 30 5550102",
        "address": "Am Kai 1",
        "postal_code": "20457",
    } | fields


def test_a_further_person_stands_beside_the_primary(client: Any, lead: Lead) -> None:
    send(client, lead.owner, "add_contact", lead.pk, **further(role="decides"))

    added = lead.people.get(contact__name="Jonas Lind")
    assert (added.role, added.is_primary) == ("decides", False)


def test_the_same_person_again_is_added_once(client: Any, lead: Lead) -> None:
    for _ in range(2):
        send(client, lead.owner, "add_contact", lead.pk, **further())

    assert lead.people.count() == 2
    assert Contact.objects.filter(name="Jonas Lind").count() == 1


def test_who_is_known_is_shown_while_a_person_is_typed(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)
    page = client.get(reverse("followups:add_contact", args=[lead.pk])).content.decode()
    address = reverse("followups:known")

    shown = client.get(address, {"for": "person", "phone": person_of(lead).phone})

    assert f'hx-get="{address}?for=person"' in page
    assert "is not made twice" in shown.content.decode()


def test_the_page_promises_no_way_back_from_never(client: Any, lead: Lead) -> None:
    client.force_login(lead.owner)

    page = client.get(reverse("followups:edit_contact", args=[lead.pk, person_of(lead).pk]))

    assert "There is no way back." in page.content.decode()


def test_a_stranger_adds_nobody(client: Any, lead: Lead) -> None:
    assert send(client, make_rep(), "add_contact", lead.pk, **further()).status_code == 404
    assert lead.people.count() == 1


def test_somebody_else_is_put_first(client: Any, lead: Lead) -> None:
    send(client, lead.owner, "add_contact", lead.pk, **further())
    jonas = Contact.objects.get(name="Jonas Lind")

    for _ in range(2):
        send(client, lead.owner, "choose_primary", lead.pk, jonas.pk)

    assert person_of(lead) == jonas
    assert Entry.objects.filter(event="primary chosen").count() == 1


def test_a_number_is_judged_and_kept_as_one_of_the_events_country(client: Any) -> None:
    expo = make_event(time_zone="America/New_York")
    lead = make_owned_lead(campaign=expo, person=make_person(phone="+1 212 555 0101"))

    edit(client, lead.owner, lead, phone="212 736 5000")

    assert person_of(lead).phone_key == "+12127365000"


def test_a_number_stays_whose_it_was_while_something_else_is_corrected(client: Any) -> None:
    lead = make_owned_lead(person=make_person(phone="+49 30 5550101"))
    Contact.objects.update(phone="030 5550101")  # as it was told in Germany

    edit(client, lead.owner, lead, address="Hafenweg 13")

    assert person_of(lead).phone_key == "+49305550101"
