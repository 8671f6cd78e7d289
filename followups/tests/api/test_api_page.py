"""The page for those who write programs."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from followups.api.interface import api
from followups.tests.api.conftest import Program
from followups.tests.factories import make_owned_lead
from leadfollow import clock
from leadfollow.people.models import User
from leadfollow.people.tests.factories import make_manager
from leads.models import Lead

pytestmark = pytest.mark.django_db
PAGE = reverse("followups:api")


def test_every_call_stands_there(client: Client, ana: User) -> None:
    client.force_login(ana)

    page = unescape(client.get(PAGE).content.decode())

    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in operations:
            assert f"<code>{method.upper()} {path}</code>" in page
    assert '<script src="http' not in page


def test_it_is_for_those_who_signed_in(client: Client) -> None:
    assert PAGE == "/api/v1/"
    assert client.get(PAGE)["Location"].startswith(reverse("account_login"))


def examples(page: str) -> list[tuple[str, str]]:
    """Address and body of each that sends something."""
    sent = re.findall(r"-X (\w+) .*? \S+?(/api/v1/\S*) \\\n  -d '(.*?)'</pre>", page, re.S)
    return [(f"{method} {path}", body) for method, path, body in sent]


def test_the_examples_work(client: Client, by_ana: Program, ana: User, lead: Lead) -> None:
    client.force_login(ana)
    page = unescape(client.get(PAGE).content.decode())
    found = dict(examples(page))
    soon = clock.now().isoformat()

    assert len(found) == 5
    for asked, body in sorted(found.items(), key=lambda one: one[0].endswith("close")):
        method, _, path = asked.partition(" ")
        sent: dict[str, Any] = json.loads(body)
        if "next" in sent:
            sent["happened_at"] = soon
            sent["next"]["due_at"] = "2099-11-05T14:00:00+01:00"
        if "won_on" in sent:
            sent["won_on"] = soon[:10]
        client = by_ana.client
        if "lose" in sent:  # not a rep's to do
            sent["lose"] = make_owned_lead(owner=ana, at=lead.received_at).pk
            client = Program(make_manager(of=ana.team)).client
        address = path.replace("/leads/1/", f"/leads/{lead.pk}/")
        answer = client.generic(method, address, json.dumps(sent), content_type="application/json")
        assert answer.status_code in (200, 201), (asked, answer.content)


def test_the_text_in_docs_names_every_call() -> None:
    told = (settings.BASE_DIR / "docs" / "api.md").read_text()

    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in operations:
            assert f"`{method.upper()} {path}`" in told
