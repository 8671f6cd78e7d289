"""What the queue weighs when it is opened for the first time, as the server really answers."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Response

from followups.tests.factories import make_owned_lead, make_touch
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.browser

ROWS = 50
KB = 1000
# The page as it is, the others as they travel: packed.
MOST = {"document": 60 * KB, "script": 60 * KB, "stylesheet": 50 * KB}


@pytest.fixture
def ana() -> User:
    ana, now = make_rep(name="Ana Petrov"), clock.now()
    for hours in range(1, ROWS + 1):
        at = now - timedelta(days=9)
        lead = make_owned_lead(owner=ana, at=at)
        make_touch(lead=lead, due_at=now - timedelta(hours=hours), at=at)
    return ana


def test_the_queue_with_fifty_rows_is_light(signed_in: Callable[..., Any], ana: User) -> None:
    page = signed_in(ana)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto("/queue/", wait_until="networkidle")

    assert page.locator("[data-row]").count() == ROWS
    weight = dict.fromkeys(MOST, 0)
    for answer in answers:
        if (kind := answer.request.resource_type) in MOST:
            body = answer.body()
            weight[kind] += len(body if kind == "document" else gzip.compress(body))
    assert {kind: size for kind, size in weight.items() if size > MOST[kind]} == {}
