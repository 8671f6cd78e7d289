"""Channels of our own: they work like one that the program knows, and go by their own name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.tests.factories import make_campaign, make_segment
from followups import operations
from followups.audit import audit
from followups.channels import CHANNELS, channel_choices
from followups.models import Cadence, OwnChannel, Touch
from followups.next_step import Continue, Due
from followups.operations.plans import Plan
from followups.tests.factories import (
    MONDAY,
    after,
    log,
    make_owned_lead,
    make_planned_lead,
    make_touch,
    next_touch,
    person_of,
)
from leadfollow import clock
from leadfollow.people.lists.operations import StillNeeded, add_row, edit_row, retire_row
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager
from leads.models import Lead

pytestmark = pytest.mark.django_db
THREAD = "https://forum.example.com/t/17"


@pytest.fixture
def max_() -> User:
    return make_manager(name="Max")


@pytest.fixture
def whatsapp(max_: User) -> OwnChannel:
    values = {"name": "WhatsApp", "works_as": "message", "asks_link": False, "segments": []}
    return add_row(to=CHANNELS, values=values, by=max_, at=MONDAY)


@pytest.fixture
def lead() -> Lead:
    return make_owned_lead(at=clock.now())


def forum() -> OwnChannel:
    return OwnChannel.objects.get(name="Community or forum")


def promise(own: OwnChannel, **fields: Any) -> Touch:
    return make_touch(channel=own.works_as, own_channel_id=own.pk, **fields)


def page_of(client: Client, lead: Lead) -> str:
    return client.get(reverse("followups:lead", args=[lead.pk])).content.decode()


def send_unplanned(client: Client, lead: Lead, **form: Any) -> Any:
    known = {
        "key": str(uuid4()),
        "direction": "outbound",
        "contact": person_of(lead).pk,
        "outcome": "sent",
        "note": "",
        "due_at": "tomorrow 10:00",
    }
    send = reverse("followups:log_unplanned", args=[lead.pk]) + "?page=lead"
    return client.post(send, known | form, follow=True)


def test_an_installation_has_the_seven_and_one_for_forums() -> None:
    rows = list(OwnChannel.objects.values_list("name", "works_as", "is_shipped"))

    assert [name for name, _, is_shipped in rows if is_shipped] == [
        "Call", "Mail", "Message", "LinkedIn", "Meeting", "Letter", "Other",
    ]  # fmt: skip
    assert rows[-1] == ("Community or forum", "other", False)


def test_an_unplanned_touch_by_a_forum_takes_its_link(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    choice = f"other-{forum().pk}"

    form = page_of(client, lead)
    send_unplanned(client, lead, channel=choice, link=THREAD)

    touch = lead.touches.logged().get()
    assert f'<option value="{choice}" data-asks-link="">Community or forum</option>' in form
    assert (touch.channel, touch.own_channel, touch.link) == ("other", forum(), THREAD)
    page = page_of(client, lead)
    assert "Community or forum" in page[page.index('class="timeline"') :]
    assert f'href="{THREAD}" rel="noopener nofollow"' in page


def test_a_link_that_is_no_address_is_refused_and_kept(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]

    answer = send_unplanned(client, lead, channel=f"other-{forum().pk}", link="javascript:alert(1)")

    assert answer.status_code == 422
    assert "Paste the whole address" in answer.content.decode()
    assert not lead.touches.logged().exists()


def test_a_link_for_another_channel_is_left_out(client: Client, lead: Lead) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]

    send_unplanned(client, lead, channel="message", link=THREAD)

    assert lead.touches.logged().get().link == ""


def test_a_planned_touch_by_a_forum_asks_for_its_link_in_the_panel(
    client: Client, lead: Lead
) -> None:
    touch = promise(forum(), lead=lead, due_at=after(days=0), at=after(days=-1))
    client.force_login(lead.owner)  # type: ignore[arg-type]
    panel = reverse("followups:log_touch", args=[touch.pk])

    form = client.get(panel).content.decode()
    client.post(panel, {"key": str(uuid4()), "outcome": "sent", "link": THREAD})

    touch.refresh_from_db()
    assert 'name="link"' in form
    assert (touch.state, touch.link) == ("logged", THREAD)


def test_a_move_and_an_undo_keep_it(whatsapp: OwnChannel) -> None:
    touch = promise(whatsapp)
    by = touch.lead.owner

    moved = operations.move_touch(touch=touch, due=Due(after(days=2)), by=by, at=after(hours=1))
    made = log(moved, at=after(hours=2), outcome="sent")
    operations.undo_touch(touch=made, by=by, at=after(hours=3))  # type: ignore[arg-type]

    back = next_touch(touch.lead)
    assert (moved.own_channel, moved.verb) == (whatsapp, "WhatsApp")
    assert (back.channel, back.own_channel) == ("message", whatsapp)


def test_the_same_again_keeps_it(client: Client, lead: Lead, whatsapp: OwnChannel) -> None:
    touch = promise(whatsapp, lead=lead, due_at=clock.now())
    client.force_login(lead.owner)  # type: ignore[arg-type]
    panel = reverse("followups:log_touch", args=[touch.pk])

    page = client.get(panel).content.decode()
    client.post(panel, {"key": str(uuid4()), "outcome": "sent"})

    assert f"WhatsApp {person_of(lead)}" in page
    assert next_touch(lead).own_channel == whatsapp


def test_a_date_from_the_panel_may_be_by_it(
    client: Client, lead: Lead, whatsapp: OwnChannel
) -> None:
    touch = make_touch(lead=lead, due_at=clock.now())
    client.force_login(lead.owner)  # type: ignore[arg-type]
    panel = reverse("followups:log_touch", args=[touch.pk])
    by = f"message-{whatsapp.pk}"
    said = {"outcome": "talked", "note": "Good", "when": "pick", "when_at": "in 3 days 10:00"}

    client.post(panel, {"key": str(uuid4()), "channel": by} | said)

    assert next_touch(lead).own_channel == whatsapp


def test_a_step_is_replaced_by_it(client: Client, whatsapp: OwnChannel) -> None:
    lead = make_planned_lead(at=clock.now())
    client.force_login(lead.owner)  # type: ignore[arg-type]
    change = reverse("followups:change_step", args=[next_touch(lead).pk])
    by = f"message-{whatsapp.pk}"

    client.post(change, {"act": "replace", "channel": by, "subject": "Write", "reason": "Quicker"})

    assert (next_touch(lead).own_channel, next_touch(lead).channel) == (whatsapp, "message")


def test_a_correction_keeps_what_it_was_by(whatsapp: OwnChannel) -> None:
    made = log(make_touch(channel="message"), at=after(hours=1), outcome="sent")

    corrected = operations.correct_touch(
        touch=made, outcome="sent", note="", channel="message", own_channel_id=whatsapp.pk,
        contact=made.contact, by=made.logged_by, at=after(hours=2),
    )  # type: ignore[arg-type]  # fmt: skip
    operations.undo_touch(touch=corrected, by=made.logged_by, at=after(hours=3))  # type: ignore[arg-type]

    assert corrected.own_channel == whatsapp
    assert corrected.corrections.get().own_channel is None
    assert next_touch(made.lead).own_channel is None


def test_the_correction_form_offers_it(client: Client, lead: Lead, whatsapp: OwnChannel) -> None:
    made = log(make_touch(lead=lead, channel="message"), at=clock.now(), outcome="sent")
    client.force_login(lead.owner)  # type: ignore[arg-type]
    correct = reverse("followups:correct_touch", args=[made.pk])

    client.post(correct, {"outcome": "sent", "channel": f"message-{whatsapp.pk}", "note": ""})
    form = client.get(correct).content.decode()

    made.refresh_from_db()
    assert made.own_channel == whatsapp
    assert f'<option value="message-{whatsapp.pk}" selected>WhatsApp</option>' in form


def by_forum(lead: Lead) -> Touch:
    """Written in the forum today, with its link."""
    made = log(promise(forum(), lead=lead), at=clock.now(), outcome="sent", link=THREAD)
    assert made.link == THREAD
    return made


def correct(client: Client, touch: Touch, **said: Any) -> Any:
    client.force_login(touch.logged_by)  # type: ignore[arg-type]
    form = {"outcome": "sent", "contact": touch.contact_id, "note": touch.note}
    address = reverse("followups:correct_touch", args=[touch.pk])
    answer = client.post(address, form | said)
    touch.refresh_from_db()
    return answer


def test_a_correction_to_another_channel_takes_the_link_off_and_keeps_it_on_record(
    client: Client, lead: Lead
) -> None:
    made = by_forum(lead)

    correct(client, made, channel="message", link=THREAD)

    assert (made.own_channel, made.link) == (None, "")
    assert made.corrections.get().link == THREAD
    assert f'href="{THREAD}"' in page_of(client, lead)


def test_a_correction_offers_the_link_where_the_channel_takes_one(
    client: Client, lead: Lead
) -> None:
    made = by_forum(lead)
    other = "https://forum.example.com/t/18"

    refused = correct(client, made, channel=f"other-{forum().pk}", link="forum")
    correct(client, made, channel=f"other-{forum().pk}", link=other)
    form = client.get(reverse("followups:correct_touch", args=[made.pk])).content.decode()

    assert "Paste the whole address" in refused.content.decode()
    assert (refused.status_code, made.link) == (422, other)
    assert f'value="{other}"' in form
    assert made.corrections.get().link == THREAD


def test_a_link_can_be_corrected_at_any_time_and_only_the_link(client: Client) -> None:
    ago = clock.now() - timedelta(days=3)
    lead = make_owned_lead(at=ago - timedelta(days=1))
    touch = promise(forum(), lead=lead, due_at=ago, at=ago)
    made = log(touch, at=ago, outcome="sent", link=THREAD)
    other = "https://forum.example.com/t/18"

    correct(client, made, channel="message", link=other)

    assert (made.own_channel, made.link) == (forum(), other)


def test_a_link_stays_where_its_channel_asks_for_none_any_more(
    client: Client, lead: Lead, max_: User
) -> None:
    made = by_forum(lead)
    edit_row(of=CHANNELS, row=forum(), values={"asks_link": False}, by=max_, at=MONDAY)

    correct(client, made, channel=f"other-{forum().pk}", note="Answered")

    assert (made.note, made.link) == ("Answered", THREAD)


def test_who_wants_no_mail_gets_none_by_a_channel_that_works_like_it(max_: User) -> None:
    values = {"name": "Newsletter", "works_as": "mail", "asks_link": False, "segments": []}
    newsletter = add_row(to=CHANNELS, values=values, by=max_, at=MONDAY)
    lead = make_owned_lead()
    contact = person_of(lead)
    contact.no_email = True
    contact.save()

    touch = promise(newsletter, lead=lead, contact=contact)

    assert (touch.channel, touch.own_channel) == ("call", None)


def test_a_cadence_plans_by_it_and_a_further_version_keeps_it(whatsapp: OwnChannel) -> None:
    lead = make_planned_lead(
        {"minutes": 30, "channel": "call", "title": "Call"},
        {"day": 1, "channel": "message", "own_channel_id": whatsapp.pk, "title": "Write"},
    )
    cadence = Cadence.objects.get(enrolments__lead=lead)
    same = Plan.of(cadence)

    made = log(next_touch(lead), at=after(hours=1), then=Continue())
    saved = operations.save_cadence(like=cadence, plan=same, by=lead.owner, at=after(hours=2))  # type: ignore[arg-type]

    assert next_touch(lead).own_channel == whatsapp
    assert made.own_channel is None
    assert saved == cadence
    assert same.steps[1].own_channel_id == whatsapp.pk


def test_the_builder_writes_steps_by_it(client: Client, max_: User, whatsapp: OwnChannel) -> None:
    client.force_login(max_)
    segment = make_segment(name="Fairs")
    new = reverse("followups:new_cadence", args=[segment.pk])
    step = {
        "step-0-title": "Write",
        "step-0-channel": f"message-{whatsapp.pk}",
        "step-0-day": "1",
        "step-0-minutes": "0",
    }

    client.post(new, {"act": "save", "name": "Fairs", "kind": "sprint", "count": "1"} | step)
    cadence = Cadence.objects.get(segment=segment)
    page = client.get(reverse("followups:edit_cadence", args=[cadence.pk])).content.decode()

    assert cadence.steps.get().own_channel == whatsapp
    assert f'<option value="message-{whatsapp.pk}" selected>WhatsApp</option>' in page


def test_one_for_some_segments_is_offered_for_those(max_: User, whatsapp: OwnChannel) -> None:
    fairs, web = make_segment(name="Fairs"), make_segment(name="Web")

    edit_row(of=CHANNELS, row=whatsapp, values={"segments": [fairs]}, by=max_, at=MONDAY)

    assert "WhatsApp" in str(channel_choices(fairs.pk))
    assert "WhatsApp" not in str(channel_choices(web.pk))


def test_one_retired_is_offered_no_more_but_where_it_stands(
    max_: User, whatsapp: OwnChannel
) -> None:
    touch = promise(whatsapp)

    retire_row(of=CHANNELS, row=whatsapp, by=max_, at=MONDAY)

    assert "WhatsApp" not in str(channel_choices())
    assert "WhatsApp" in str(channel_choices(present=touch))
    assert touch.verb == "WhatsApp"


@pytest.mark.parametrize("name", ["Message", "Letter"])
def test_a_shipped_one_can_be_retired(max_: User, name: str) -> None:
    row = OwnChannel.objects.get(name=name)

    retire_row(of=CHANNELS, row=row, by=max_, at=MONDAY)

    assert name not in str(channel_choices())


@pytest.mark.parametrize("name", ["Call", "Mail", "LinkedIn", "Meeting", "Other"])
def test_what_the_program_plans_by_stays(max_: User, name: str) -> None:
    row = OwnChannel.objects.get(name=name)

    with pytest.raises(StillNeeded, match=f"“{name}” stays"):
        retire_row(of=CHANNELS, row=row, by=max_, at=MONDAY)


def test_the_list_counts_leads_and_leads_to_them(
    client: Client, lead: Lead, whatsapp: OwnChannel
) -> None:
    client.force_login(lead.owner)  # type: ignore[arg-type]
    by = f"message-{whatsapp.pk}"
    for _ in range(2):
        send_unplanned(client, lead, channel=by)
    address = f"{reverse('followups:leads')}?channel={whatsapp.pk}"

    channels = client.get(reverse("people:list", args=["channels"])).content.decode()
    listed = client.get(address).content.decode()

    assert f'<a href="{address}"><b>1</b>' in channels
    assert reverse("followups:lead", args=[lead.pk]) in listed


def test_a_shipped_one_is_edited_for_whom_it_is_offered_only(client: Client, max_: User) -> None:
    client.force_login(max_)
    letter = OwnChannel.objects.get(name="Letter")
    segment = make_segment(name="Fairs")
    edit = reverse("people:list_row", args=["channels", letter.pk])

    client.post(edit, {"name": "Post", "segments": [segment.pk]})

    letter.refresh_from_db()
    assert (letter.name, list(letter.segments.all())) == ("Letter", [segment])


def test_the_audit_finds_one_that_works_like_another(whatsapp: OwnChannel) -> None:
    Touch.objects.filter(pk=promise(whatsapp).pk).update(channel="call")

    [found] = audit(["5-recorded-honestly"]).values()

    assert any("works like another" in line for line in found.violations)


def test_a_queue_with_it_asks_no_more(
    client: Client, whatsapp: OwnChannel, django_assert_num_queries: Any
) -> None:
    lead = make_owned_lead(at=clock.now(), campaign=make_campaign())
    client.force_login(lead.owner)  # type: ignore[arg-type]
    make_touch(lead=lead, due_at=clock.now())
    queue = reverse("followups:queue")
    client.get(queue)
    with CaptureQueriesContext(connection) as before:
        client.get(queue)
    promise(whatsapp, lead=lead, due_at=clock.now())
    Touch.objects.scheduled().filter(lead=lead, own_channel=None).update(
        channel="message", own_channel=whatsapp
    )

    with django_assert_num_queries(len(before)):
        page = client.get(queue)

    assert "WhatsApp" in page.content.decode()


def test_what_stays_offers_no_way_to_retire_it(client: Client, max_: User) -> None:
    client.force_login(max_)
    call, letter = (OwnChannel.objects.get(name=name) for name in ("Call", "Letter"))

    page = client.get(reverse("people:list", args=["channels"])).content.decode()

    assert reverse("people:retire_row", args=["channels", letter.pk]) in page
    assert reverse("people:retire_row", args=["channels", call.pk]) not in page
