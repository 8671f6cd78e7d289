"""The file of an import: downloads as long as it is kept, the counts for good."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from followups.audit import audit
from followups.imports.retention import KEPT, drop_old_files, end_the_killed
from followups.imports.starting import draft
from followups.imports.waiting import run_waiting_imports
from followups.tests.factories import MONDAY
from leadfollow.people.tests.factories import make_manager, make_team
from leads.imports.preparing import Options
from leads.imports.reading import open_sheet
from leads.models import Import, Lead
from leads.models.importing import ImportState

pytestmark = pytest.mark.django_db
MONTH_LATER = MONDAY + KEPT + timedelta(hours=1)


def new_draft(by):
    return draft(
        kind="leads", file_name="a.csv", content=b"Name,Note\nAna,=1+1\n,\"\"\nBen,x\n",
        options=Options(), by=by, at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def batch():
    batch = new_draft(make_manager(of=make_team()))
    mapping = {"columns": {"name": "Name", "note": "Note"}}
    Import.objects.update(mapping=mapping, state=ImportState.WAITING)
    run_waiting_imports(now=MONDAY, seconds=60)
    batch.refresh_from_db()
    return batch


def test_the_rows_of_a_fate_are_a_workbook_too(batch, client):
    client.force_login(batch.by)

    answer = client.get(reverse("followups:import_workbook", args=[batch.pk, "created"]))

    sheet = open_sheet(BytesIO(b"".join(answer.streaming_content)).getvalue())
    assert sheet.header == ["Line", "Reason", "Warnings", "Name", "Note"]
    assert [row.cells[3:] for row in sheet.rows] == [["Ana", "=1+1"], ["Ben", "x"]]


def test_after_a_month_the_counts_are_left_and_the_page_says_so(batch, client):
    left = new_draft(batch.by)
    soon = drop_old_files(now=MONTH_LATER - timedelta(days=2))

    dropped = [drop_old_files(now=MONTH_LATER) for _ in range(2)]

    assert (soon, dropped) == (0, [2, 0])
    assert not Import.objects.filter(pk=left.pk).exists()
    batch.refresh_from_db()
    assert (batch.content, batch.created, Lead.objects.count()) == (None, 2, 2)
    assert list(batch.rows.values_list("cells", "fate")) == [([], "created")] * 2
    assert audit(["imports-account"])["imports-account"].violations == []
    client.force_login(batch.by)
    told = client.get(reverse("followups:import", args=[batch.pk])).content.decode()
    assert "are kept until" in told or "were deleted on" in told
    assert client.get(reverse("followups:import_rows", args=[batch.pk, "held"])).status_code == 200


def test_what_waits_for_a_person_is_told_until_he_decides(batch, client):
    Import.objects.update(held=1, created=1)
    row = batch.rows.first()
    batch.rows.filter(pk=row.pk).update(fate="held", lead=None, reason="Fits several")
    client.force_login(batch.by)
    page = reverse("followups:held_row", args=[row.pk])

    drop_old_files(now=MONTH_LATER)

    assert list(batch.rows.values_list("cells", "reason")) == [
        (["Ana", "=1+1"], "Fits several"),
        ([], ""),
    ]
    batch.refresh_from_db()
    assert (batch.content, batch.header) == (None, ["Name", "Note"])
    answer = client.get(page)
    assert answer.context["told"].cells == [("Name", "Ana"), ("Note", "=1+1")]
    assert answer.context["form"].initial["name"] == "Ana"
    assert drop_old_files(now=MONTH_LATER) == 0
    client.post(reverse("followups:drop_held_row", args=[row.pk]))
    row.refresh_from_db()
    assert drop_old_files(now=row.settled_at + timedelta(days=29)) == 0
    assert drop_old_files(now=row.settled_at + timedelta(days=31)) == 1
    assert list(batch.rows.values_list("cells", flat=True)) == [[], []]
    batch.refresh_from_db()
    assert (batch.mapping, batch.header) == ({}, [])
    assert drop_old_files(now=row.settled_at + timedelta(days=31)) == 0


def test_what_waited_in_an_import_that_was_undone_goes(batch):
    row = batch.rows.first()
    batch.rows.filter(pk=row.pk).update(fate="held", lead=None)
    Import.objects.update(undo_by=batch.by)

    drop_old_files(now=MONTH_LATER)

    assert list(batch.rows.values_list("cells", flat=True)) == [[], []]


def test_of_an_import_without_its_file_the_rows_that_wait_keep_their_cells(batch):
    """As one from the command line has none."""
    Import.objects.update(content=None, held=1, created=1)
    first = batch.rows.order_by("line").first()
    batch.rows.filter(pk=first.pk).update(fate="held")

    dropped = [drop_old_files(now=MONTH_LATER) for _ in range(2)]

    assert dropped == [1, 0]
    assert [bool(cells) for cells in batch.rows.values_list("cells", flat=True)] == [True, False]


def test_an_import_whose_process_was_killed_is_over_after_a_day(batch):
    Import.objects.update(content=None, state=ImportState.RUNNING, finished_at=None)
    now = batch.beaten_at or MONDAY
    Import.objects.update(beaten_at=now)

    soon = end_the_killed(now=now + timedelta(hours=23))
    ended = end_the_killed(now=now + timedelta(hours=25))

    batch.refresh_from_db()
    assert (soon, ended, batch.state) == (0, 1, ImportState.REFUSED)
    assert batch.refusal == "Interrupted: import the file again."
