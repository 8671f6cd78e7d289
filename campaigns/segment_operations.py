"""What can happen to a type of lead. Each function is one event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Segment
from campaigns.operations import Refusal
from campaigns.shipped import NO_SOURCE
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.people.operations.locking import locked_organisation


class BadSegment(Refusal):
    """Its name is another one's, its limit none, or its ceiling half a one; `field` says where."""

    def __init__(self, sentence: str, *, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class StillNeeded(Refusal):
    """Leads that name no source have it."""


@transaction.atomic
def add_segment(*, said: Mapping[str, Any], by: User, at: datetime) -> Segment:
    """One more type of lead, with a slug of its own made from the name. Refused: a name that
    another one has, a limit of nothing, half a ceiling. It has no cadence yet."""
    locked_organisation(at=at)  # one name at a time
    check(said)
    segment = Segment.objects.create(slug=free_slug(said["name"]), **said)
    record("segment added", of=segment, by=by, at=at, **said)
    return segment


def free_slug(name: str) -> str:
    """As the name; with a number where another one has that, or where it has no Latin letters."""
    wanted = slugify(name)[:70] or "segment"
    taken = set(Segment.objects.values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


@transaction.atomic
def edit_segment(*, segment: Segment, said: Mapping[str, Any], by: User, at: datetime) -> Segment:
    """Another name, first-touch limit, longest silence or ceiling of a type of lead.

    Limits that run already, and dates that are set, stay as they are. Refused as a new one.
    """
    locked_organisation(at=at)
    check(said, but=segment)
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    changes = {
        field: [getattr(segment, field), new]
        for field, new in said.items()
        if getattr(segment, field) != new
    }
    if changes:
        for field, new in said.items():
            setattr(segment, field, new)
        segment.save(update_fields=list(changes))
        record("segment edited", of=segment, by=by, at=at, changes=changes)
    return segment


def check(said: Mapping[str, Any], *, but: Segment | None = None) -> None:
    """Refuse what could not be told from another, and limits that are none."""
    others = Segment.objects.exclude(pk=but.pk) if but else Segment.objects.all()
    if others.filter(name__iexact=said["name"]).exists():
        taken = _("There is a segment “%(name)s” already. Choose another name.")
        raise BadSegment(taken % {"name": said["name"]}, field="name")
    if said["first_touch_amount"] < 1:
        none = _("Leave at least 1 minute or hour for the first touch.")
        raise BadSegment(none, field="first_touch_amount")
    touches, days = said.get("ceiling_touches"), said.get("ceiling_days")
    if (touches is None) != (days is None):
        half = _("A ceiling has both: so many touches, in so many days. Fill in both.")
        raise BadSegment(half, field="ceiling_days" if touches else "ceiling_touches")


@transaction.atomic
def retire_segment(*, segment: Segment, by: User, at: datetime) -> None:
    """Offer it for no new campaign; those that have it keep it, with its limits and cadence.

    Refused for the one of leads without a source: whatever comes in needs a type.
    """
    list(Segment.objects.select_for_update().order_by("pk"))  # one at a time: one has to stay
    source = Campaign.objects.filter(code__iexact=NO_SOURCE, segment=segment).first()
    if source:
        told = _(
            "“%(segment)s” cannot be retired: leads that name no source have it."
            " Give “%(source)s” another segment first."
        )
        raise StillNeeded(told % {"segment": segment, "source": source})
    if Segment.objects.in_use().filter(pk=segment.pk).update(retired_at=at):
        record("segment retired", of=segment, by=by, at=at)


@transaction.atomic
def bring_back_segment(*, segment: Segment, by: User, at: datetime) -> None:
    """Offer it again."""
    retired = Segment.objects.filter(pk=segment.pk, retired_at__isnull=False)
    if retired.update(retired_at=None):
        record("segment brought back", of=segment, by=by, at=at)
