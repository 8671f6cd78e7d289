"""Channels of our own by the API: named by their numbers, refused in the words of the page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.tests.factories import make_segment
from followups.channels import CHANNELS
from followups.models import OwnChannel
from followups.tests.api.conftest import DAY, Program, a_touch
from followups.tests.factories import make_touch, next_touch
from leadfollow import clock
from leadfollow.people.lists.operations import add_row, edit_row, retire_row
from leadfollow.people.tests.factories import make_manager
from leads.models import Lead

pytestmark = pytest.mark.django_db
THREAD = "https://forum.example.com/t/17"


@pytest.fixture
def whatsapp() -> OwnChannel:
    values = {"name": "WhatsApp", "works_as": "message", "asks_link": False, "segments": []}
    return add_row(to=CHANNELS, values=values, by=make_manager(), at=clock.now())


@pytest.fixture
def forum() -> OwnChannel:
    return OwnChannel.objects.get(name="Community or forum")


def path_of(lead: Lead) -> str:
    return f"/leads/{lead.pk}/touches"


def fields_of(refused: Any) -> dict[str, str]:
    assert refused.status_code == 422
    fields: dict[str, str] = refused.json()["error"]["fields"]
    return fields


def by_number(own: OwnChannel, **sent: Any) -> dict[str, Any]:
    """A touch that leaves out what the channel works like."""
    touch = a_touch(own_channel=own.pk, outcome="sent") | sent
    del touch["channel"]
    return touch


def after_it(**then: Any) -> dict[str, Any]:
    return {"what": "touch", "due_at": (clock.now() + DAY).isoformat()} | then


def test_a_touch_by_one_with_its_link(by_ana: Program, lead: Lead, forum: OwnChannel) -> None:
    answer = by_ana.post(path_of(lead), by_number(forum, link=THREAD))

    assert answer.status_code == 201, answer.json()
    told = answer.json()["touch"]
    assert (told["channel"], told["link"]) == ("other", THREAD)
    assert told["own_channel"] == {"id": forum.pk, "name": "Community or forum"}
    touch = lead.touches.logged().get()
    assert (touch.channel, touch.own_channel, touch.link) == ("other", forum, THREAD)


def test_what_it_works_like_may_be_named_too(
    by_ana: Program, lead: Lead, whatsapp: OwnChannel
) -> None:
    fits = by_number(whatsapp) | {"channel": "message"}

    refused = by_ana.post(path_of(lead), fits | {"channel": "call"})
    answer = by_ana.post(path_of(lead), fits)

    assert fields_of(refused).keys() == {"own_channel"}
    assert answer.status_code == 201, answer.json()


def test_the_next_step_is_by_one(by_ana: Program, lead: Lead, whatsapp: OwnChannel) -> None:
    answer = by_ana.post(path_of(lead), a_touch(next=after_it(own_channel=whatsapp.pk)))

    assert answer.json()["next_step"]["channel"] == "message"
    assert answer.json()["next_step"]["own_channel"] == {"id": whatsapp.pk, "name": "WhatsApp"}
    assert next_touch(lead).own_channel == whatsapp


def test_one_that_is_not_offered_is_refused_as_on_the_page(
    by_ana: Program, lead: Lead, whatsapp: OwnChannel
) -> None:
    boss = make_manager()
    edit_row(
        of=CHANNELS, row=whatsapp, values={"segments": [make_segment()]}, by=boss, at=clock.now()
    )
    elsewhere = by_ana.post(path_of(lead), by_number(whatsapp))
    edit_row(of=CHANNELS, row=whatsapp, values={"segments": []}, by=boss, at=clock.now())
    retire_row(of=CHANNELS, row=whatsapp, by=boss, at=clock.now())

    retired = by_ana.post(path_of(lead), by_number(whatsapp))
    unknown = by_ana.post(path_of(lead), by_number(whatsapp, own_channel=999_999))
    planned = by_ana.post(path_of(lead), a_touch(next=after_it(own_channel=whatsapp.pk)))

    said = "Select a valid choice. message-{} is not one of the available choices."
    assert fields_of(elsewhere) == {"own_channel": said.format(whatsapp.pk)}
    assert fields_of(retired) == fields_of(elsewhere)
    assert fields_of(planned) == {"next.own_channel": said.format(whatsapp.pk)}
    assert fields_of(unknown).keys() == {"own_channel"}
    assert not lead.touches.exists()


def test_a_shipped_one_has_no_number_of_its_own(by_ana: Program, lead: Lead) -> None:
    call = OwnChannel.objects.get(name="Call")

    refused = by_ana.post(path_of(lead), by_number(call, outcome="talked"))

    assert fields_of(refused).keys() == {"own_channel"}


def test_a_link_is_judged_as_on_the_page(
    by_ana: Program, lead: Lead, forum: OwnChannel, whatsapp: OwnChannel
) -> None:
    no_address = by_ana.post(path_of(lead), by_number(forum, link="javascript:alert(1)"))
    no_place = by_ana.post(path_of(lead), by_number(whatsapp, link=THREAD))

    assert fields_of(no_address)["link"].startswith("Paste the whole address")
    assert fields_of(no_place) == {"link": "A touch by this channel takes no link. Leave it out."}
    assert not lead.touches.exists()


def test_a_planned_touch_takes_its_link(
    by_ana: Program, lead: Lead, forum: OwnChannel, whatsapp: OwnChannel
) -> None:
    at = {"lead": lead, "due_at": clock.now() + DAY}
    asked = make_touch(channel="other", own_channel_id=forum.pk, **at)
    other = make_touch(channel="message", own_channel_id=whatsapp.pk, **at)
    sent = {"outcome": "sent", "link": THREAD, "next": after_it()}

    refused = by_ana.post(path_of(lead), sent | {"key": str(uuid4()), "touch": other.pk})
    named = by_ana.post(
        path_of(lead), sent | {"key": str(uuid4()), "touch": asked.pk, "own_channel": forum.pk}
    )
    answer = by_ana.post(path_of(lead), sent | {"key": str(uuid4()), "touch": asked.pk})

    assert fields_of(refused).keys() == {"link"}
    assert fields_of(named).keys() == {"own_channel"}
    assert answer.json()["touch"]["link"] == THREAD


def test_the_channels_are_listed(by_ana: Program, forum: OwnChannel, whatsapp: OwnChannel) -> None:
    fairs = make_segment(name="Fairs")
    boss = make_manager()
    edit_row(of=CHANNELS, row=whatsapp, values={"segments": [fairs]}, by=boss, at=clock.now())
    retire_row(of=CHANNELS, row=forum, by=boss, at=clock.now())

    listed = by_ana.get("/channels/").json()["channels"]

    assert [(one["channel"], one["own_channel"]) for one in listed[:2]] == [
        ("call", None), ("mail", None),
    ]  # fmt: skip
    assert listed[-2:] == [
        {
            "channel": "other",
            "own_channel": forum.pk,
            "name": "Community or forum",
            "asks_link": True,
            "segments": [],
            "is_in_use": False,
        },
        {
            "channel": "message",
            "own_channel": whatsapp.pk,
            "name": "WhatsApp",
            "asks_link": False,
            "segments": [{"id": fairs.pk, "name": "Fairs"}],
            "is_in_use": True,
        },
    ]


def test_queries_do_not_grow_with_our_own(by_ana: Program, lead: Lead, forum: OwnChannel) -> None:
    by_ana.post(path_of(lead), a_touch())
    by_ana.get(path_of(lead))
    with CaptureQueriesContext(connection) as before:
        by_ana.get(path_of(lead))
    by_ana.post(path_of(lead), by_number(forum, link=THREAD))

    with CaptureQueriesContext(connection) as after:
        told = by_ana.get(path_of(lead)).json()["touches"]

    assert THREAD in [touch["link"] for touch in told]
    assert len(after) == len(before)
