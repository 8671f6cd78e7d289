"""The undo of an import heeds what other imports did, and what a rep began himself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from followups.audit import audit
from followups.imports import running, undoing
from followups.imports.starting import draft
from followups.imports.undoing import ask_undo, forecast, until
from followups.imports.waiting import run_waiting_imports
from followups.models import Touch
from followups.operations import begin_cadence
from followups.tests.factories import MONDAY
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.imports.preparing import Options
from leads.models import Contact, Import, Inquiry, Lead
from leads.models.importing import ImportState

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LEADS = "Id,Name,Email,Source\nX1,Ana,ana@x.example,Fair\nX2,Ben,ben@y.example,Fair\n"
LEAD_COLUMNS = {"external_id": "Id", "name": "Name", "email": "Email", "campaign": "Source"}
CALLS = "Id,Lead,Channel,Done,When\nT1,X1,call,yes,2026-11-01 10:00\n"
CALL_COLUMNS = {
    "external_id": "Id", "lead_external_id": "Lead", "channel": "Channel", "done": "Done",
    "happened_at": "When",
}  # fmt: skip


@pytest.fixture(autouse=True)
def the_laws_hold() -> Iterator[None]:
    yield
    assert not {law: found.violations for law, found in audit().items() if found.violations}


@pytest.fixture
def manager() -> User:
    return make_manager(of=make_team())


def bring(
    by: User, text: str, columns: dict[str, str], kind: str = "leads", *, at: Any = MONDAY
) -> Import:
    options = Options(owner="")
    batch = draft(
        kind=kind, file_name="a.csv", content=text.encode(), options=options, by=by, at=at
    )
    batch.mapping, batch.state = {"columns": columns}, ImportState.WAITING
    batch.save()
    run_waiting_imports(now=at, seconds=60)
    batch.refresh_from_db()
    assert batch.state == ImportState.DONE, batch.refusal
    return batch


def undo(batch: Import, *, by: User, at: Any) -> Import:
    ask_undo(batch=batch, by=by, at=at)
    run_waiting_imports(now=at, seconds=60)
    batch.refresh_from_db()
    assert batch.undone_at
    return batch


def test_a_touch_that_another_import_brought_keeps_the_lead(manager: User) -> None:
    leads = bring(manager, LEADS, LEAD_COLUMNS)
    bring(make_admin(), CALLS, CALL_COLUMNS, "touches", at=MONDAY + DAY)

    found = forecast(leads)
    undo(leads, by=manager, at=MONDAY + 2 * DAY)

    assert (found.leads, dict(found.stays)) == (1, {"touch imported": 1})
    assert Lead.objects.get().external_id == "X1"
    assert Touch.objects.logged().count() == 1


def test_touches_of_known_leads_are_taken_back(manager: User) -> None:
    bring(manager, LEADS, LEAD_COLUMNS)
    before = Lead.objects.values("pk", "touch_count", "last_touch_at").order_by("pk")
    stood = list(before)
    touches = bring(manager, CALLS, CALL_COLUMNS, "touches", at=MONDAY + DAY)

    found = forecast(touches)
    undo(touches, by=manager, at=MONDAY + 2 * DAY)

    assert (found.touches, found.leads, found.kept) == (1, 0, 0)
    assert not Touch.objects.exists()
    assert list(before.all()) == stood
    assert list(touches.rows.values_list("undone", flat=True)) == ["gone"]
    again = bring(manager, CALLS, CALL_COLUMNS, "touches", at=MONDAY + 3 * DAY)
    assert (again.created, Touch.objects.count()) == (1, 1)


def test_what_another_undo_took_off_touched_nothing(manager: User) -> None:
    leads = bring(manager, LEADS, LEAD_COLUMNS)
    touches = bring(manager, CALLS, CALL_COLUMNS, "touches", at=MONDAY + DAY)
    undo(touches, by=manager, at=MONDAY + 2 * DAY)

    undo(leads, by=manager, at=MONDAY + 3 * DAY)

    assert not Lead.objects.exists()


def test_somebody_whose_record_was_completed_stays(manager: User) -> None:
    leads = bring(manager, LEADS, LEAD_COLUMNS)
    more = "Name,Email,Job\nAna,ana@x.example,Buyer\n"
    columns = {"name": "Name", "email": "Email", "job_title": "Job"}
    bring(make_admin(), more, columns, "contacts", at=MONDAY + DAY)

    undo(leads, by=manager, at=MONDAY + 2 * DAY)

    assert list(leads.rows.values_list("undone", "stays_for")) == [
        ("stays", "contact completed"), ("gone", ""),
    ]  # fmt: skip
    assert Contact.objects.get().job_title == "Buyer"


def test_a_cadence_that_a_rep_began_himself_keeps_the_lead(manager: User) -> None:
    leads = bring(manager, LEADS, LEAD_COLUMNS)
    ana = make_rep(team=manager.led_teams[0])
    lead = Lead.objects.get(external_id="X1")
    assert begin_cadence(lead=lead, by=ana, at=MONDAY + DAY)

    assert dict(forecast(leads).stays) == {"cadence begun": 1}


def test_the_cadences_that_were_begun_for_all_go_along(manager: User) -> None:
    leads = bring(manager, LEADS, LEAD_COLUMNS)
    for lead in Lead.objects.all():
        begin_cadence(lead=lead, by=manager, at=MONDAY + DAY, of_import=leads.pk)

    undo(leads, by=manager, at=MONDAY + 2 * DAY)

    assert not Lead.objects.exists()


def test_a_lead_with_a_thousand_further_inquiries_gets_rid_of_them(manager: User) -> None:
    bring(manager, LEADS, LEAD_COLUMNS)
    first = MONDAY - 1200 * DAY
    days = [(first + n * DAY).isoformat() for n in range(1100)]
    rows = "".join(f"Ana,ana@x.example,Web,{day}\n" for day in days)
    columns = {"name": "Name", "email": "Email", "campaign": "Source", "received_at": "Asked"}
    many = bring(manager, "Name,Email,Source,Asked\n" + rows, columns, at=MONDAY + DAY)
    asked = Inquiry.objects.count()

    undo(many, by=manager, at=MONDAY + 2 * DAY)

    assert asked > 1000
    assert Inquiry.objects.count() == 2


def test_each_row_of_a_lead_is_marked_whatever_slice_it_is_in(
    manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    text = (
        "Name,Email,Source\nAna,ana@x.example,Fair\nBen,b@y.example,Fair\nAna,ana@x.example,Web\n"
    )
    columns = {"name": "Name", "email": "Email", "campaign": "Source"}
    batch = bring(manager, text, columns)

    undo(batch, by=manager, at=MONDAY + DAY)

    assert list(batch.rows.values_list("undone", flat=True)) == ["gone"] * 3


@pytest.mark.parametrize("chunk", [1, 500])
def test_who_must_not_be_contacted_is_barred_wherever_a_chunk_ends(
    manager: User, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(running, "CHUNK", chunk)
    text = "Name,Email,Source,Never\nAna,ana@x.example,Fair,\nAna,ana@x.example,Web,yes\n"
    columns = {"name": "Name", "email": "Email", "campaign": "Source", "do_not_contact": "Never"}
    bring(manager, text, columns)

    lead = Lead.objects.get()
    assert (lead.status, lead.disposition) == ("closed", "do_not_contact")
    assert Contact.objects.get().do_not_contact
    held = lead.inquiries.order_by("campaign__name").values_list("campaign__name", "held_at")
    assert [(name, at is not None) for name, at in held] == [("Fair", False), ("Web site", True)]


def test_of_an_import_that_can_be_undone_it_says_until_when(manager: User) -> None:
    batch = bring(manager, LEADS, LEAD_COLUMNS)

    assert until(batch) == batch.finished_at + 30 * DAY
