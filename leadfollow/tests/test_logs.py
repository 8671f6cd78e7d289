"""One JSON object a line with the request's id; no token, nothing typed or searched for."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from leadfollow.logs import without_secrets
from leadfollow.people.tests.factories import make_admin

pytestmark = pytest.mark.django_db
TOKEN = "c3ab8ff13720e8ad9047dd39466b3c89"


@pytest.fixture
def lines() -> Iterator[Any]:
    """What was logged, line by line, as standard error gets it."""
    from logging.config import DictConfigurator  # type: ignore[attr-defined]

    how = settings.LOGGING["formatters"]["json"]
    handler = logging.StreamHandler(written := io.StringIO())
    handler.setFormatter(DictConfigurator({"version": 1}).configure_formatter(dict(how)))
    logging.getLogger().addHandler(handler)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().setLevel(level)
    logging.getLogger().removeHandler(handler)


def test_each_line_of_a_request_has_its_id(client, lines):
    client.get("/accounts/login/")

    of_request = [line for line in lines() if "request_id" in line]
    assert len(of_request) >= 2
    assert len({line["request_id"] for line in of_request}) == 1
    assert {"timestamp", "level", "logger", "event"} <= set(of_request[0])


@pytest.mark.parametrize(
    "address",
    [
        f"/calendar/{TOKEN}.ics",
        f"/u/{TOKEN}/",
        f"/accounts/password/reset/key/3-cx1abc-{TOKEN}/",
        f"/forms/{TOKEN}/",
        f"/capture/{TOKEN}/",
    ],
)
def test_no_token_of_an_address(address, client, lines):
    client.get(address)

    assert lines()
    assert TOKEN not in json.dumps(lines())


def test_no_password_and_no_note(client, lines):
    client.post("/accounts/login/", {"login": "ann@example.com", "password": "hunter2 hunter2"})

    assert lines()
    assert "hunter2" not in json.dumps(lines())
    assert "ann@example.com" not in json.dumps(lines())


def test_nothing_that_was_searched_for(client, lines):
    client.force_login(make_admin())
    client.get("/leads/", {"q": "Karla Brandt", "phone": "+4940123456"})

    said = json.dumps(lines())
    assert "GET /leads/?" in said
    assert "Karla" not in said
    assert "4940123456" not in said


def test_no_secret_of_a_token_of_the_api():
    text = f"lf_api_Ab3dEf9h_{TOKEN}"
    entry = {"event": f"Bearer {text}", "exception": f"KeyError: '{text}'"}

    said = without_secrets(None, "", entry)

    assert said["event"] == "Bearer lf_api_Ab3dEf9h_…"
    assert TOKEN not in str(said)


def test_a_trace_tells_no_token():
    entry = {"exception": f'File "x.py"\nNot found: /calendar/{TOKEN}.ics'}

    assert TOKEN not in without_secrets(None, "", entry)["exception"]
