"""Programs that come in by a token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from campaigns.models import Campaign
from followups.tests.factories import make_owned_lead
from leadfollow import clock
from leadfollow.people.models import Scope, User
from leadfollow.people.operations import make_token
from leadfollow.people.tests.factories import make_admin, make_rep
from leads.models import Lead

DAY = timedelta(days=1)


class Program:
    """Asks `/api/v1/` in the name of somebody."""

    def __init__(self, user: User, *, scope: str = Scope.WRITE) -> None:
        now = clock.now()
        self.user = user
        self.token, self.text = make_token(
            person=user,
            name="A program",
            scope=scope,
            expires_at=now + 30 * DAY,
            by=make_admin(),
            at=now,
        )
        self.client = Client(headers={"Authorization": f"Bearer {self.text}"})

    def get(self, path: str, **asked: Any) -> Any:
        return self.client.get(f"/api/v1{path}", asked)

    def post(self, path: str, sent: Any) -> Any:
        return self.client.post(f"/api/v1{path}", sent, content_type="application/json")

    def patch(self, path: str, sent: Any) -> Any:
        return self.client.patch(f"/api/v1{path}", sent, content_type="application/json")


@pytest.fixture
def program() -> Callable[..., Program]:
    return Program


@pytest.fixture
def ana() -> User:
    return make_rep(name="Ana")


@pytest.fixture
def lead(ana: User) -> Lead:
    """Ana's, with nothing planned."""
    return make_owned_lead(owner=ana, at=clock.now() - 2 * DAY)


@pytest.fixture
def by_ana(ana: User) -> Program:
    return Program(ana)


def a_lead(**sent: Any) -> dict[str, Any]:
    """Somebody asks."""
    return {
        "key": str(uuid4()),
        "campaign": Campaign.objects.get(code="PROSPECTING").pk,
        "name": "Karla Brandt",
        "company": "Brandt GmbH",
        "email": "karla@brandt.example",
        "phone": "+49 30 5550101",
        "address": "Hafenstraße 1",
        "postal_code": "20457",
        "request": "price list",
    } | sent


def a_touch(**sent: Any) -> dict[str, Any]:
    """A call after which one goes on the next day."""
    return {
        "key": str(uuid4()),
        "channel": "call",
        "outcome": "no_answer",
        "next": {"what": "touch", "due_at": (clock.now() + DAY).isoformat()},
    } | sent


def ago(**time: float) -> datetime:
    return clock.now() - timedelta(**time)
