"""The whole run: fill, time, throw away."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection
from django.test import override_settings
from django.urls import reverse

from followups.models import Touch
from leads.models import Lead
from reports.bench.filling import fill
from reports.bench.flood import time_flood
from reports.bench.importing import time_import
from reports.bench.jobs import all_jobs, visit
from reports.bench.scratch import scratch_database
from reports.bench.size import Size
from reports.bench.timing import time

# Pages without the fingerprints and bundles of files that a deployment makes.
PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def bench(size: Size, *, at: datetime) -> dict[str, Any]:
    """Times of each job on a scratch database of this size."""
    with scratch_database():
        return timed(size, at=at)


def bench_flood(size: Size, *, posts: int, seconds: float, at: datetime) -> dict[str, Any]:
    """A flood of posts to a public form, on a scratch database of this size."""
    with scratch_database():
        ground = fill(size, at=at)
        analyze()
        job = time_flood(ground, posts=posts, seconds=seconds)
    return {"jobs": {"form_flood": job}, "size": asdict(size)}


def analyze() -> None:
    """Let the database know what it holds."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(size: Size, *, at: datetime) -> dict[str, Any]:
    """Fill the database in use, which has to be empty, and time the jobs on it."""
    ground = fill(size, at=at)
    analyze()
    filled = {"leads": Lead.objects.count(), "touches": Touch.objects.count()}
    storages = {"default": {}, "staticfiles": PLAIN_FILES}
    with override_settings(STORAGES=storages, COMPRESS_ENABLED=False):
        jobs: dict[str, Any] = {job.name: asdict(time(job)) for job in all_jobs(ground, at=at)}
        queue = visit(ground.reps[0], reverse("followups:queue"))
        jobs["import"] = time_import(size.rows, ground, at=at, visit=queue)  # it stays: the last
    return {"jobs": jobs, "size": asdict(size) | filled}
