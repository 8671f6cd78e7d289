"""Campaigns for tests, valid by default."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from campaigns.models import Campaign, Segment

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
