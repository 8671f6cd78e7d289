"""An empty installation gets its cadences once, and keeps what was made of them."""

from __future__ import annotations

import pytest

from campaigns import shipped as shipped_campaigns
from campaigns.models import Campaign, Segment
from followups.models import Bucket, Cadence, Step
from followups.shipped import CADENCES, ship, ship_buckets
from followups.shipped.buckets import BUCKETS

pytestmark = pytest.mark.django_db


def test_each_segment_gets_its_cadence_with_the_steps_in_order():
    shipped_campaigns.ship(Segment, Campaign)

    ship(Segment, Cadence, Step)

    for shipped in CADENCES:
        cadence = Cadence.objects.current().get(segment__slug=shipped.segment)
        assert [step.title for step in cadence.steps.all()] == [s.title for s in shipped.steps]


def test_a_segment_with_a_cadence_keeps_it():
    shipped_campaigns.ship(Segment, Campaign)
    ship(Segment, Cadence, Step)
    Cadence.objects.filter(slug="event-sprint").update(name="Our own", slug="own")

    ship(Segment, Cadence, Step)

    assert Cadence.objects.get(segment__slug="event").name == "Our own"
    assert Cadence.objects.filter(bucket=None).count() == len(CADENCES)


def test_an_installation_with_buckets_keeps_them():
    Bucket.objects.filter(slug="price").update(name="Too dear")

    ship_buckets(Bucket, Cadence, Step)

    assert Bucket.objects.get(slug="price").name == "Too dear"
    assert Bucket.objects.count() == len(BUCKETS)
