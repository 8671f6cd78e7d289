"""An import as the page starts it and the worker runs it, beside the database's own bulk load."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import perf_counter, sleep
from typing import Any

from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from followups.imports.starting import draft
from followups.imports.waiting import run_waiting_imports
from leadfollow import clock
from leadfollow.log.models import Entry
from leadfollow.people.models.organisation import known
from leads.imports.preparing import Options
from leads.models import Assignment, Contact, Import, ImportRow, Inquiry, Lead, LeadContact
from leads.models.importing import ImportState
from reports.bench.filling import Ground
from reports.bench.timing import Work

WRITTEN: tuple[type[models.Model], ...] = (
    Contact, Lead, LeadContact, Inquiry, Assignment, Entry, ImportRow
)  # fmt: skip
COLUMNS = {
    "name": "Name", "email": "Email", "phone": "Phone", "organisation": "Company",
    "address": "Street", "postal_code": "Zip", "city": "City", "campaign": "Source",
    "owner": "Owner", "received_at": "Created", "note": "Note",
}  # fmt: skip
PAUSE = 0.05  # seconds between two visits, as of somebody who works
AT_REST = 60  # visits before the import


def file_of(number: int, ground: Ground, at: datetime) -> bytes:
    """So many rows of people who are not here yet."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS.values())
    for n in range(number):
        day = (at - timedelta(days=1 + n % 28)).date().isoformat()
        campaign = ground.campaigns[n % len(ground.campaigns)].code
        owner = ground.reps[n % len(ground.reps)].email
        rows.writerow([
            f"Visitor {n}", f"visitor{n}@fair{n % 9000}.example", f"+49 40 {n:07}",
            f"Fair {n % 9000}", f"{n} Low Street", 20000 + n % 9999, "Hamburg", campaign,
            owner, day, f"Wants to hear of product {n % 70}",
        ])  # fmt: skip
    return text.getvalue().encode()


def waiting_import(number: int, ground: Ground, *, at: datetime) -> Import:
    """What the page leaves to the worker when somebody presses Import."""
    batch = draft(
        kind="leads", file_name="bench.csv", content=file_of(number, ground, at),
        options=Options(guessed=False), by=ground.manager, at=at,
    )  # fmt: skip
    batch.mapping, batch.state, batch.rows_total = {"columns": COLUMNS}, ImportState.WAITING, number
    batch.save(update_fields=["mapping", "state", "rows_total"])
    return batch


def time_import(number: int, ground: Ground, *, at: datetime, visit: Work) -> dict[str, Any]:
    """Milliseconds of both, rows a second, and how long a page took before and meanwhile."""
    before = {model: newest(model) for model in WRITTEN}
    batch = waiting_import(number, ground, at=at)
    alone = connection.in_atomic_block  # another process would see nothing of it
    told = run_here() if alone else run_beside(visit)
    batch.refresh_from_db()
    if batch.created != number or not (batch.started_at and batch.finished_at):
        raise RuntimeError(f"Of {number} rows, {batch.created} came in: {batch.reasons}")
    seconds = (batch.finished_at - batch.started_at).total_seconds()
    bare = sum(load(model, before[model]) for model in WRITTEN)
    figures = {"ms": round(1000 * seconds, 2), "sql_ms": round(1000 * bare, 2)}
    return figures | {
        "ratio": round(seconds / bare, 1), "queries": told.pop("queries", 0),
        "rows": number, "rows_per_second": round(number / seconds), **told,
    }  # fmt: skip


@known()
def work() -> None:
    """As the worker does it, for as long as it takes."""
    run_waiting_imports(now=clock.now(), seconds=float("inf"))


def run_here() -> dict[str, Any]:
    with CaptureQueriesContext(connection) as captured:
        work()
    sent = (query["sql"] for query in captured.captured_queries)
    return {"queries": sum("SAVEPOINT" not in sql for sql in sent)}


def run_beside(visit: Work) -> dict[str, Any]:
    """The worker in a process of its own, as it is, while somebody opens a page again and again."""
    at_rest = [took(visit) for _ in range(AT_REST)]
    connection.close()
    if not (worker := os.fork()):
        work()
        os._exit(0)
    meanwhile = []
    while os.waitpid(worker, os.WNOHANG) == (0, 0):
        meanwhile.append(took(visit))
    before, during = slow(at_rest), slow(meanwhile)
    return {
        "page_p95_ms_before": before, "page_p95_ms_during": during,
        "page_p95_ratio": round(during / before, 2),
    }  # fmt: skip


def took(visit: Work) -> float:
    began = perf_counter()
    visit()
    seconds = perf_counter() - began
    sleep(PAUSE)
    return seconds


def slow(seconds: list[float]) -> float:
    """Milliseconds within which nineteen of twenty are done."""
    ordered = sorted(seconds)
    return round(1000 * ordered[int(0.95 * len(ordered))], 1) if ordered else 0.0


def newest(model: type[models.Model]) -> int:
    newest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(newest or 0)


def load(model: type[models.Model], after: int) -> float:
    """Seconds to put the same rows into an empty table without indexes, in the quickest way."""
    like = connection.ops.quote_name(model._meta.db_table)
    table = connection.ops.quote_name(f"bench_{model._meta.db_table}")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM {like} WHERE 1 = 0")  # noqa: S608
        chosen = f"SELECT * FROM {like} WHERE id > {int(after)}"  # noqa: S608
        ways = {"postgresql": copied, "sqlite": inserted}
        seconds = ways[connection.vendor](cursor, chosen, table)
        cursor.execute(f"DROP TABLE {table}")
    return seconds


def copied(cursor: Any, chosen: str, table: str) -> float:
    """By COPY."""
    rows = io.StringIO()
    cursor.copy_expert(f"COPY ({chosen}) TO STDOUT", rows)
    rows.seek(0)
    began = perf_counter()
    cursor.copy_expert(f"COPY {table} FROM STDIN", rows)
    return perf_counter() - began


def inserted(cursor: Any, chosen: str, table: str) -> float:
    """By one statement for many rows: SQLite has nothing quicker."""
    cursor.execute(chosen)
    rows = cursor.fetchall()
    marks = ", ".join(["%s"] * len(cursor.description))
    began = perf_counter()
    cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    return perf_counter() - began


def lines(found: dict[str, Any]) -> Iterator[str]:
    """What the table of jobs has no columns for."""
    yield f"{found['rows']} rows imported: {found['rows_per_second']} a second"
    if "page_p95_ratio" in found:
        before, during = found["page_p95_ms_before"], found["page_p95_ms_during"]
        yield f"a page meanwhile: {during} ms, before {before} ms (of 20, 19 are quicker)"
