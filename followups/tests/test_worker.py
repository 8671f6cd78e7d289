"""Worker and beat stand still for a while: pages turn amber, and then every flag is there once."""

import os
import signal
import time
from datetime import timedelta

import pytest

from followups.models import Flag, SweepRun
from followups.staleness import flags_as_of, is_stale
from followups.tests.factories import make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.outbox.models import Outbox
from leadfollow.people.tests.factories import make_admin
from leadfollow.tests.test_background import wait_for

pytestmark = pytest.mark.redis

INTERVAL = 2  # seconds; pages turn amber after two of them
A_SECOND = timedelta(seconds=1)


def stop(process):
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)


def make_overdue_in(seconds):
    """A lead whose only touch is due so soon."""
    now = clock.now()
    lead = make_owned_lead(at=now)
    make_touch(lead=lead, at=now, due_at=now + seconds * A_SECOND)
    return lead


def test_after_three_intervals_without_worker_and_beat_every_flag_is_raised_once(celery):
    make_admin(email="ann@example.com")
    every = {"SWEEP_EVERY": str(INTERVAL)}
    worker, beat = celery("worker", **every), celery("beat", **every)
    wait_for(SweepRun.objects.exists)
    stop(beat)
    stop(worker)
    stopped_at = flags_as_of()
    leads = [make_overdue_in(seconds) for seconds in (1, 2, 3)]
    due = {lead.pk: lead.touches.get().due_at for lead in leads}

    time.sleep(3 * INTERVAL)

    assert flags_as_of() == stopped_at
    assert clock.now() - stopped_at > 2 * INTERVAL * A_SECOND
    assert not Flag.objects.exists()

    celery("worker", **every)
    celery("beat", **every)
    wait_for(lambda: SweepRun.objects.filter(as_of__gt=stopped_at).count() >= 2)

    assert dict(Flag.objects.of_kind("overdue").values_list("lead", "began_at")) == due
    assert Flag.objects.count() == 3
    assert not is_stale(flags_as_of(), now=clock.now())
    assert list(Outbox.objects.values_list("to", flat=True)) == ["ann@example.com"]
