"""A rep's queue: what is due, the most pressing first, and how many there are of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from django.db.models import Count, F, Min, Q, Value
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from followups.models import Source, Touch
from followups.models.wake_up import woken_in
from followups.queue.fair import Placed, Slot, Spot, in_fair_order
from followups.queue.rows import QueueRow, next_touches, row_of
from leadfollow import clock, words
from leadfollow.clock import WorkingTime
from leadfollow.how_many import SumOf
from leadfollow.ids import id_in
from leadfollow.people.models import QueueOrder, User
from leads.models import Lead
from leads.models.lead import LeadQuerySet

ROWS = 50
SOON = timedelta(days=7)
FRIDAY = 5  # ISO weekday of the retrospective, by whose end nothing should be open


class Show(StrEnum):
    """Which part of the queue; DUE, the whole of today, is what is due by tonight, and NONE."""

    DUE = "due"
    OVERDUE = "overdue"
    TODAY = "today"
    NONE = "none"
    WEEK = "week"
    LATER = "later"
    FOLLOW_UPS = "follow-ups"


FAIR_PARTS = frozenset({Show.DUE, Show.OVERDUE, Show.TODAY})


@dataclass(frozen=True)
class Counts:
    """How many of the rep's leads each part of the queue holds."""

    due: int
    overdue: int
    today: int
    none: int
    week: int
    later: int
    soon: int  # of those due later, in the next seven days
    follow_ups: int  # due by tonight, and not the first touch
    next_at: datetime | None  # the first of those due later


@dataclass(frozen=True)
class Work:
    """How many touches the rep has made, and how many of his leads the week's wake-up woke."""

    today: int
    week: int
    woken: int


@dataclass(frozen=True)
class QueuePage:
    """Some rows, and where the next ones begin."""

    rows: list[QueueRow]
    next: str
    made: Work


def parts(*, now: datetime, working: WorkingTime) -> dict[Show, Q]:
    """The one definition of each part: counts and rows come from here."""
    tonight = tonight_of(now=now, working=working)
    friday = friday_of(now=now, working=working)
    none = Q(next_due_at=None)
    return {
        Show.DUE: Q(next_due_at__lte=tonight) | none,
        Show.OVERDUE: Q(next_due_at__lte=now),
        Show.TODAY: Q(next_due_at__gt=now, next_due_at__lte=tonight),
        Show.NONE: none,
        Show.WEEK: Q(next_due_at__lte=clock.day_end(friday, working.zone)) | none,
        Show.LATER: Q(next_due_at__gt=tonight),
        Show.FOLLOW_UPS: Q(next_due_at__lte=tonight, touch_count__gte=1),
    }


def tonight_of(*, now: datetime, working: WorkingTime) -> datetime:
    return clock.day_end(clock.today(working.zone, now), working.zone)


def friday_of(*, now: datetime, working: WorkingTime) -> date:
    """The next one, today included: by its end nothing should wait."""
    today = clock.today(working.zone, now)
    return today + timedelta(days=(FRIDAY - today.isoweekday()) % 7)


def counts_of(rep: User, *, now: datetime) -> Counts:
    """All the numbers of the queue's head, in one query."""
    part = parts(now=now, working=rep.working_time)
    numbers: dict[str, Any] = {show.name.lower(): Count("pk", filter=part[show]) for show in Show}
    soon = Q(next_due_at__lte=now + SOON)
    numbers["soon"] = Count("pk", filter=part[Show.LATER] & soon)
    numbers["next_at"] = Min("next_due_at", filter=part[Show.LATER])
    return Counts(**Lead.objects.open().on_the_plate_of(rep).aggregate(**numbers))


def work_of(rep: User, *, now: datetime) -> Work:
    """What the rep has made today and since Monday, in one query; imports are not his work."""
    zone = rep.working_time.zone
    today = clock.today(zone, now)
    monday, morning = clock.Week.of(today).starts_at(zone), clock.day_start(today, zone)
    made = Touch.objects.logged().filter(logged_by=rep, happened_at__lte=now)
    made = made.exclude(source=Source.IMPORT)
    woken = Lead.objects.owned_by(rep).filter(woken_in(week_of(rep, now=now)))
    each = made.filter(happened_at__gte=morning), made.filter(happened_at__gte=monday), woken
    numbers = [SumOf(rows.values(lines=Value(1))) for rows in each]
    return Work(*User.objects.filter(pk=rep.pk).values_list(*numbers).get())


def week_of(rep: User, *, now: datetime) -> str:
    """The one of a wake-up: "2026-W47"."""
    return str(clock.Week.of(clock.today(rep.working_time.zone, now)))


