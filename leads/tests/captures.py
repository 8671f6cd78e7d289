"""Attempts to break what holds of what devices sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from campaigns.tests.factories import make_device
from leads.models import Captured

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def make_captured(**fields: Any) -> Captured:
    told = {
        "item": uuid4(), "payload": 1, "form_version": 1, "consent_version": 1, "told": {},
        "captured_at": MONDAY, "skew_seconds": 0, "received_at": MONDAY, "fate": "stored",
    }  # fmt: skip
    told["device"] = fields.pop("device", None) or make_device()
    return Captured.objects.create(**told | fields)


def captured_once() -> None:
    make_captured(item=make_captured().item)


def captured_fate_fits() -> None:
    make_captured(fate="rejected", reason="")


def captured_settled_by_somebody() -> None:
    make_captured(fate="dropped", settled_at=MONDAY)


BREAKERS = [captured_once, captured_fate_fits, captured_settled_by_somebody]
