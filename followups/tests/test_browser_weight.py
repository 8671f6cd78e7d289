"""What the queue weighs when it is opened for the first time, as the server really answers."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Response, expect

from followups.models import Touch
from followups.tests.factories import make_owned_lead, make_touch
from followups.tests.hands import press
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_rep

pytestmark = pytest.mark.browser

ROWS = 50
KB = 1000
# The page as it is, the others as they travel: packed.
MOST = {"document": 60 * KB, "script": 60 * KB, "stylesheet": 40 * KB}
REQUESTS = 12


@pytest.fixture
def ana() -> User:
    ana, now = make_rep(name="Ana Petrov"), clock.now()
    for hours in range(1, ROWS + 1):
        at = now - timedelta(days=9)
        lead = make_owned_lead(owner=ana, at=at)
        make_touch(lead=lead, due_at=now - timedelta(hours=hours), at=at)
    return ana


@pytest.fixture
def answers() -> list[Response]:
    return []


@pytest.fixture
def queue(signed_in: Callable[..., Any], web: Any, ana: User, answers: list[Response]) -> Any:
    """The queue with fifty rows, opened with nothing kept from before."""
    page = signed_in(ana, at=web.url)
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/queue/", wait_until="networkidle")
    assert page.locator("[data-row]").count() == ROWS
    return page


def test_the_queue_with_fifty_rows_is_light(queue: Any, answers: list[Response]) -> None:
    weight = dict.fromkeys(MOST, 0)
    for answer in answers:
        if (kind := answer.request.resource_type) in MOST:
            body = answer.body()
            weight[kind] += len(body if kind == "document" else gzip.compress(body))

    assert {kind: size for kind, size in weight.items() if size > MOST[kind]} == {}
    assert len(answers) <= REQUESTS


def test_what_is_bundled_is_packed_kept_and_works(queue: Any, answers: list[Response]) -> None:
    bundles = [answer for answer in answers if "/bundles/" in answer.url]
    assert {answer.request.resource_type for answer in bundles} == {"stylesheet", "script"}
    assert {answer.headers["content-encoding"] for answer in bundles} == {"gzip"}
    assert all("immutable" in answer.headers["cache-control"] for answer in bundles)

    press(queue, "1")

    expect(queue.locator("#said")).to_contain_text("No answer at ")
    assert Touch.objects.logged().count() == 1
