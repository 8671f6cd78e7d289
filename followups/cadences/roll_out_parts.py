"""What a new version does to the leads behind it, in parts that add up to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from followups.cadences.roll_out import Change, changes, running_behind
from followups.models import Cadence, Enrolment, Touch
from leadfollow.people.models import User
from leads.models import Lead

MOST_LISTED = 200


@dataclass(frozen=True)
class Row:
    """A lead behind the version: what changes for it, or why nothing does."""

    enrolment: Enrolment
    change: Change | None
    why: str = ""

    @property
    def moves(self) -> bool:
        return self.change is not None and self.change.moves


@dataclass(frozen=True)
class Part:
    """Leads for which the new version does the same: those in reach, and how many are not."""

    reachable: list[Row]
    elsewhere: int

    @property
    def count(self) -> int:
        return len(self.reachable) + self.elsewhere

    @property
    def listed(self) -> list[Row]:
        return self.reachable[:MOST_LISTED]

    @property
    def unlisted(self) -> int:
        """Those in reach that make the list too long."""
        return len(self.reachable) - len(self.listed)


@dataclass(frozen=True)
class Parts:
    """The leads behind a version: their dates move, they come over with the date they have, or
    they keep the version they follow."""

    moving: Part
    staying: Part
    keeping: Part

    @property
    def behind(self) -> int:
        return self.coming_over + self.keeping.count

    @property
    def coming_over(self) -> int:
        return self.moving.count + self.staying.count


def parts_of(cadence: Cadence, reader: User, *, now: datetime) -> Parts:
    """Every lead behind the version in one of the parts; rows only of what the reader may see."""
    behind = list(running_behind(cadence))
    found = {change.enrolment.pk: change for change in changes(cadence, behind, now=now)}
    rows = [Row(each, found.get(each.pk), why_kept(each, cadence)) for each in behind]
    leads = Lead.objects.filter(pk__in=running_behind(cadence).values("lead"))
    in_reach = set(leads.visible_to(reader).values_list("pk", flat=True))
    return Parts(
        moving=part(in_reach, (row for row in rows if row.moves)),
        staying=part(in_reach, (row for row in rows if row.change and not row.moves)),
        keeping=part(in_reach, (row for row in rows if not row.change)),
    )


def part(in_reach: set[int], rows: Iterable[Row]) -> Part:
    whole = list(rows)
    seen = [row for row in whole if row.enrolment.lead_id in in_reach]
    return Part(seen, len(whole) - len(seen))


def why_kept(enrolment: Enrolment, cadence: Cadence) -> str:
    """Why a lead that keeps its version does."""
    touch: Touch | None = next(iter(enrolment.to_come), None)  # type: ignore[attr-defined]
    if touch is None:
        return _("Nothing of its plan is scheduled")
    if touch.is_decision:
        return _("Its plan is made: a decision comes next")
    if touch.step is None:
        return _("What comes next was agreed on, and is no step")
    return _("After “%(title)s” nothing is left in version %(version)s") % {
        "title": touch.step.title,
        "version": cadence.version,
    }
