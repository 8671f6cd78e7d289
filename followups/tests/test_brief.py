"""A lead in five lines, whatever is known of it."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.tests.factories import make_event
from followups import operations
from followups.operations.qualifying import Met
from followups.panel.brief import brief_of
from followups.situation import situation_of
from followups.tests.factories import (
    MONDAY,
    add_colleague,
    after,
    log,
    make_cadence,
    make_owned_lead,
    make_touch,
)
from leadfollow.people.tests.factories import make_rep
from leads.models import Definition, Lead
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db

SCRIPT = 'Read the note first.\n"You met us at {{ campaign }}. May I ask a thing?"\nThen listen.'


def lines(lead: Lead) -> dict[str, str]:
    return {line.word: line.text for line in brief_of(situation_of(lead.pk, now=after(hours=1)))}


def karla(**more: Any) -> Any:
    return make_person(name="Karla Brandt", job_title="buyer", company="Nordwind GmbH", **more)


def test_all_that_is_known():
    cadence = make_cadence({"channel": "call", "script": SCRIPT})
    lead = make_owned_lead(
        person=karla(),
        campaign=make_event(name="Fair Basel", segment=cadence.segment),
        request="the price list",
        message="We need two by spring",
        referred_by="Tom Berg",
        found_by=make_rep(name="Jo Lind"),
    )
    add_colleague(lead, name="Jens Ott", job_title="engineer")

    said = lines(lead)

    assert said["Who"] == "Karla Brandt, buyer, at Nordwind GmbH"
    assert said["Asked"].startswith("the price list · Fair Basel, ")
    assert said["Asked"].endswith("“We need two by spring”")
    assert said["Why"] == "Not qualified yet · sent by Tom Berg"
    assert said["Say first"] == "“You met us at Fair Basel.”"
    assert (
        said["Else ask"]
        == "Jens Ott (engineer) · Tom Berg, who referred it · Jo Lind, who found it"
    )


def test_a_word_in_quotes_is_a_mention_and_not_what_is_said():
    script = 'Ask for the person named as "who else". "Your company asked us for it. Whose is it?"'
    cadence = make_cadence({"channel": "call", "script": script})

    said = lines(make_owned_lead(person=karla(), campaign=make_event(segment=cadence.segment)))

    assert said["Say first"] == "“Your company asked us for it.”"


def test_nothing_that_is_known():
    said = lines(make_owned_lead(person=make_person(name="", company="Hafen AG", email="")))

    assert said["Else ask"] == "Nobody else is known: ask who else sees this"
    assert all(said.values())


def test_what_was_said_last_tells_why():
    lead = make_owned_lead(person=karla())
    log(make_touch(lead=lead), at=after(minutes=30), note="Wants two by spring", outcome="talked")

    assert lines(lead)["Why"] == "Last said: “Wants two by spring”"


def test_what_is_ticked_comes_before_what_was_said():
    lead = make_owned_lead(person=karla())
    log(make_touch(lead=lead), at=after(minutes=30), note="Wants two by spring", outcome="talked")
    first = Definition.objects.current().criteria.first()
    assert first

    operations.tick_criteria(
        lead=lead, ticks={first.code: Met(True, "40,000 € set aside")}, by=lead.owner, at=MONDAY
    )

    assert lines(lead)["Why"] == f"{first}: 40,000 € set aside"


def test_who_must_not_be_contacted_is_not_to_be_asked():
    lead = make_owned_lead(person=karla())
    jens = add_colleague(lead, name="Jens Ott")
    operations.bar_contact(contact=jens, by=lead.owner, at=MONDAY)

    assert "Jens" not in lines(lead)["Else ask"]


def test_a_mail_that_became_a_call_opens_with_why_one_calls():
    cadence = make_cadence(
        {"channel": "mail", "script": "Keep it short.", "mail_subject": "The list you asked for"}
    )
    event = make_event(segment=cadence.segment)
    lead = make_owned_lead(person=karla(), campaign=event, request="the price list")

    by_mail = lines(lead)["Say first"]
    lead.touches.update(channel="call")
    by_call = lines(lead)["Say first"]

    assert by_mail == "By mail: The list you asked for"
    assert by_call == "Who you are, and why you call: the price list"


def test_a_call_reads_its_own_script_and_not_the_mail_after_it():
    cadence = make_cadence(
        {"channel": "call", "script": "Ask for Karla. Then wait.", "mail_subject": "As promised"}
    )

    lead = make_owned_lead(person=karla(), campaign=make_event(segment=cadence.segment))

    assert lines(lead)["Say first"] == "Ask for Karla."
