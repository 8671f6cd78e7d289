"""Timing one job, and undoing what it wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

RUNS = 5  # warm ones, after one that counts the queries
Work = Callable[[], object]


def nothing() -> None:
    """Needs no preparation."""


@dataclass(frozen=True)
class Job:
    """What the product does, and the bare SQL beside it."""

    name: str
    product: Work
    sql: Work
    prepare: Work = nothing  # not timed


@dataclass(frozen=True)
class Timed:
    """Milliseconds of both, and how many queries the product sends."""

    ms: float
    sql_ms: float
    ratio: float
    queries: int


def time(job: Job) -> Timed:
    """The median of some runs of each; what they wrote is taken back, commits are not timed."""
    with transaction.atomic():
        job.prepare()
        queries = count(job.product)
        transaction.set_rollback(True)
    ours, bare = (typical(work, job.prepare) for work in (job.product, job.sql))
    return Timed(round(ours, 2), round(bare, 2), round(ours / bare, 1), queries)


def count(work: Work) -> int:
    """How many queries, without savepoints: these are our own transaction's."""
    with CaptureQueriesContext(connection) as captured:
        work()
    sent = (query["sql"] for query in captured.captured_queries)
    return sum("SAVEPOINT" not in sql for sql in sent)


def typical(work: Work, prepare: Work) -> float:
    """Median milliseconds."""
    took = []
    for _ in range(RUNS):
        with transaction.atomic():
            prepare()
            began = perf_counter()
            work()
            took.append(perf_counter() - began)
            transaction.set_rollback(True)
    return 1000 * median(took)
