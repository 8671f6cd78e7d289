"""What an empty installation has: a cadence for each shipped segment, and the usual buckets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from followups.shipped.buckets import BUCKETS, ShippedBucket
from followups.shipped.event import EVENT_SPRINT
from followups.shipped.plan import DECIDE, ShippedCadence
from followups.shipped.referral import REFERRAL_SPRINT
from followups.shipped.strategic import STRATEGIC_RHYTHM
from followups.shipped.web_visitor import WEB_VISITOR_SPRINT

CADENCES = (WEB_VISITOR_SPRINT, EVENT_SPRINT, REFERRAL_SPRINT, STRATEGIC_RHYTHM)


def ship(segment_model: Any, cadence_model: Any, step_model: Any) -> None:
    """Create each shipped segment's cadence, unless the segment has one already.

    Takes the model classes, so that a migration may pass its historical ones. The segments have
    to be there (`campaigns.shipped.ship`).
    """
    for shipped in CADENCES:
        segment = segment_model.objects.get(slug=shipped.segment)
        if not cadence_model.objects.filter(segment=segment).exists():
            cadence = cadence_model.objects.create(
                segment=segment,
                slug=shipped.slug,
                name=shipped.name,
                kind=shipped.kind,
                every_days=shipped.every_days,
            )
            _add_steps(cadence, shipped, step_model)


def mark_decisions(step_model: Any) -> None:
    """The shipped sprints end in a decision, as their last script says."""
    last = step_model.objects.filter(cadence__kind="sprint", script__contains=DECIDE.strip())
    last.update(is_decision=True)


def ship_buckets(bucket_model: Any, cadence_model: Any, step_model: Any) -> None:
    """Create the usual buckets with their rhythms, unless there are buckets already."""
    if bucket_model.objects.exists():
        return
    for position, shipped in enumerate(BUCKETS, start=1):
        bucket = bucket_model.objects.create(
            slug=shipped.slug, name=shipped.name, months=shipped.months, position=position
        )
        cadence = cadence_model.objects.create(
            bucket=bucket,
            slug=f"nurture-{shipped.slug}",
            name=f"Nurture: {shipped.name.lower()}",
            kind="rhythm",
            every_days=shipped.every_days,
        )
        _add_steps(cadence, shipped, step_model)


def _add_steps(cadence: Any, shipped: ShippedCadence | ShippedBucket, step_model: Any) -> None:
    step_model.objects.bulk_create(
        step_model(cadence=cadence, position=position, **asdict(step))
        for position, step in enumerate(shipped.steps, start=1)
    )
