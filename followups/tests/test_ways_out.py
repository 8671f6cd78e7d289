"""From the panel to the person: mail program, profile; and the event's name in a first message."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups import operations
from followups.panel.ways_out import mail_link, profile_link, to_fill_in
from followups.situation import situation_of
from followups.tests.factories import make_cadence, make_owned_lead, next_touch, person_of
from leadfollow import clock
from leads.models import Contact, Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

NAMED = "Hello,\nthank you for the talk at {{ campaign }} & 100 % more."


def met(text: str = NAMED, **person: Any) -> Lead:
    """Somebody met at Fair Basel, whose next step is a mail."""
    mail = {"channel": "mail", "mail_subject": "As promised", "mail_text": text}
    event = make_event(name="Fair Basel", segment=make_cadence(mail, mail | {"day": 2}).segment)
    karla = make_person(**{"name": "Karla", "email": "karla+a@example.com"} | person)
    return make_owned_lead(at=clock.now(), campaign=event, person=karla)


def link(lead: Lead) -> str:
    return mail_link(situation_of(lead.pk, now=clock.now()))


def send(client: Any, lead: Lead, **fields: Any) -> Any:
    client.force_login(lead.owner)
    fields = {"key": str(uuid4()), "at_once": "sent", "when": ""} | fields
    return client.post(reverse("followups:log_touch", args=[next_touch(lead).pk]), fields)


def test_a_mail_is_filled_as_mail_programs_read_it():
    assert link(met()) == (
        "mailto:karla%2Ba@example.com?subject=As%20promised"
        "&body=Hello%2C%0D%0Athank%20you%20for%20the%20talk%20at%20Fair%20Basel%20%26%20100%20%25%20more."
    )


def test_a_long_text_is_left_to_be_copied():
    assert link(met("word " * 500)) == "mailto:karla%2Ba@example.com?subject=As%20promised"


@pytest.mark.parametrize("wish", ["no_email", "do_not_contact"])
def test_who_wants_no_mail_is_not_written_to(wish):
    lead = met()
    Contact.objects.filter(pk=person_of(lead).pk).update(**{wish: True})

    assert not link(lead)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://www.linkedin.com/in/karla", "https://www.linkedin.com/in/karla"),
        ("linkedin.com/in/karla", "https://linkedin.com/in/karla"),
        ("javascript:alert(1)", ""),
        ("https://[", ""),
        ("ask Jo", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_the_web_opens(written, address):
    assert profile_link(Contact(linkedin_url=written)) == address


def test_the_panel_shows_the_ways_out(client):
    lead = met(linkedin_url="linkedin.com/in/karla")
    client.force_login(lead.owner)

    page = client.get(reverse("followups:log_touch", args=[next_touch(lead).pk])).content.decode()

    assert "Open in your mail program" in page
    assert 'rel="noopener noreferrer">LinkedIn' in page


def test_a_first_message_that_names_the_event_is_one_press(client):
    lead = met()

    assert send(client, lead).status_code == 302
    assert not lead.touches.logged().get().names_no_event


def test_a_first_message_that_does_not_warns_and_then_is_marked(client):
    lead = met("Hello, here is our price list.")

    warned = send(client, lead)
    send(client, lead, unnamed="on")

    assert warned.status_code == 422
    assert "The message does not name Fair Basel" in warned.content.decode()
    assert lead.touches.logged().get().names_no_event
    page = client.get(reverse("followups:lead", args=[lead.pk])).content.decode()
    assert "does not name the event" in page


def test_what_was_sent_instead_is_judged(client):
    lead = met("Hello, here is our price list.")

    send(client, lead, sent_text="Good to have met you at FAIR  Basel.")

    assert not lead.touches.logged().get().names_no_event


def test_only_the_first_message_has_to_name_it(client):
    lead = met("Hello, here is our price list.")
    send(client, lead, unnamed="on")

    assert send(client, lead).status_code == 302


def test_what_bounced_was_no_message(client):
    lead = met("Hello, here is our price list.")

    assert send(client, lead, at_once="bounced").status_code == 302


def test_undo_takes_the_first_message_back(client):
    lead = met("Hello, here is our price list.")
    send(client, lead, unnamed="on")
    touch = lead.touches.logged().get()

    operations.undo_touch(touch=touch, by=lead.owner, at=clock.now())

    assert send(client, lead).status_code == 422


def test_a_message_that_nobody_planned_has_to_name_it_too(client):
    lead = met()
    client.force_login(lead.owner)
    step, address = next_touch(lead), reverse("followups:log_unplanned", args=[lead.pk])
    said = {"direction": "outbound", "channel": "mail", "outcome": "sent", "key": uuid4()}
    said |= {"contact": step.contact_id, "instead_of": step.pk}

    warned = client.post(address, said)
    logged = client.post(address, said | {"unnamed": "on"})

    assert (warned.status_code, logged.status_code) == (422, 302)
    assert "The message does not name Fair Basel" in warned.content.decode()
    assert lead.touches.logged().get().names_no_event


def test_the_text_of_a_message_that_nobody_planned_names_it(client):
    lead = met()
    client.force_login(lead.owner)
    said = {"direction": "outbound", "channel": "mail", "outcome": "sent", "key": uuid4()}
    said |= {"contact": next_touch(lead).contact_id, "sent_text": "We met at Fair Basel."}

    client.post(reverse("followups:log_unplanned", args=[lead.pk]), said)

    assert not lead.touches.logged().get().names_no_event


@pytest.mark.parametrize(
    ("text", "person", "warning"),
    [
        (NAMED, {}, ""),
        ("As in [1], 3 [%].", {}, ""),
        (
            "It saved [what it saved them in the first three months of it].",
            {},
            "fill in “[what it s",
        ),
        ("It cost [...].", {}, "Before you send it: fill in “[...]”."),
        ("Dear {{ salutation }}", {}, "fill in “{{ salutation }}”."),
        ("Hello {{ first_name }}", {"name": ""}, "check “there”, for the first name is not known."),
        ("{{ referred_by }} [...]", {}, "fill in “[...]”; check “somebody who knows us both”, for"),
    ],
)
def test_what_would_go_out_unfilled_is_said(text, person, warning):
    said = to_fill_in(situation_of(met(text, **person).pk, now=clock.now()))

    assert (warning in said) if warning else not said


def test_the_panel_warns_beside_the_mail(client):
    lead = met("It cost [...].")
    client.force_login(lead.owner)

    page = client.get(reverse("followups:log_touch", args=[next_touch(lead).pk])).content.decode()

    assert "Before you send it: fill in “[...]”." in page
    assert page.index("Before you send it") < page.index("Open in your mail program")
