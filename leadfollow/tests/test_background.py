"""Worker and beat, for real: started as processes, on the test database and a real Redis."""

import os
import signal
import time

import pytest

from followups.models import SweepRun
from leadfollow import clock
from leadfollow.outbox.models import Outbox, announce

pytestmark = pytest.mark.redis


def wait_for(condition, seconds=90):
    """Until it holds; fails the test when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


def test_beat_makes_the_worker_sweep_again_and_again(worker, celery):
    celery("beat", SWEEP_EVERY="1")

    wait_for(lambda: SweepRun.objects.count() >= 3)


def test_beat_makes_the_worker_send_what_waits(worker, celery):
    announce(key="x", to="ann@example.com", subject="Hello", body="Hello", at=clock.now())

    celery("beat")

    wait_for(lambda: not Outbox.objects.waiting().exists())


def test_work_goes_on_after_the_worker_was_killed(worker, celery):
    celery("beat", SWEEP_EVERY="1")
    wait_for(lambda: SweepRun.objects.exists())
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    seen = SweepRun.objects.count()

    celery("worker")

    wait_for(lambda: SweepRun.objects.count() > seen + 1)
