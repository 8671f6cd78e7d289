"""Alive, and ready: what a load balancer and a monitor ask."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from followups.models import SweepRun
from leadfollow import clock

pytestmark = pytest.mark.django_db


def swept(ago: timedelta) -> None:
    at = clock.now() - ago
    SweepRun.objects.create(as_of=at, finished_at=at, seconds=0.1, examined=0)


def test_healthz_answers_without_signing_in_and_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_ready_after_a_recent_sweep(client):
    swept(ago=timedelta(seconds=30))

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["ok"] is True


@pytest.mark.parametrize("ago", [timedelta(minutes=3), None], ids=["old sweep", "no sweep"])
def test_not_ready_without_a_recent_sweep(client, ago):
    if ago:
        swept(ago)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert (response.json()["database"], response.json()["sweep"]) == (True, False)


def test_not_ready_without_the_database(client):
    def refuse(*_):
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] is False
