"""An import taken back: what nobody touched goes, the rest stays and is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from followups.audit import audit
from followups.imports import undoing
from followups.imports.starting import draft
from followups.imports.undoing import ask_undo, forecast
from followups.imports.waiting import run_waiting_imports
from followups.operations import remove_lead, write_note
from followups.operations.undoing import NotUndoable
from followups.policy import IMPORT_DAYS
from followups.sweep import sweep
from followups.tests.factories import MONDAY
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep, make_team
from leads.imports.preparing import Options
from leads.models import Contact, Import, Inquiry, Lead
from leads.models.importing import ImportState

pytestmark = pytest.mark.django_db
FILE = "Name,Email,Source\nAna,ana@x.example,Fair\nBen,ben@y.example,Fair\nCy,cy@z.example,Fair\n"
COLUMNS = {"columns": {"name": "Name", "email": "Email", "campaign": "Source"}}
LATER = MONDAY + timedelta(days=3)


@pytest.fixture
def manager():
    return make_manager(of=make_team())


def bring(manager, text=FILE, *, at=MONDAY):
    batch = draft(
        kind="leads", file_name="a.csv", content=text.encode(), options=Options(), by=manager,
        at=at,
    )  # fmt: skip
    Import.objects.filter(pk=batch.pk).update(mapping=COLUMNS, state=ImportState.WAITING)
    run_waiting_imports(now=at, seconds=60)
    batch.refresh_from_db()
    return batch


def undo(batch, *, by, at=LATER):
    ask_undo(batch=batch, by=by, at=at)
    run_waiting_imports(now=at, seconds=60)
    batch.refresh_from_db()
    return batch


def test_what_nobody_touched_goes_and_the_same_file_creates_again(manager, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    batch = bring(manager)

    undo(batch, by=manager)

    assert batch.undone_at
    assert not Lead.objects.exists()
    assert not Contact.objects.exists()
    assert list(batch.rows.values_list("undone", flat=True)) == ["gone"] * 3
    assert Entry.objects.get(event="import undone").details == {"gone": 3}
    assert bring(manager, at=LATER + timedelta(hours=1)).created == 3
    sweep(now=LATER + timedelta(hours=2))
    assert not any(finding.violations for finding in audit().values())


def test_what_was_touched_since_stays_and_is_told_before_and_after(manager, client):
    batch = bring(manager)
    kept = Lead.objects.get(people__contact__name="Ben")
    write_note(lead=kept, text="Call him", by=manager, at=LATER)
    found = forecast(batch)
    client.force_login(manager)

    undo(batch, by=manager)

    assert (found.leads, dict(found.stays)) == (2, {"note written": 1})
    assert Lead.objects.get() == kept
    assert batch.rows.get(undone="stays").stays_for == "note written"
    page = client.get(reverse("followups:import", args=[batch.pk])).content.decode()
    assert "note written" in page
    assert reverse("followups:lead", args=[kept.pk]) in page
    told = client.get(reverse("followups:import_rows", args=[batch.pk, "stays"]))
    assert "note written" in b"".join(told.streaming_content).decode()


def test_a_further_inquiry_is_taken_back_and_its_lead_stands_as_before(manager):
    first = bring(manager)
    second = bring(manager, FILE.replace("Fair", "Web"), at=MONDAY + timedelta(days=1))

    undo(second, by=manager)

    assert (second.added, Inquiry.objects.count(), Lead.objects.count()) == (3, 3, 3)
    undo(first, by=manager, at=LATER + timedelta(hours=1))
    assert not Lead.objects.exists()


def test_what_another_import_knew_stays(manager):
    first = bring(manager)
    bring(manager, FILE.replace("Fair", "Web"), at=MONDAY + timedelta(days=1))

    undo(first, by=manager)

    assert (Lead.objects.count(), Inquiry.objects.count()) == (3, 6)
    assert set(first.rows.values_list("undone", "stays_for")) == {("stays", "inquiry imported")}


def test_an_undo_that_is_killed_goes_on_where_it_stopped(manager, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 1)
    batch = ask_undo(batch=bring(manager), by=manager, at=LATER)
    rows = list(batch.rows.all()[:1])
    undoing.take_back(batch, rows, at=LATER)  # then it is killed

    run_waiting_imports(now=LATER + timedelta(minutes=10), seconds=60)

    batch.refresh_from_db()
    assert batch.undone_at
    assert batch.rows.filter(undone="gone").count() == 3


def test_only_its_maker_and_an_admin_undo_it_and_only_for_a_month(manager, client):
    batch = bring(manager)
    address = reverse("followups:undo_import", args=[batch.pk])
    for stranger in (make_manager(), make_rep()):
        client.force_login(stranger)
        assert client.get(address).status_code == client.post(address).status_code == 404
        with pytest.raises(NotUndoable):
            ask_undo(batch=batch, by=stranger, at=LATER)
    with pytest.raises(NotUndoable):
        ask_undo(batch=batch, by=manager, at=MONDAY + timedelta(days=IMPORT_DAYS, hours=1))

    asked = ask_undo(batch=batch, by=make_admin(), at=LATER)

    assert asked.is_being_undone
    assert ask_undo(batch=batch, by=manager, at=LATER).undo_by == asked.undo_by


def test_the_page_tells_what_would_happen_and_the_worker_does_it(manager, client, monkeypatch):
    batch = bring(manager)
    client.force_login(manager)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    address = reverse("followups:undo_import", args=[batch.pk])

    page = client.get(address)
    client.post(address)

    assert page.context["found"].leads == 3
    shown = client.get(reverse("followups:import", args=[batch.pk])).content.decode()
    assert "Being undone" in shown


def test_the_audit_finds_a_row_without_its_lead_and_a_wrong_count(manager):
    batch = bring(manager)
    remove_lead(lead=Lead.objects.first(), reason="test", by=manager, at=LATER)
    sound = audit(["imports-account"])["imports-account"]

    batch.rows.filter(lead__isnull=False).update(lead=None)
    batch.rows.last().delete()

    assert sound.violations == []
    assert audit(["imports-account"])["imports-account"].violations == [
        f"import {batch.pk}: says 3 created, and has 2 such rows",
        f"import {batch.pk}: 1 of its rows have lost their leads",
    ]
