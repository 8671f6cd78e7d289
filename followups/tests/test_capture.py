"""A device at a stand: enrolled once, heard item by item, and no lead lost or doubled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from campaigns.devices import add_device, revoke_device
from campaigns.models import Campaign, Device
from campaigns.tests.factories import make_event
from followups.operations.capturing import release_captured
from followups.tests.factories import MONDAY, after, fresh
from leadfollow import clock
from leadfollow.people.tests.factories import make_event_manager, make_rep, make_team
from leads.models import Captured, Inquiry, Lead

pytestmark = pytest.mark.django_db
ENROLLED = MONDAY - timedelta(days=2)
KARLA = {
    "name": "Karla Brandt", "company": "Brandt GmbH", "email": "karla@brandt.example",
    "phone": "+49 30 5550101", "country": "DE", "address": "Hafenstr. 1", "postal_code": "10115",
}  # fmt: skip


class Phone:
    """A device as the server meets it."""

    def __init__(self, event: Campaign, at: datetime = ENROLLED) -> None:
        assert event.owner
        self.by = event.owner
        self.device, self.code = add_device(campaign=event, label="Tablet 2", by=self.by, at=at)
        self.client = Client()
        said = self.post("enrol", {"code": self.code, "app": "1"})
        self.form = said.json().get("form", {})
        self.token = said.json().get("token", "")

    def post(self, path: str, told: Any) -> Any:
        shown = {"Authorization": f"Bearer {getattr(self, 'token', '')}"}
        return self.client.post(f"/capture/{path}", told, "application/json", headers=shown)

    def send(self, *items: dict[str, Any], **said: Any) -> Any:
        sent_at = said.pop("sent_at", clock.now())
        return self.post("sync", {"sent_at": sent_at.isoformat(), "items": items, **said})

    def answers(self, *items: dict[str, Any], **said: Any) -> list[str]:
        return [each["fate"] for each in self.send(*items, **said).json()["answers"]]


def item(fields: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    told = {"id": str(uuid4()), "v": 1, "captured_at": MONDAY.isoformat(), "form_version": 0}
    return told | {"fields": KARLA if fields is None else fields} | more


@pytest.fixture
def event() -> Campaign:
    team = make_team()
    make_rep(team=team)
    return make_event(name="Fair", team=team, owner=make_event_manager())


@pytest.fixture
def phone(event: Campaign, monkeypatch: pytest.MonkeyPatch) -> Phone:
    at(monkeypatch, ENROLLED)
    made = Phone(event)
    at(monkeypatch, after(hours=1))
    return made


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_it_is_enrolled_once_and_within_a_quarter_of_an_hour(
    phone: Phone, event: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, code = add_device(campaign=event, label="Late", by=phone.by, at=ENROLLED)

    again = phone.post("enrol", {"code": phone.code})

    assert again.status_code == 410
    assert phone.post("enrol", {"code": code}).status_code == 410
    assert phone.post("enrol", {"code": "what"}).status_code == 404
    assert phone.post("enrol", {"say": "what"}).status_code == 422
    assert phone.token not in str(Device.objects.values_list())
    assert fresh(late).enrolled_at is None


def test_the_form_is_the_one_that_visitors_fill_in(phone: Phone) -> None:
    names = {field["name"]: field for field in phone.form["fields"]}

    assert set(KARLA) <= set(names)
    assert names["phone"]["kind"] == "tel"
    assert names["postal_code"]["needed"]
    assert {field["group"] for field in phone.form["fields"]} >= {"contact", "ticks", "comment"}
    shown = {"Authorization": f"Bearer {phone.token}"}
    first = phone.client.get("/capture/form", headers=shown)
    known = shown | {"If-None-Match": first["ETag"]}
    assert phone.client.get("/capture/form", headers=known).status_code == 304
    assert not first.cookies


def test_the_same_again_is_a_duplicate_and_one_inquiry(phone: Phone) -> None:
    karla, ben = item(), item(KARLA | {"name": "Ben", "email": "ben@brandt.example"})

    assert phone.answers(karla, ben, karla) == ["stored", "stored", "duplicate"]
    assert phone.answers(ben, karla) == ["duplicate", "duplicate"]

    assert Inquiry.objects.count() == Captured.objects.count() == 2
    assert Inquiry.objects.filter(captured_at=MONDAY, received_at=after(hours=1)).count() == 2


def test_what_is_the_same_for_all_of_a_sync_is_asked_once(
    phone: Phone, django_assert_max_num_queries: Any
) -> None:
    told = {"request": "0", "tick-budget": "0", "tick-need": "0"}
    people = [
        item(KARLA | told | {"email": f"k{n}@brandt{n}.example", "phone": f"+49 30 555010{n}"})
        for n in range(10)
    ]

    with django_assert_max_num_queries(400):  # of which six a lead begin and end transactions
        assert phone.answers(*people) == ["stored"] * 10

    assert Lead.objects.exclude(owner=None).count() == 10


def test_blanks_are_stored_for_completion_and_what_is_wrong_is_told(phone: Phone) -> None:
    card = item({"name": "Solveig", "company": "Solveig AS"})
    wrong = item(KARLA | {"email": "no address"})
    nobody = item({"comment": "red tie"})

    said = phone.send(card, wrong, nobody).json()["answers"]

    assert [each["fate"] for each in said] == ["stored", "rejected", "rejected"]
    assert set(said[1]["errors"]) == {"email"}
    assert "e-mail" in said[1]["reason"].lower()
    assert Lead.objects.get().incomplete_since
    assert fresh(phone.device).needs_you == 2
    assert phone.answers(wrong | {"fields": KARLA}) == ["stored"]
    assert Captured.objects.filter(fate="stored").count() == 2


def test_older_and_later_ways_to_tell_are_understood(phone: Phone) -> None:
    old = {"id": str(uuid4()), "captured_at": MONDAY.isoformat(), "fields": KARLA}
    later = item(KARLA | {"email": "b@brandt.example", "badge": "7"}, v=9, sticker="red")

    assert phone.answers(old, later) == ["stored", "stored"]

    assert Captured.objects.get(payload=9).told["badge"] == "7"


@pytest.mark.parametrize(
    "said", [{"items": [{}]}, {"items": [item()] * 51}, {"items": "x"}, {}, {"items": [{"id": 1}]}]
)
def test_what_cannot_be_read_is_no_answer_for_any(phone: Phone, said: dict[str, Any]) -> None:
    answer = phone.post("sync", said)

    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not Captured.objects.exists()


def test_only_its_token_lets_a_device_in_and_only_here(phone: Phone) -> None:
    token, phone.token = phone.token, "lf_capture_aaaaaaaa_" + "a" * 32

    assert phone.send(item()).status_code == 401
    shown = {"Authorization": f"Bearer {token}"}
    assert phone.client.get("/api/v1/leads/", headers=shown).status_code == 401
    assert phone.client.get("/leads/", headers=shown).status_code == 302


def test_a_revoked_device_loses_nothing_for_three_days(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoke_device(device=phone.device, by=phone.by, at=after(hours=1))
    at(monkeypatch, after(hours=70))

    answer = phone.send(item()).json()

    assert (answer["revoked"], answer["answers"][0]["fate"]) == (True, "stored")
    assert Captured.objects.quarantined().count() == 1
    assert not Lead.objects.exists()
    at(monkeypatch, after(hours=74))
    assert phone.send(item()).status_code == 410


@pytest.mark.parametrize("wrong", [timedelta(hours=26), timedelta(days=3 * 365)])
@pytest.mark.parametrize("ahead", [1, -1])
def test_a_wrong_clock_is_told_and_put_right(phone: Phone, wrong: timedelta, ahead: int) -> None:
    shown = clock.now() + ahead * wrong  # when it sends; captured half an hour before
    told = shown - timedelta(minutes=30)

    assert phone.answers(item(captured_at=told.isoformat()), sent_at=shown) == ["stored"]

    assert Captured.objects.get().captured_at == told
    assert Inquiry.objects.get().captured_at == clock.now() - timedelta(minutes=30)
    assert fresh(phone.device).is_clock_wrong


@pytest.mark.parametrize("told", ["0001-01-01", "9999-12-31"])
def test_a_moment_beyond_all_reason_is_when_it_came_or_was_enrolled(
    phone: Phone, told: str
) -> None:
    assert phone.answers(item(captured_at=f"{told}T12:00:00Z")) == ["stored"]

    inquiry = Inquiry.objects.get()
    assert (inquiry.captured_at or inquiry.received_at) in (ENROLLED, clock.now())


def test_an_edit_after_sending_changes_what_nobody_changed_since(phone: Phone) -> None:
    first = item()
    phone.answers(first)
    contact = Inquiry.objects.get().contact
    assert contact
    type(contact).objects.filter(pk=contact.pk).update(phone="+49 30 111")
    mended = KARLA | {"name": "Carla Brandt", "phone": "+49 30 5550102", "comment": "Wants two"}

    assert phone.answers(item(mended, replaces=first["id"])) == ["stored"]

    inquiry = Inquiry.objects.get()
    contact.refresh_from_db()
    assert (contact.name, contact.phone) == ("Carla Brandt", "+49 30 111")
    assert "Wants two" in inquiry.message


def test_an_edit_after_sending_brings_what_they_want_and_who_else_sees_it(phone: Phone) -> None:
    first = item()
    phone.answers(first)
    else_1 = {"else_name_1": "Ole Berg", "else_reach_1": "ole@x.example"}
    more = {"request_other": "Brochure 12", **else_1}

    assert phone.answers(item(KARLA | more, replaces=first["id"])) == ["stored"]

    inquiry = Inquiry.objects.get()
    assert inquiry.request == "Brochure 12"
    names = inquiry.lead.people.values_list("contact__name", flat=True)
    assert set(names) == {"Karla Brandt", "Ole Berg"}

    Inquiry.objects.update(request="Brochure 13")  # somebody here knew better
    phone.answers(item(KARLA | {"request_other": "Brochure 14"}, replaces=first["id"]))
    assert Inquiry.objects.get().request == "Brochure 13"


def test_a_number_without_its_country_is_of_the_events(
    event: Campaign, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    Campaign.objects.filter(pk=event.pk).update(time_zone="Europe/Berlin")
    card = {"name": "Karla Brandt", "phone": "030 5550101"}

    assert phone.answers(item(card)) == ["stored"]


def test_an_edit_that_waited_in_quarantine_is_one_too(phone: Phone) -> None:
    first = item()
    phone.answers(first)
    revoke_device(device=phone.device, by=phone.by, at=after(hours=1))
    phone.answers(item(KARLA | {"name": "Carla Brandt"}, replaces=first["id"]))
    waiting = Captured.objects.quarantined().get()

    release_captured(captured=waiting, by=phone.by, at=after(hours=2))

    assert Inquiry.objects.get().contact.name == "Carla Brandt"  # type: ignore[union-attr]


def test_what_waits_there_is_known_here(phone: Phone) -> None:
    phone.send(item(), waiting=4, needs_you=1, sent=9)

    device = fresh(phone.device)
    assert (device.waiting, device.needs_you, device.sent) == (3, 1, 10)
    assert device.waiting_since == device.last_seen_at == clock.now()
    phone.send(waiting=0)
    assert fresh(phone.device).waiting_since is None


def test_it_is_heard_sixty_times_a_minute(phone: Phone) -> None:
    codes = [phone.send().status_code for _ in range(61)]

    assert codes == [200] * 60 + [429]


@pytest.mark.parametrize("path", ["", "any-code/", "sw.js", "manifest.webmanifest"])
def test_the_app_is_there_for_everybody_and_sets_no_cookie(
    path: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = Client().get(f"/capture/{path}")

    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-cache" in answer["Cache-Control"]
