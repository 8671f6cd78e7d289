"""What an empty installation has: segments, and a standing source for every way in."""

from __future__ import annotations

import pytest

from campaigns.models import Campaign, FirstTouchUnit, Segment
from campaigns.shipped import SEGMENTS, SOURCES, ship


def test_each_source_has_a_shipped_segment():
    assert {source.segment for source in SOURCES} <= {segment.slug for segment in SEGMENTS}


def test_limits_are_in_known_units():
    assert {segment.first_touch_unit for segment in SEGMENTS} <= set(FirstTouchUnit.values)


@pytest.mark.django_db
def test_shipping_again_changes_nothing():
    ship(Segment, Campaign)
    Campaign.objects.filter(code="WEB").update(name="Our web shop", code="web")

    ship(Segment, Campaign)

    assert Segment.objects.filter(slug__in=[s.slug for s in SEGMENTS]).count() == len(SEGMENTS)
    assert Campaign.objects.get(code__iexact="WEB").name == "Our web shop"
    assert Campaign.objects.filter(kind="standing").count() == len(SOURCES)