def leads_in(rep: User, show: Show, *, now: datetime) -> LeadQuerySet:
    """The leads of one part, in due order; those without a next step come last, oldest first."""
    part = parts(now=now, working=rep.working_time)[show]
    order: list[Any] = ["next_due_at"]  # as the index has it
    if show == Show.NONE:
        order = ["unplanned_since"]
    elif show in (Show.DUE, Show.WEEK):
        order = [F("next_due_at").asc(nulls_last=True), "unplanned_since"]
    return Lead.objects.open().on_the_plate_of(rep).filter(part).order_by(*order, "pk")


def beyond(leads: LeadQuerySet, cursor: str) -> LeadQuerySet:
    """Those after a row, by its moment and number; all of them if the cursor is none."""
    kind, _, place = cursor.partition("-")
    moment, _, number = place.rpartition("-")
    try:
        at = parse_datetime(moment)
    except ValueError:
        at = None
    behind = id_in(number)
    if at is None or behind is None:
        return leads
    column = "unplanned_since" if kind == "none" else "next_due_at"
    later = Q(**{f"{column}__gt": at}) | Q(**{column: at, "pk__gt": behind})
    return leads.filter(later if kind == "none" else later | Q(next_due_at=None))


def cursor_of(lead: Lead) -> str:
    """The place of a lead in its queue, for `beyond`."""
    at = lead.next_due_at or lead.unplanned_since
    kind = "due" if lead.next_due_at else "none"
    return f"{kind}-{at.isoformat()}-{lead.pk}" if at else ""


def still_in(rep: User, show: Show, lead_id: str, *, now: datetime) -> int | None:
    """The lead, if that part of the rep's queue still holds it."""
    if (number := id_in(lead_id)) is None:
        return None
    return leads_in(rep, show, now=now).filter(pk=number).values_list("pk", flat=True).first()


def queue_page(rep: User, show: Show, *, after: str = "", now: datetime) -> QueuePage:
    """Up to 50 rows from a place on, in the order that the rep has chosen; the number of queries
    is the same whatever the rows."""
    made = work_of(rep, now=now)
    if rep.queue_order == QueueOrder.FAIR and show in FAIR_PARTS:
        in_line, onward = fair_page(rep, show, after, made=made, now=now)
        steps = next_touches([row.lead_id for row in in_line])
        leads = leads_of(in_line, steps)
        placed = [(leads[row.lead_id], row.slot) for row in in_line if row.lead_id in leads]
    else:
        in_turn, onward = due_page(rep, show, after, now=now)
        steps = next_touches([lead.pk for lead in in_turn])
        placed = [(lead, Slot.DUE) for lead in in_turn]
    working, for_whom = rep.working_time, colleagues_away(rep)
    rows = [
        replace(
            row_of(lead, steps.get(lead.pk), slot, now=now, working=working),
            stands_in=for_whom.get(lead.owner_id, ""),
        )
        for lead, slot in placed
    ]
    followed = [
        replace(row, following=following.lead_id if following else None)
        for row, following in zip_longest(rows, rows[1:])
    ]
    return QueuePage(followed, next=onward, made=made)


def leads_of(in_line: list[Placed], steps: dict[int, Touch]) -> dict[int, Lead]:
    """The leads in line; those without a next step, which are last, in a query of their own."""
    unplanned = [row.lead_id for row in in_line if row.lead_id not in steps]
    leads = Lead.objects.select_related("campaign").in_bulk(unplanned)
    return leads | {lead_id: step.lead for lead_id, step in steps.items()}


def colleagues_away(rep: User) -> dict[int | None, str]:
    """For whom the rep stands in, by id: "for Ana, back Mon 30 Nov"."""
    return {
        absence.user_id: _("for %(user)s, back %(day)s")
        % {"user": absence.user, "day": words.day_briefly(absence.back_on)}
        for absence in rep.stands_in_for
    }


def due_page(rep: User, show: Show, after: str, *, now: datetime) -> tuple[list[Lead], str]:
    """In plain due order, and the cursor of the next page."""
    leads = beyond(leads_in(rep, show, now=now), after).select_related("campaign")
    found = list(leads[: ROWS + 1])
    shown = found[:ROWS]
    return shown, cursor_of(shown[-1]) if len(found) > ROWS else ""


def fair_page(
    rep: User, show: Show, after: str, *, made: Work, now: datetime
) -> tuple[list[Placed], str]:
    """In fair order, and the cursor of the next page."""
    leads, working = leads_in(rep, show, now=now), rep.working_time
    due = leads.filter(next_due_at__lte=tonight_of(now=now, working=working))  # as the index has it
    unplanned = leads_in(rep, Show.NONE, now=now) if show == Show.DUE else leads.none()
    return in_fair_order(
        due,
        unplanned,
        Spot.of(after, now=now),
        made=made.today,
        rows=ROWS,
        working=working,
    )
