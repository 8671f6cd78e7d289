"""The schema, asked for real: what fits it and what does not are answered as it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from campaigns.models import Campaign
from followups.audit import audit
from followups.tests.api.conftest import Program
from followups.tests.factories import make_planned_lead
from leadfollow import clock
from leadfollow.people.limits import Limit
from leads.models import Lead

pytestmark = pytest.mark.django_db
SCHEMA = "/api/v1/openapi.json"
BOUNDED = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def schema() -> Iterator[Any]:
    """As programs read it; the connection stays, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def aimed(case: Any, lead: Lead, *, mode: GenerationMode) -> Any:
    """One half of what fits the schema is about a lead and a campaign that are there."""
    which = case.path_parameters.get("lead_id")
    if isinstance(which, int) and which % 2:
        case.path_parameters["lead_id"] = lead.pk
    if mode == GenerationMode.POSITIVE and isinstance(case.body, dict):
        campaign = Campaign.objects.get(code="PROSPECTING").pk
        told = {"campaign": campaign, "channel": "call", "disposition": "bought_elsewhere"}
        case.body |= {name: value for name, value in told.items() if name in case.body}
    return case


def test_the_schema_is_valid(client: Any) -> None:
    told = client.get(SCHEMA).json()

    assert told["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(told).validate()


def ask_all_of(operation: Any, *, mode: GenerationMode, lead: Lead, by: Program) -> int:
    """Ask one call in many ways: in how many."""
    checks = [*CHECKS, negative_data_rejection] if mode == GenerationMode.NEGATIVE else CHECKS
    bearer, asked = {"Authorization": f"Bearer {by.text}"}, 0

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        aimed(case, lead, mode=mode).call_and_validate(headers=bearer, checks=checks)

    ask()
    return asked


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_call_is_answered_as_the_schema_says(
    mode: GenerationMode, schema: Any, by_ana: Program, ana: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("followups.api.door.CALLS", Limit("calls of a test", 10**6, 60))

    asked = [
        ask_all_of(
            found.ok(), mode=mode, lead=make_planned_lead(owner=ana, at=clock.now()), by=by_ana
        )
        for found in schema.get_all_operations()
    ]

    assert len(asked) == 11
    assert min(asked) >= 5
    assert not [found.violations for found in audit().values() if found.violations]
