"""The segments and standing sources that an empty installation has.

`ship` takes the model classes, so that a migration may pass its historical ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ShippedSegment:
    """A type of lead, its first-touch limit, longest silence in working days and ceiling; the
    figures are those of article 004, and ours."""

    slug: str
    name: str
    first_touch_amount: int
    first_touch_unit: str
    longest_silence: int
    ceiling: tuple[int, int] | None = None  # touches on one person, in so many days


@dataclass(frozen=True)
class ShippedSource:
    """A standing source, and the slug of its segment."""

    code: str
    name: str
    segment: str


SEGMENTS = (
    ShippedSegment("web-visitor", "Web visitor", 60, "working_minutes", 2),
    ShippedSegment("event", "Event", 24, "hours", 10),
    ShippedSegment("referral", "Referral", 24, "hours", 10),
    ShippedSegment("strategic", "Strategic account", 24, "hours", 30, (1, 14)),
)

PROSPECTING = "PROSPECTING"  # the code of the source of leads that we found ourselves
NO_SOURCE = "NOSOURCE"  # the code of the source of leads that name none
SOURCES = (
    ShippedSource("WEB", "Web site", "web-visitor"),
    ShippedSource("REFERRAL", "Referral", "referral"),
    ShippedSource("INBOUND", "Inbound call", "web-visitor"),
    ShippedSource(PROSPECTING, "Own prospecting", "strategic"),
    ShippedSource(NO_SOURCE, "No source", "web-visitor"),
)


def ship(segment_model: Any, campaign_model: Any) -> None:
    """Create the segments and standing sources that are missing; those there stay as they are."""
    segments = {}
    for segment in SEGMENTS:
        segments[segment.slug], _ = segment_model.objects.get_or_create(
            slug=segment.slug,
            defaults={
                "name": segment.name,
                "first_touch_amount": segment.first_touch_amount,
                "first_touch_unit": segment.first_touch_unit,
            },
        )
    for source in SOURCES:
        campaign_model.objects.get_or_create(
            code__iexact=source.code,
            defaults={
                "code": source.code,
                "name": source.name,
                "kind": "standing",
                "segment": segments[source.segment],
            },
        )


def fill_silences(segment_model: Any) -> None:
    """The shipped segments get theirs; other ones have none until somebody sets it."""
    for segment in SEGMENTS:
        shipped = segment_model.objects.filter(slug=segment.slug, longest_silence=None)
        shipped.update(longest_silence=segment.longest_silence)


def fill_ceilings(segment_model: Any) -> None:
    """The shipped segments get theirs; other ones have none until somebody sets it."""
    for segment in SEGMENTS:
        if segment.ceiling:
            touches, days = segment.ceiling
            shipped = segment_model.objects.filter(slug=segment.slug)
            shipped.update(ceiling_touches=touches, ceiling_days=days)
