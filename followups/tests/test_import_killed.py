"""A worker that is killed again and again while it imports: every row is taken once."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from followups.imports.running import CHUNK
from followups.imports.starting import draft
from followups.tasks import drain
from leadfollow import clock
from leadfollow.people.tests.factories import make_manager
from leads.imports.preparing import Options
from leads.models import Contact, Import, ImportRow, Inquiry, Lead
from leads.models.importing import ImportState

pytestmark = pytest.mark.redis

KILLS = 10
ROWS = (KILLS + 2) * CHUNK


def waiting_import():
    content = "Id,Name\n" + "".join(f"{number},Person {number}\n" for number in range(ROWS))
    batch = draft(
        kind="leads", file_name="a.csv", content=content.encode(), options=Options(),
        by=make_manager(), at=clock.now(),
    )  # fmt: skip
    columns = {"columns": {"external_id": "Id", "name": "Name"}}
    Import.objects.update(mapping=columns, state=ImportState.WAITING, rows_total=ROWS)
    return batch


def children(process):
    """The processes of a worker that do its tasks."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]


def kill_children(worker):
    for pid in children(worker):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def go_on(batch, *, beyond):
    """Call the worker, as beat does, until more rows are taken; how many are."""
    deadline = time.monotonic() + 30
    while (done := Import.objects.values_list("rows_done", flat=True).get(pk=batch.pk)) <= beyond:
        assert time.monotonic() < deadline, f"It stands still at row {done}."
        drain.apply_async(expires=1)
        time.sleep(0.1)
    return done


def test_a_worker_killed_ten_times_leaves_no_row_out_and_takes_none_twice(celery):
    how = {"IMPORT_DEAD_AFTER": "1"}
    worker, batch, done = celery("worker", **how), waiting_import(), 0

    for kill in range(KILLS):
        done = go_on(batch, beyond=done)
        if kill == KILLS // 2:  # all of it; otherwise those that do its work
            os.killpg(worker.pid, signal.SIGKILL)
            worker = celery("worker", **how)
        else:
            kill_children(worker)
    go_on(batch, beyond=ROWS - 1)

    batch.refresh_from_db()
    counted = (batch.rows_done, batch.created, batch.added, batch.held, batch.rejected)
    assert counted == (ROWS, ROWS, 0, 0, 0)
    assert [model.objects.count() for model in (Lead, Contact, Inquiry, ImportRow)] == [ROWS] * 4
