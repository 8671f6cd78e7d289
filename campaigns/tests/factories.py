"""Campaigns for tests, valid by default."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from campaigns.models import Campaign, Device, Segment
from leadfollow.people.tests.factories import make_event_manager

numbers = count(1)


def make_segment(**fields: Any) -> Segment:
    number = next(numbers)
    return Segment.objects.create(
        **{"name": f"Segment {number}", "slug": f"segment-{number}"} | fields
    )


def make_campaign(**fields: Any) -> Campaign:
    number = next(numbers)
    fields = {"code": f"C{number}", "name": f"Campaign {number}"} | fields
    if "segment" not in fields:
        fields["segment"] = make_segment()
    return Campaign.objects.create(**fields)


def make_event(**fields: Any) -> Campaign:
    fields = {
        "kind": Campaign.Kind.EVENT,
        "starts_on": date(2026, 11, 3),
        "ends_on": date(2026, 11, 5),
    } | fields
    return make_campaign(**fields)


def make_device(**fields: Any) -> Device:
    made = datetime(2026, 11, 2, 9, tzinfo=UTC)
    told = {
        "label": "Tablet 2", "code_digest": f"code {next(numbers)}", "code_expires_at": made,
        "made_at": made,
    }  # fmt: skip
    told["campaign"] = fields.pop("campaign", None) or make_event()
    told["made_by"] = fields.pop("made_by", None) or make_event_manager()
    return Device.objects.create(**told | fields)
