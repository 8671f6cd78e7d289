"""The cadences as they are read: each with its versions, and the leads that follow them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet

from campaigns.models import Segment
from followups.models import Cadence, Enrolment
from leadfollow.people.models import User
from leads.models import Lead


@dataclass(frozen=True)
class VersionRow:
    """One version, and how many leads in reach follow it now."""

    cadence: Cadence
    running: int


@dataclass(frozen=True)
class CadenceRow:
    """What a segment or a bucket does now, and the older versions that some leads still follow."""

    current: Cadence
    running: int
    older: list[VersionRow]


@dataclass(frozen=True)
class CadenceList:
    """All of them, and the segments that have none."""

    segments: list[CadenceRow]
    buckets: list[CadenceRow]
    without: list[Segment]


def cadence_list(user: User) -> CadenceList:
    """Everything that is followed, in four queries."""
    running = running_by_version(user)
    versions = Cadence.objects.select_related("segment", "bucket").prefetch_related("steps")
    older: dict[str, list[VersionRow]] = defaultdict(list)
    for cadence in versions.filter(is_current=False, pk__in=running).order_by("-version"):
        older[cadence.slug].append(VersionRow(cadence, running[cadence.pk]))
    rows = [
        CadenceRow(cadence, running.get(cadence.pk, 0), older[cadence.slug])
        for cadence in versions.current().order_by(F("bucket__position"), "segment__name")
    ]
    return CadenceList(
        segments=[row for row in rows if row.current.segment_id],
        buckets=[row for row in rows if row.current.bucket_id],
        without=list(Segment.objects.in_use().exclude(cadences__is_current=True)),
    )


def versions_of(cadence: Cadence, user: User) -> list[VersionRow]:
    """Every version of it, the newest first."""
    running = running_by_version(user)
    versions = Cadence.objects.filter(slug=cadence.slug).select_related("made_by")
    return [VersionRow(each, running.get(each.pk, 0)) for each in versions.order_by("-version")]


def running_by_version(user: User) -> dict[int, int]:
    """How many leads in reach follow each version."""
    mine: QuerySet[Enrolment, Any] = Enrolment.objects.running().filter(
        lead__in=Lead.objects.visible_to(user)
    )
    counted = mine.order_by().values_list("cadence").annotate(leads=Count("pk"))
    return dict(counted)
