"""A rep's queue: what is due, the most pressing first, and how many there are of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime

from followups.models import Touch, WakeUp
from followups.models.wake_up import woken_in
from followups.wording import attempt_in_words, due_briefly, step_in_words, who_in_words, why_now
from leadfollow import clock, words
from leadfollow.clock import WorkingTime
from leadfollow.people.models import User
from leads.models import Lead, LeadContact
from leads.models.lead import LeadQuerySet

ROWS = 50
FRIDAY = 5  # ISO weekday of the retrospective, by whose end nothing should be open


class Show(StrEnum):
    """Which part of the queue; without a choice, what is due by tonight."""

    DUE = ""
    OVERDUE = "overdue"
    TODAY = "today"
    NONE = "none"
    WEEK = "week"
    LATER = "later"
    FOLLOW_UPS = "follow-ups"


@dataclass(frozen=True)
class Counts:
    """How many of the rep's leads each part of the queue holds."""

    due: int
    overdue: int
    today: int
    none: int
    week: int
    later: int
    follow_ups: int  # due by tonight, and not the first touch
    next_at: datetime | None  # the first of those due later


@dataclass(frozen=True)
class QueueRow:
    """One lead with its next step, as text."""

    lead_id: int
    state: str
    due: str
    due_in_full: str
    who: str
    what: str
    is_qualified: bool = False
    stands_in: str = ""


@dataclass(frozen=True)
class QueuePage:
    """Some rows, and where the next ones begin."""

    rows: list[QueueRow]
    next: str


def own_time(user: User) -> WorkingTime:
    """The person's working days, told by the clock where he is."""
    return user.working_time


def parts(*, now: datetime, working: WorkingTime) -> dict[Show, Q]:
    """The one definition of each part: counts and rows come from here."""
    today = clock.today(working.zone, now)
    tonight = clock.day_end(today, working.zone)
    friday = today + timedelta(days=(FRIDAY - today.isoweekday()) % 7)
    none = Q(next_due_at=None)
    return {
        Show.DUE: Q(next_due_at__lte=tonight),
        Show.OVERDUE: Q(next_due_at__lte=now),
        Show.TODAY: Q(next_due_at__gt=now, next_due_at__lte=tonight),
        Show.NONE: none,
        Show.WEEK: Q(next_due_at__lte=clock.day_end(friday, working.zone)) | none,
        Show.LATER: Q(next_due_at__gt=tonight),
        Show.FOLLOW_UPS: Q(next_due_at__lte=tonight, touch_count__gte=1),
    }


def counts_of(rep: User, *, now: datetime) -> Counts:
    """All the numbers of the queue's head, in one query."""
    part = parts(now=now, working=own_time(rep))
    numbers: dict[str, Any] = {show.name.lower(): Count("pk", filter=part[show]) for show in Show}
    numbers["next_at"] = Min("next_due_at", filter=part[Show.LATER])
    return Counts(**Lead.objects.open().on_the_plate_of(rep).aggregate(**numbers))


def leads_in(rep: User, show: Show, *, now: datetime) -> LeadQuerySet:
    """The leads of one part, in due order; those without a next step come last, oldest first."""
    part = parts(now=now, working=own_time(rep))[show]
    order: list[Any] = ["next_due_at"]  # as the index has it
    if show == Show.NONE:
        order = ["unplanned_since"]
    elif show == Show.WEEK:
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
    if at is None or not number.isdecimal():
        return leads
    column = "unplanned_since" if kind == "none" else "next_due_at"
    later = Q(**{f"{column}__gt": at}) | Q(**{column: at, "pk__gt": int(number)})
    return leads.filter(later if kind == "none" else later | Q(next_due_at=None))


def cursor_of(lead: Lead) -> str:
    """The place of a lead in its queue, for `beyond`."""
    at = lead.next_due_at or lead.unplanned_since
    kind = "due" if lead.next_due_at else "none"
    return f"{kind}-{at.isoformat()}-{lead.pk}" if at else ""


