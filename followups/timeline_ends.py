"""What the timeline tells of a lead's ends and of its time in buckets, each with its undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from followups.models import Enrolment
from followups.timeline_item import Item
from followups.undoable import is_own_end, is_own_rest
from leadfollow import words
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leads.models import Closure, Lead


def items_of_closures(
    closures: Iterable[Closure], *, reader: User, may_close: bool, now: datetime
) -> Iterator[Item]:
    """Each end, and each return: somebody's decision, or a new inquiry's doing."""
    rows = list(closures)
    reopened_by = who_reopened(rows)
    for row in rows:
        marks = [_("imported")] if row.imported else []
        who = str(row.closed_by or "")
        undo = ""
        if may_close and row.reopened_at is None and is_own_end(row, reader=reader, now=now):
            undo = reverse("followups:undo_close", args=[row.lead_id])
        what = how_it_ended(row)
        yield Item(row.closed_at, "news", what, who, row.reason, marks, undo=undo)
        if row.reopened_at:
            by = reopened_by.get((row.lead_id, row.reopened_at), "")
            what = _("Reopened") if by else _("Reopened by a new inquiry")
            yield Item(row.reopened_at, "news", what, by)


def how_it_ended(row: Closure) -> str:
    disposition = row.in_words
    if not row.won_on:
        return _("Closed: %(disposition)s") % {"disposition": disposition}
    said = _("Closed: %(disposition)s, on %(day)s")
    return said % {"disposition": disposition, "day": words.day_in_full(row.won_on)}


def who_reopened(closures: list[Closure]) -> dict[tuple[int | None, datetime], str]:
    """The log knows; nobody to be named where nobody decided it."""
    reopened = [row for row in closures if row.reopened_at]
    if not reopened:
        return {}
    entries = Entry.objects.filter(
        event=_("lead reopened"),
        by__isnull=False,
        lead_id__in=[row.lead_id for row in reopened],
        at__in=[row.reopened_at for row in reopened],
    )
    return {(entry.lead_id, entry.at): str(entry.by) for entry in entries.select_related("by")}


def items_of_rests(lead: Lead, *, reader: User, may_work: bool, now: datetime) -> Iterator[Item]:
    """Put into a bucket without a touch; what a log did, the log tells."""
    rests = Enrolment.objects.filter(lead=lead, bucket__isnull=False, begun_by_touch=None)
    made = rests.exclude(end_reason=Enrolment.EndReason.UNDONE)
    for row in made.select_related("bucket", "begun_by"):
        undo = ""
        if may_work and is_own_rest(row, reader=reader, now=now):
            undo = reverse("followups:undo_rest", args=[row.lead_id])
        until = words.day_in_full(cast(date, row.wake_on))
        what = _("Put into “%(bucket)s” until %(until)s") % {"bucket": row.bucket, "until": until}
        yield Item(row.began_at, "", what, str(row.begun_by or ""), row.trigger, undo=undo)
