"""What an edit at the stand unticks, blanks or names no more."""

from __future__ import annotations

import pytest

from followups.audit import audit
from followups.models import Touch
from followups.operations.people import edit_contact
from followups.tests.factories import after, fresh
from followups.tests.test_capture import KARLA, Phone, event, item, phone
from leads.models import Contact, Inquiry, Lead, Tick

__all__ = ["event", "phone"]  # fixtures
pytestmark = pytest.mark.django_db
ALL_TOLD = KARLA | {
    "tick-budget": "0", "tick-need": "0", "request_other": "Brochure 12",
    "else_name_1": "Ole Berg", "else_reach_1": "ole@x.example",
    "else_name_2": "Ida Berg", "else_reach_2": "ida@x.example",
}  # fmt: skip


def test_an_edit_after_sending_takes_back_what_is_said_no_more(phone: Phone) -> None:
    first = item(ALL_TOLD)
    phone.answers(first)
    lead = Lead.objects.get()
    assert {code for code, tick in Tick.objects.of(lead).items() if tick.is_met} == {
        "budget", "need",
    }  # fmt: skip
    kept = {name: said for name, said in ALL_TOLD.items() if name.endswith("_1") or name in KARLA}
    mended = kept | {"tick-need": "0", "else_reach_1": "ole.berg@x.example"}

    assert phone.answers(first | {"fields": mended, "turn": 2}) == ["stored"]

    inquiry = Inquiry.objects.get()
    assert (inquiry.request, inquiry.promised_by) == ("", None)
    assert {code for code, tick in Tick.objects.of(lead).items() if tick.is_met} == {"need"}
    people = lead.people.values_list("contact__email", flat=True)
    assert set(people) == {"karla@brandt.example", "ole.berg@x.example"}
    assert Contact.objects.count() == 2
    assert "Taken back at the stand: " in inquiry.message
    assert fresh(lead).promise_by is None
    found = audit().values()
    assert not [each for each in found if each.violations]


def test_what_somebody_here_said_or_used_since_is_not_taken_back(phone: Phone) -> None:
    first = item(ALL_TOLD)
    phone.answers(first)
    lead = Lead.objects.get()
    ole, ida = (Contact.objects.get(name=name) for name in ("Ole Berg", "Ida Berg"))
    edit_contact(
        contact=ole, changes={"job_title": "Buyer"}, by=phone.by, at=after(days=1), lead=lead
    )
    Touch.objects.create(
        lead=lead, contact=ida, channel="call", due_at=after(days=3), first_due_at=after(days=3),
        scheduled_at=after(days=1),
    )  # fmt: skip
    Tick.objects.create(
        lead=lead, criterion=Tick.objects.of(lead)["budget"].criterion, is_met=True,
        evidence="Saw the order", ticked_by=phone.by, ticked_at=after(days=1),
    )  # fmt: skip
    Inquiry.objects.update(request="Brochure 13")

    phone.answers(first | {"fields": KARLA, "turn": 2})

    ticks = Tick.objects.of(lead)
    assert (ticks["budget"].is_met, ticks["need"].is_met) == (True, False)
    assert Inquiry.objects.get().request == "Brochure 13"
    assert set(lead.people.values_list("contact__name", flat=True)) == {
        "Karla Brandt", "Ole Berg", "Ida Berg",
    }  # fmt: skip


def test_what_a_device_knows_no_more_is_not_taken_back(phone: Phone) -> None:
    """It was handed over: whoever corrects it types only what was wrong."""
    first = item(ALL_TOLD)
    phone.answers(first)
    lead = Lead.objects.get()

    mended = {"name": "Carla Brandt", "phone": "+49 30 5550199"}
    assert phone.answers(item(mended, replaces=first["id"])) == ["stored"]

    inquiry = Inquiry.objects.get()
    assert inquiry.contact
    assert (inquiry.contact.name, inquiry.contact.phone) == ("Carla Brandt", "+49 30 5550199")
    assert inquiry.contact.email == KARLA["email"]
    assert inquiry.request == "Brochure 12"
    assert {code for code, tick in Tick.objects.of(lead).items() if tick.is_met} == {
        "budget", "need",
    }  # fmt: skip
    assert lead.people.count() == 3
    assert "Taken back" not in inquiry.message


def test_a_correction_of_a_correction_counts(phone: Phone) -> None:
    first = item()
    phone.answers(first)
    for name in ("Carla Brandt", "Klara Brandt"):
        assert phone.answers(item({"name": name}, replaces=first["id"])) == ["stored"]

    contact = Inquiry.objects.get().contact
    assert contact
    assert contact.name == "Klara Brandt"
