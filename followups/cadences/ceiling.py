"""At most so many touches of ours on one person within so many days; a segment sets it.

A touch of ours is an outbound one that was made and may have reached him, on whatever lead, and
one that is scheduled. What he sends us is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import ngettext

from campaigns.models import Segment
from followups.cadences.planning import PlannedTouch
from followups.models import LOGGED, SCHEDULED, Outcome, Touch
from leadfollow.clock import WorkingTime, day_start, today
from leadfollow.words import day_in_full
from leads.models import Contact, Lead

NOT_REACHED = (Outcome.BOUNCED, Outcome.WRONG_PERSON)


@dataclass(frozen=True)
class Held:
    """The first working day on which one touch more is allowed, and by which ceiling."""

    day: date
    touches: int
    days: int

    def __str__(self) -> str:
        """As in "not before Thu 3 Dec 2026: one touch in 14 days"."""
        if self.days == 1:
            said = ngettext(
                "not before %(day)s: one touch a day",
                "not before %(day)s: %(touches)s touches a day",
                self.touches,
            )
        else:
            said = ngettext(
                "not before %(day)s: one touch in %(days)s days",
                "not before %(day)s: %(touches)s touches in %(days)s days",
                self.touches,
            )
        return said % {
            "day": day_in_full(self.day),
            "touches": self.touches,
            "days": self.days,
        }


def held(
    segment: Segment,
    contact: Contact | None,
    due_at: datetime,
    *,
    working: WorkingTime,
    but: Touch | None = None,
    also: Iterable[datetime] = (),
) -> Held | None:
    """What the segment's ceiling says against a touch on this person at that moment, if anything.

    `but` is a scheduled touch that it replaces, `also` are moments of touches not yet written.
    """
    most, days = segment.ceiling_touches, segment.ceiling_days
    if most is None or days is None or contact is None:
        return None
    day = today(working.zone, due_at)
    since = day_start(day - timedelta(days=days), working.zone)
    moments = [*moments_of_ours(contact, since=since, but=but), *also]
    touched = [today(working.zone, moment) for moment in moments]
    allowed = first_allowed(day, touched, most=most, days=days)
    if allowed == day:
        return None
    while (opens := working.add_working_days(allowed, 0)) > allowed:
        allowed = first_allowed(opens, touched, most=most, days=days)
    return Held(allowed, most, days)


def first_allowed(day: date, touched: Iterable[date], *, most: int, days: int) -> date:
    """The first day, from this one on, on which no run of so many days gets a touch too many."""
    touched, run = sorted(touched), timedelta(days=days)
    while True:
        ends = [day, *(each for each in touched if day <= each < day + run)]
        runs = [[each for each in touched if end - run < each <= end] for end in ends]
        full = [within for within in runs if len(within) >= most]
        if not full:
            return day
        day = max(within[-most] for within in full) + run


def moments_of_ours(contact: Contact, *, since: datetime, but: Touch | None) -> list[datetime]:
    """When he was touched since then, and will be. A decision is none."""
    made = LOGGED & Q(direction="outbound", happened_at__gte=since) & ~Q(outcome__in=NOT_REACHED)
    planned = SCHEDULED & Q(due_at__gte=since, is_decision=False)
    touches = Touch.objects.not_reversed().filter(made | planned, contact=contact)
    moments = touches.exclude(pk=but.pk if but else 0).values_list("happened_at", "due_at")
    return [moment for happened, due in moments if (moment := happened or due)]


def within_ceiling(
    planned: PlannedTouch,
    lead: Lead,
    *,
    working: WorkingTime,
    but: Touch | None = None,
    also: Iterable[datetime] = (),
) -> PlannedTouch:
    """The planned touch, put off to the first working day that the ceiling allows, saying so."""
    if planned.is_decision:
        return planned
    segment = lead.campaign.segment
    found = held(segment, planned.contact, planned.due_at, working=working, but=but, also=also)
    if found is None:
        return planned
    at_time = planned.due_at.astimezone(working.zone).time()
    return replace(planned, due_at=working.at_time(found.day, at_time), held=str(found))
