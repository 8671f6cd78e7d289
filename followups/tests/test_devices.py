"""The office's side of the devices at a stand: added, looked at, revoked, missed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns import devices
from campaigns.models import Campaign, Device
from campaigns.tests.factories import make_event
from followups.audit import audit
from followups.capture.silence import report_silent_devices
from followups.operations import Item, empty_quarantine, hear_from, take_item
from followups.submissions.readiness import checks_of_devices
from followups.tests.factories import MONDAY, after, fresh
from leadfollow import clock
from leadfollow.outbox.models import Outbox
from leadfollow.people.tests.factories import make_admin, make_event_manager, make_manager
from leads.models import Captured, Inquiry, Lead

pytestmark = pytest.mark.django_db
NONE = timedelta()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MONDAY)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def event() -> Campaign:
    return make_event(name="Fair", owner=make_event_manager())


@pytest.fixture
def tablet(event: Campaign) -> Device:
    assert event.owner
    _device, code = devices.add_device(campaign=event, label="Tablet 2", by=event.owner, at=MONDAY)
    return devices.enrol_device(code=code, app="1", at=MONDAY)[0]


def tells(device: Device, at: datetime, *, waiting: int = 0, sent: int = 0, **said: Any) -> Device:
    told = {"needs_you": 0, "app": "1", "skew": NONE} | said
    hear_from(device=fresh(device), waiting=waiting, sent=sent, at=at, **told)
    return fresh(device)


def told(name: str = "Karla Brandt", **more: Any) -> Item:
    return Item(id=uuid4(), captured_at=MONDAY, told={"name": name, "company": "Brandt"} | more)


def page_of(client: Client, event: Campaign, by: Any = None) -> str:
    client.force_login(by or event.owner)
    return client.get(reverse("followups:devices", args=[event.pk])).content.decode()


def test_a_telephone_is_added_by_a_code_that_is_shown_once(client: Client, event: Campaign) -> None:
    assert event.owner
    client.force_login(event.owner)
    page = reverse("followups:devices", args=[event.pk])

    answer = client.post(page, {"label": "Tablet 2"}).content.decode()

    code = re.findall(r"http://testserver/capture/([\w-]{20,})/", answer)[0]
    assert "<svg" in answer
    assert code not in client.get(page).content.decode()
    device, _token = devices.enrol_device(code=code, app="1", at=MONDAY)
    assert (device.campaign, device.label) == (event, "Tablet 2")


def test_this_computer_becomes_a_device_at_once(client: Client, event: Campaign) -> None:
    assert event.owner
    client.force_login(event.owner)
    page = reverse("followups:devices", args=[event.pk])

    answer = client.post(page, {"label": "Cards", "here": "1"})

    assert re.fullmatch(r"/capture/[\w-]{20,}/", answer["Location"])
    assert client.post(page, {"label": " "}).status_code == 422


def test_the_list_says_what_waits_where_since_when(
    client: Client, event: Campaign, tablet: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells(tablet, MONDAY, waiting=3, sent=20, needs_you=1, skew=timedelta(hours=26))
    at(monkeypatch, after(hours=25))

    page = page_of(client, event)

    for said in ("Tablet 2", "3 wait since", "1 to be mended", "silent for", "clock wrong by"):
        assert said in page, said
    campaign = client.get(reverse("campaigns:detail", args=[event.pk])).content.decode()
    assert "4 leads wait on devices" in campaign
    report = client.get(reverse("reports:campaign_followup", args=[event.pk])).content.decode()
    assert "waiting on phones" in report
    wrong = [each.word for each in checks_of_devices(event, now=clock.now()) if not each.is_there]
    assert len(wrong) == 3  # not heard, a wrong clock, and something is left on it


def test_it_is_the_business_of_who_makes_the_form(
    client: Client, event: Campaign, tablet: Device
) -> None:
    paths = [
        reverse("followups:devices", args=[event.pk]),
        reverse("followups:device", args=[event.pk, tablet.pk]),
    ]
    for person, code in ((make_event_manager(), 404), (make_manager(), 404), (make_admin(), 200)):
        client.force_login(person)
        assert [client.get(path).status_code for path in paths] == [code, code]
        if code == 404:
            for name in ("renew_device_code", "revoke_device"):
                path = reverse(f"followups:{name}", args=[event.pk, tablet.pk])
                assert client.post(path).status_code == 404
    other = make_event()
    client.force_login(make_admin())
    assert client.get(reverse("followups:device", args=[other.pk, tablet.pk])).status_code == 404


def test_it_is_renamed_set_up_anew_and_revoked(
    client: Client, event: Campaign, tablet: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert event.owner
    at(monkeypatch, after(days=1))
    client.force_login(event.owner)
    here = [event.pk, tablet.pk]

    client.post(reverse("followups:device", args=here), {"label": "Ana’s phone"})
    anew = client.post(reverse("followups:renew_device_code", args=here)).content.decode()
    client.post(reverse("followups:revoke_device", args=here))

    assert "<svg" in anew
    tablet = fresh(tablet)
    until = timezone.localtime(after(days=1, minutes=15), event.owner.time_zone)
    assert f"{until.day} Nov 2026, {until:%H:%M}" in anew
    assert tablet.label == "Ana’s phone"
    assert tablet.revoked_by == event.owner
    gone = client.post(reverse("followups:renew_device_code", args=here), follow=True)
    assert "add it anew" in gone.content.decode()


def test_what_a_revoked_one_held_is_let_in_or_dropped(
    client: Client, event: Campaign, tablet: Device
) -> None:
    assert event.owner
    devices.revoke_device(device=tablet, by=event.owner, at=MONDAY)
    for name in ("Karla Brandt", "Spam"):
        take_item(device=fresh(tablet), item=told(name), skew=NONE, at=after(hours=2))
    karla, spam = Captured.objects.order_by("pk")
    client.force_login(event.owner)

    assert (
        "Karla Brandt"
        in client.get(reverse("followups:quarantine", args=[event.pk])).content.decode()
    )
    for name, row in (("release_captured", karla), ("drop_captured", spam)):
        for _twice in range(2):
            client.post(reverse(f"followups:{name}", args=[event.pk, row.pk]))

    assert Inquiry.objects.get() == fresh(karla).inquiry
    assert Inquiry.objects.get().received_at == after(hours=2)
    assert fresh(spam).fate == Captured.Fate.DROPPED
    undo, drop = ("followups:undo_captured_drop", "followups:drop_captured")
    for _twice in range(2):
        client.post(reverse(undo, args=[event.pk, spam.pk]))
        assert fresh(spam).fate == Captured.Fate.QUARANTINED
    client.post(reverse(drop, args=[event.pk, spam.pk]))
    assert empty_quarantine(now=after(days=31)) == 1
    client.force_login(make_event_manager())
    path = reverse("followups:release_captured", args=[event.pk, karla.pk])
    assert client.post(path).status_code == 404


def test_the_event_manager_is_told_once_of_a_silence(event: Campaign, tablet: Device) -> None:
    tells(tablet, MONDAY, waiting=3)

    for hours in (23, 25, 26):
        report_silent_devices(now=after(hours=hours))

    mail = Outbox.objects.get()
    assert event.owner
    assert (mail.to, "Tablet 2" in mail.subject) == (event.owner.email, True)
    tells(tablet, after(hours=30), waiting=1)
    report_silent_devices(now=after(hours=55))
    assert Outbox.objects.count() == 2
    tells(tablet, after(hours=60), waiting=0)
    report_silent_devices(now=after(hours=90))
    assert Outbox.objects.count() == 2


def test_a_lead_that_comes_nine_hours_late_waited_for_the_system(tablet: Device) -> None:
    take_item(device=tablet, item=told(), skew=NONE, at=after(hours=9))

    inquiry, lead = Inquiry.objects.get(), Lead.objects.get()
    assert inquiry.captured_at == MONDAY
    assert inquiry.received_at == after(hours=9)
    assert not lead.flags.filter(began_at__lt=after(hours=9)).exists()
    assert inquiry.respond_by is None or inquiry.respond_by > after(hours=9)


def test_the_audit_sees_what_is_lost_or_shared(tablet: Device) -> None:
    for name in ("Karla Brandt", "Ben Ohm"):
        take_item(device=tablet, item=told(name), skew=NONE, at=after(hours=1))
    tells(tablet, after(hours=1), sent=2)
    assert audit(["captured-once"])["captured-once"].violations == []

    tells(tablet, after(hours=2), sent=3)
    assert "sent more" in str(audit(["captured-once"])["captured-once"].violations)
    tells(tablet, after(hours=2), sent=2)
    one, two = Captured.objects.order_by("pk")
    Captured.objects.filter(pk=one.pk).update(inquiry=two.inquiry)
    assert "shares" in str(audit(["captured-once"])["captured-once"].violations)
    Captured.objects.filter(pk=one.pk).update(inquiry=None)
    assert "nobody's" in str(audit(["captured-once"])["captured-once"].violations)


def test_a_session_is_not_looked_at_where_devices_capture(
    client: Client, event: Campaign, django_assert_num_queries: Any
) -> None:
    assert event.owner
    client.force_login(event.owner)

    with django_assert_num_queries(0):
        answer = client.get("/capture/")

    assert (answer.status_code, len(answer.cookies)) == (200, 0)
