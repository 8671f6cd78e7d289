"""The admin's page about the product itself, and how fresh the flags are, on every page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from followups.sweep import sweep
from leadfollow import clock
from leadfollow.outbox.models import announce
from leadfollow.people.tests.factories import make_admin, make_manager, make_rep

pytestmark = pytest.mark.django_db
STALE = "the follow-up job has not run since"


@pytest.mark.parametrize("make", [make_rep, make_manager])
def test_only_admins_may_look(client: Any, make: Any) -> None:
    client.force_login(make())

    assert client.get(reverse("followups:health")).status_code == 403


def test_shows_the_last_sweep_and_the_mail_that_waits(client: Any) -> None:
    now = clock.now()
    sweep(now=now)
    announce(key="k", to="a@example.com", subject="Hello there", body="", at=now)
    client.force_login(make_admin())

    page = client.get(reverse("followups:health")).content.decode()

    assert "runs every minute" in page
    assert "Hello there" in page


def test_says_how_often_the_sweep_runs_here(client: Any, settings: Any) -> None:
    settings.SWEEP_EVERY = 300
    sweep(now=clock.now())
    client.force_login(make_admin())

    assert "runs every 300 seconds" in client.get(reverse("followups:health")).content.decode()


def test_says_that_no_sweep_has_run(client: Any) -> None:
    client.force_login(make_admin())

    page = client.get(reverse("followups:health")).content.decode()

    assert "No sweep has run yet" in page
    assert "follow-up job has not run yet" in page


@pytest.mark.parametrize(("age", "is_stale"), [(30, False), (119, False), (150, True)])
def test_every_page_tells_when_flags_are_old(client: Any, age: int, is_stale: bool) -> None:
    sweep(now=clock.now() - timedelta(seconds=age))
    client.force_login(make_rep())

    page = client.get(reverse("followups:leads")).content.decode()

    assert (STALE in page) is is_stale
    assert "Flags as of " in page