def next_after(rep: User, show: Show, cursor: str, *, now: datetime) -> Lead | None:
    """The lead that follows a place in the queue; at the end, the first one again."""
    leads = leads_in(rep, show, now=now)
    return beyond(leads, cursor).first() or leads.first()


def queue_page(rep: User, show: Show, *, after: str = "", now: datetime) -> QueuePage:
    """Up to 50 rows from a place on; the number of queries does not grow with them."""
    leads = beyond(leads_in(rep, show, now=now), after).select_related("campaign")
    found = list(leads[: ROWS + 1])
    shown = found[:ROWS]
    steps = next_touches(shown)
    working = own_time(rep)
    rows = [row_of(lead, steps.get(lead.pk), now=now, working=working) for lead in shown]
    for_whom = colleagues_away(rep)
    rows = [
        replace(row, stands_in=for_whom.get(lead.owner_id, ""))
        for row, lead in zip(rows, shown, strict=True)
    ]
    return QueuePage(rows, next=cursor_of(shown[-1]) if len(found) > ROWS else "")


def colleagues_away(rep: User) -> dict[int | None, str]:
    """For whom the rep stands in, by id: "for Ana, back Mon 30 Nov"."""
    return {
        absence.user_id: f"for {absence.user}, back {words.day_briefly(absence.back_on)}"
        for absence in rep.stands_in_for
    }


def woken_beside() -> QuerySet[WakeUp]:
    """The week's wake-up of the touch's lead, if it added no touch of its own: until the next."""
    since = Coalesce(OuterRef("lead__last_touch_at"), OuterRef("lead__received_at"))
    return WakeUp.objects.filter(lead=OuterRef("lead"), touch=None, woken_at__gt=since)


def woken_this_week(rep: User, *, now: datetime) -> tuple[str, int]:
    """The week, and how many of the rep's leads its wake-up brought back."""
    week = str(clock.Week.of(clock.today(rep.working_time.zone, now)))
    return week, Lead.objects.owned_by(rep).filter(woken_in(week)).count()


def next_touches(leads: list[Lead]) -> dict[int, Touch]:
    """The next step of each lead, with the attempts made on its contact so far."""
    tried = LeadContact.objects.filter(lead=OuterRef("lead"), contact=OuterRef("contact"))
    touches = (
        Touch.objects.scheduled()
        .manual()
        .filter(lead__in=leads)
        .select_related("contact", "enrolment__bucket")
        .annotate(attempts=Subquery(tried.values("attempts")[:1]), is_woken=Exists(woken_beside()))
        .order_by("-due_at", "-pk")
    )
    return {touch.lead_id: touch for touch in touches}  # the earliest of a lead comes last


def row_of(lead: Lead, touch: Touch | None, *, now: datetime, working: WorkingTime) -> QueueRow:
    """The row's words; a lead without a next step says how long it has had none."""
    campaign, qualified = lead.campaign.name, lead.qualified_at is not None
    if touch is None or touch.due_at is None:
        since = words.age_in_words(now - lead.unplanned_since) if lead.unplanned_since else ""
        told = f"no next step for {since}"
        return QueueRow(
            lead.pk, "none", since, told, str(lead), f"No next step · {campaign}", qualified
        )
    due = words.due_in_words(touch.due_at, now, working, touch.due_on)
    attempts = getattr(touch, "attempts", None) or 0
    verb = attempt_in_words(touch.channel, attempts, is_first=lead.touch_count == 0)
    if touch.is_nurture:
        verb = step_in_words(touch.channel, None)
    what = [verb, campaign, why_now(touch, lead, now=now)]
    return QueueRow(
        lead_id=lead.pk,
        state=state_of(touch.due_at, now=now, working=working),
        due=due_briefly(due),
        due_in_full=due,
        who=who_in_words(lead, touch.contact),
        what=" · ".join(filter(None, what)),
        is_qualified=qualified,
    )


def state_of(due_at: datetime, *, now: datetime, working: WorkingTime) -> str:
    """Overdue, today or later, drawn by the same lines as the counts."""
    if due_at <= now:
        return "overdue"
    tonight = clock.day_end(clock.today(working.zone, now), working.zone)
    return "today" if due_at <= tonight else "later"
