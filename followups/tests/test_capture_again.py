"""What a device tells again: after a lost answer, mended meanwhile, or by another in its place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.devices import renew_code, revoke_device
from campaigns.lead_form.asks import FormAsks, Question, default_asks
from campaigns.lead_form.making import save_form
from campaigns.models import Campaign
from campaigns.tests.factories import make_event
from followups.audit import audit
from followups.operations.capturing import release_captured
from followups.tests.factories import MONDAY, after, fresh
from followups.tests.test_capture import KARLA, Phone, at, event, item, phone
from leads.models import Captured, Inquiry, Tick

__all__ = ["event", "phone"]  # fixtures
pytestmark = pytest.mark.django_db
CARLA = KARLA | {"name": "Carla Brandt"}


def test_what_was_mended_after_a_lost_answer_is_put_right(phone: Phone) -> None:
    first = item(turn=1)
    phone.answers(first)  # the answer is lost, and she is mended on the telephone

    mended = first | {"fields": CARLA, "turn": 2}
    assert phone.answers(mended, mended, first) == ["stored", "duplicate", "duplicate"]

    contact = Inquiry.objects.get().contact
    assert contact
    assert contact.name == "Carla Brandt"
    assert [row.told["name"] for row in Captured.objects.order_by("turn")] == [
        "Karla Brandt", "Carla Brandt",
    ]  # fmt: skip
    assert not audit(["captured-once"])["captured-once"].violations


def test_the_older_telling_that_comes_later_changes_nothing(phone: Phone) -> None:
    first = item(turn=1)

    assert phone.answers(first | {"fields": CARLA, "turn": 2}, first) == ["stored", "duplicate"]

    assert Captured.objects.get().told["name"] == "Carla Brandt"


def test_a_mend_that_is_wrong_leaves_what_is_here(phone: Phone) -> None:
    first = item(turn=1)
    phone.answers(first)
    wrong = first | {"fields": KARLA | {"email": "no address"}, "turn": 2}

    assert phone.answers(wrong, first) == ["rejected", "duplicate"]
    assert phone.answers(first | {"fields": CARLA, "turn": 3}) == ["stored"]

    contact = Inquiry.objects.get().contact
    assert contact
    assert (contact.name, contact.email) == ("Carla Brandt", KARLA["email"])


def test_another_device_in_its_place_brings_nothing_twice(phone: Phone, event: Campaign) -> None:
    first = item(turn=1)
    phone.answers(first)
    other = Phone(event, at=after(hours=1))

    assert other.answers(first) == ["duplicate"]
    assert other.answers(first | {"fields": CARLA, "turn": 2}) == ["stored"]
    assert other.answers(item({"name": "Clara Brandt"}, replaces=first["id"])) == ["stored"]

    contact = Inquiry.objects.get().contact
    assert contact
    assert contact.name == "Clara Brandt"


def test_what_is_here_for_another_event_is_not_taken_for_this_one(phone: Phone) -> None:
    first = item(turn=1)
    phone.answers(first)
    elsewhere = Phone(make_event(name="Elsewhere", owner=phone.by), at=after(hours=1))

    assert elsewhere.answers(first | {"fields": CARLA, "turn": 2}) == ["duplicate"]
    assert elsewhere.answers(item(CARLA, replaces=first["id"])) == ["stored"]

    assert Inquiry.objects.count() == 2
    assert Inquiry.objects.earliest("pk").contact.name == "Karla Brandt"  # type: ignore[union-attr]


def test_what_waits_in_quarantine_is_mended_there_and_waits_once(phone: Phone) -> None:
    revoke_device(device=phone.device, by=phone.by, at=after(hours=1))
    first = item(turn=1)
    phone.answers(first)

    assert phone.answers(first | {"fields": CARLA, "turn": 2}) == ["stored"]
    assert phone.answers(first | {"fields": {"comment": "?"}, "turn": 3}) == ["rejected"]

    waiting = Captured.objects.quarantined().get()
    release_captured(captured=waiting, by=phone.by, at=after(hours=2))
    contact = Inquiry.objects.get().contact
    assert contact
    assert contact.name == "Carla Brandt"


def test_what_the_form_before_any_was_made_asked_is_judged_by_that(
    phone: Phone, event: Campaign
) -> None:
    first = item(KARLA | {"tick-budget": "0"})
    turned = [
        Question(each.code, each.text, tuple(reversed(each.answers)))
        for each in default_asks(event).questions
    ]
    asks = FormAsks(questions=tuple(turned), consent="You may keep it.")
    save_form(campaign=event, asks=asks, hosts=(), by=phone.by, at=after(hours=1))

    assert phone.answers(first) == ["stored"]
    assert phone.answers({**item(), "form_version": None}) == ["rejected"]  # by the one of now

    assert Tick.objects.of(Inquiry.objects.get().lead)["budget"].is_met


def test_yesterdays_leads_are_of_yesterday_after_it_was_enrolled_anew(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = item(captured_at=(MONDAY - timedelta(hours=20)).isoformat())
    code = renew_code(device=phone.device, by=phone.by, at=after(hours=0.5))
    at(monkeypatch, after(hours=0.6))
    phone.token = phone.post("enrol", {"code": code}).json()["token"]
    at(monkeypatch, after(hours=1))

    assert phone.answers(first) == ["stored"]

    assert Inquiry.objects.get().captured_at == MONDAY - timedelta(hours=20)


def test_leads_of_one_event_do_not_go_to_another_and_no_code_is_spent(
    phone: Phone, event: Campaign
) -> None:
    elsewhere = Phone(make_event(name="Elsewhere", owner=phone.by), at=after(hours=1))
    code = renew_code(device=elsewhere.device, by=phone.by, at=after(hours=1))

    refused = phone.post("enrol", {"code": code, "campaign": event.pk})

    assert refused.status_code == 409
    assert "another event" in refused.json()["error"]
    ours = elsewhere.device.campaign_id
    assert phone.post("enrol", {"code": code, "campaign": ours}).status_code == 200


@pytest.mark.parametrize("told", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_at_the_end_of_the_calendar_stops_no_other(phone: Phone, told: str) -> None:
    assert phone.answers(item(captured_at=told), item(CARLA)) == ["stored", "stored"]
    assert phone.post("sync", {"sent_at": told, "items": []}).status_code == 200


def test_any_change_of_the_form_is_heard_of(phone: Phone, event: Campaign) -> None:
    known = phone.send().json()["form"]
    assert known == phone.form["tag"]

    Campaign.objects.filter(pk=event.pk).update(name="Fair of the year")

    assert phone.send().json()["form"] != known


def test_what_was_discarded_there_is_known_here(phone: Phone) -> None:
    phone.send(discarded=2)

    assert fresh(phone.device).discarded == 2
