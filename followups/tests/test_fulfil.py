"""What was asked for, by when it was promised, and that it went out."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.tests.factories import make_event
from followups import operations
from followups.models import Channel, FlagKind, Touch
from followups.operations.submitting import promised_by
from followups.promises import state_of
from followups.sweep import sweep
from followups.tests.api.conftest import Program
from followups.tests.factories import MONDAY, after, ask, fresh, make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.tests.factories import make_rep
from leads.models import Inquiry
from leads.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Inquiry:
    monkeypatch.setattr(clock, "now", lambda: after(hours=2))
    lead = make_owned_lead(request="price list", promised_by=after(days=2))
    return lead.inquiries.get()


def page_of(inquiry: Inquiry, person: Any) -> tuple[Client, str]:
    client = Client()
    client.force_login(person)
    return client, reverse("followups:lead", args=[inquiry.lead_id])


def test_it_is_sent_once_and_taken_back(asked: Inquiry) -> None:
    rep = asked.lead.owner
    assert rep

    for _ in range(2):
        operations.fulfil(inquiry=asked, how="post", by=rep, at=after(hours=1))
    with pytest.raises(operations.SentBefore):
        operations.fulfil(inquiry=asked, how="mail", by=make_rep(), at=after(hours=2))
    with pytest.raises(operations.NotUndoable):
        operations.undo_fulfil(inquiry=asked, by=make_rep(), at=after(hours=2))

    assert fresh(asked).fulfilled_at == after(hours=1)
    for _ in range(2):
        operations.undo_fulfil(inquiry=asked, by=rep, at=after(hours=2))
    assert fresh(asked).is_promised


def test_a_promise_that_is_kept_late_ends_its_flag(asked: Inquiry) -> None:
    lead = asked.lead
    assert lead.owner
    sweep(now=after(days=3))
    assert lead.flags.filter(kind=FlagKind.PROMISE_OPEN, ended_at=None).exists()

    operations.fulfil(inquiry=asked, how="mail", by=lead.owner, at=after(days=4))

    assert lead.flags.get(kind=FlagKind.PROMISE_OPEN).ended_at == after(days=4)


def test_nothing_is_sent_where_nothing_was_asked_for() -> None:
    lead = make_owned_lead()
    assert lead.owner

    with pytest.raises(operations.NothingAsked):
        operations.fulfil(
            inquiry=lead.inquiries.get(), how="mail", by=lead.owner, at=after(hours=1)
        )


def test_the_page_says_what_is_promised_and_takes_that_it_went(asked: Inquiry) -> None:
    client, page = page_of(asked, asked.lead.owner)
    before = client.get(page).content.decode()

    client.post(reverse("followups:fulfil", args=[asked.pk]), {"how": "hand"})
    then = client.get(page).content.decode()
    client.post(reverse("followups:undo_fulfil", args=[asked.pk]))

    assert "to be sent by" in before
    assert "by hand" in then
    assert fresh(asked).fulfilled_at is None
    stranger, _ = page_of(asked, make_rep())
    assert stranger.post(reverse("followups:fulfil", args=[asked.pk])).status_code == 404


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (2, ("later", "to be sent by Wed 4 Nov 2026")),
        (2 + 24, ("later", "to be sent by Wed 4 Nov 2026")),
        (2 + 48, ("today", "to be sent by Wed 4 Nov 2026")),
        (2 + 72, ("overdue", "promised, not sent")),
    ],
)
def test_promised_for_a_day_it_may_go_on_that_day(hours: int, said: tuple[str, str]) -> None:
    """A form promised it on Monday within two working days."""
    campaign = make_event(time_zone="UTC")
    by = promised_by(campaign, 2, MONDAY)
    lead = make_owned_lead(campaign=campaign, request="price list", promised_by=by)

    assert state_of(lead.inquiries.get(), now=after(hours=hours)) == said


def test_a_log_that_sent_it_says_so_and_its_undo_takes_it_back(asked: Inquiry) -> None:
    lead, rep = asked.lead, asked.lead.owner
    assert rep
    touch = make_touch(lead=lead, channel=Channel.MAIL)
    client, page = page_of(asked, rep)
    panel = reverse("followups:log_touch", args=[touch.pk])
    assert "With it went: price list" in client.get(panel).content.decode()
    said = {"key": str(uuid4()), "outcome": "sent", "fulfils": "on", "when": "pick"}

    client.post(panel, said | {"when_at": "2026-11-05T10:00"})

    logged = Touch.objects.logged().get(lead=lead)
    assert fresh(asked).fulfilled_with == logged.key
    assert "by mail" in client.get(page).content.decode()
    with pytest.raises(operations.NotUndoable):
        operations.undo_fulfil(inquiry=asked, by=rep, at=after(hours=3))
    operations.undo_touch(touch=logged, by=rep, at=after(hours=3))
    assert fresh(asked).is_promised


def test_what_a_closed_lead_was_promised_is_nobodys_to_send(asked: Inquiry) -> None:
    rep = asked.lead.owner
    assert rep
    operations.close_lead(lead=asked.lead, disposition="won", reason="", by=rep, at=after(hours=1))
    client, page = page_of(asked, rep)

    told = client.get(page).content.decode()

    assert 'id="promises"' not in told


def test_a_call_sends_nothing_and_is_not_asked(asked: Inquiry) -> None:
    touch = make_touch(lead=asked.lead, at=MONDAY)
    client, _ = page_of(asked, asked.lead.owner)

    panel = client.get(reverse("followups:log_touch", args=[touch.pk])).content.decode()

    assert "With it went" not in panel


def test_a_letter_may_carry_it_and_what_is_unknown_may_not(asked: Inquiry) -> None:
    client, _ = page_of(asked, asked.lead.owner)
    offered = {}

    for channel in (Channel.LETTER, Channel.OTHER):
        touch = make_touch(lead=asked.lead, channel=channel)
        panel = client.get(reverse("followups:log_touch", args=[touch.pk])).content.decode()
        offered[channel] = "With it went" in panel

    assert offered == {Channel.LETTER: True, Channel.OTHER: False}


def test_what_is_held_waits_for_nobody(asked: Inquiry) -> None:
    assert asked.is_promised

    asked.held_at = MONDAY

    assert not asked.is_promised


def unplanned(**said: str) -> dict[str, str]:
    return {
        "key": str(uuid4()), "direction": "outbound", "channel": "mail", "outcome": "sent",
        "fulfils": "on", "due_at": "2026-11-05T10:00", "sent_text": "", **said,
    }  # fmt: skip


def test_a_touch_that_nobody_planned_may_have_sent_it(asked: Inquiry) -> None:
    client, page = page_of(asked, asked.lead.owner)
    log = reverse("followups:log_unplanned", args=[asked.lead_id])
    assert "With it went: price list" in client.get(page).content.decode()

    refused = client.post(log, unplanned(channel="call", outcome="talked"))
    client.post(log, unplanned(channel="meeting", outcome="meeting_held"))

    assert "untick it" in refused.content.decode()
    assert fresh(asked).fulfilled_how == "hand"


def test_a_program_may_say_that_it_was_sent(asked: Inquiry) -> None:
    rep = asked.lead.owner
    assert rep
    known = asked.contact
    assert known
    again = make_person(name=known.name, email=known.email, company=known.company)
    further = ask(after(hours=1), person=again, request="demo", promised_by=after(days=3))
    assert further.lead_id == asked.lead_id
    touch = make_touch(lead=asked.lead, channel=Channel.LETTER)
    said = {"key": str(uuid4()), "outcome": "sent", "touch": touch.pk, "fulfils": True}
    said |= {"next": {"what": "touch", "due_on": "2026-11-05"}}

    for _ in range(2):
        Program(rep).post(f"/leads/{asked.lead_id}/touches", said)

    assert fresh(asked).fulfilled_how == "post"
    assert fresh(further).is_promised
