"""The bench runs, and fills its database as the operations would have."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from followups.audit import audit
from followups.models import Touch
from followups.sweep import sweep
from leadfollow import clock
from leads.models import Lead
from reports.bench import Size
from reports.bench.filling import fill
from reports.bench.run import timed

TINY = Size(leads=40, touches=200, reps=3, campaigns=4, rows=20)
WEDNESDAY = datetime(2026, 11, 18, 13, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_filled_state_is_that_of_the_rows():
    fill(TINY, at=WEDNESDAY)
    sweep(now=WEDNESDAY)

    findings = audit()

    assert not [found for finding in findings.values() for found in finding.violations]


def test_it_fills_about_what_was_asked_for():
    fill(TINY, at=WEDNESDAY)

    assert Lead.objects.count() == TINY.leads
    assert 100 < Touch.objects.count() < 400


def test_every_job_is_timed_beside_bare_sql():
    found = timed(TINY, at=clock.now())

    assert {
        "sweep_cold",
        "sweep_idle",
        "sweep_one_percent",
        "tell_idle",
        "log_touch",
        "import",
    } <= set(found["jobs"])
    assert all(job["queries"] > 0 and job["sql_ms"] > 0 for job in found["jobs"].values())
    assert found["size"]["leads"] == TINY.leads


def test_timing_leaves_nothing_behind():
    timed(TINY, at=clock.now())

    assert not Lead.objects.filter(flags__isnull=False).exists()


def test_no_leads_at_all_are_refused():
    with pytest.raises(CommandError, match="whole number") as refusal:
        call_command("bench", "--leads=0")

    assert refusal.value.returncode == 2
