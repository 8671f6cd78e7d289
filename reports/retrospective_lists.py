"""The leads and touches behind the numbers of a retrospective, formatted for its tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.cadences.merge import merge
from followups.channels import channel_told, told_channel
from followups.lists.inquiry_filters import not_followed_up
from followups.lists.lead_list import counted, total_in_words
from followups.models import Outcome, Touch
from followups.queue.rows import state_of
from followups.situation import closed_for
from leadfollow import words
from leadfollow.clock import Week, WorkingTime
from leadfollow.people.models import Team, User
from leads.models import CLOSED, UNPLANNED, end_in_words
from leads.models.inquiry import InquiryQuerySet
from leads.models.lead import LeadQuerySet
from reports.follow_up_level import window
from reports.lead_names import lead_name
from reports.ledger import Fate, came_due, written_off
from reports.retrospective import lately_assigned, leads_of, new_leads, older_debt, policy_of

UNPLANNED_PART, NOT_FOLLOWED_UP = "unplanned", "not_followed_up"
LEAD_PARTS = {
    "": gettext_lazy("New leads"),
    UNPLANNED_PART: gettext_lazy("New leads without a next step"),
    NOT_FOLLOWED_UP: gettext_lazy("Leads that lower the follow-up level"),
}
# Parts beside the ledger's own: before the week, both together, pardoned in the week.
OLDER, DUE, WRITTEN_OFF = "older", "due", "written_off"
TOUCH_PARTS = {
    "": gettext_lazy("Came due in the week"),
    Fate.ON_TIME: gettext_lazy("Made on time"),
    Fate.LATE: gettext_lazy("Made late"),
    Fate.NOT_MADE: gettext_lazy("Came due in the week and not made"),
    Fate.MOVED: gettext_lazy("Moved to another date"),
    Fate.CANCELLED: gettext_lazy("Cancelled"),
    OLDER: gettext_lazy("Due before the week and still not made"),
    DUE: gettext_lazy("Due and not made"),
    WRITTEN_OFF: gettext_lazy("Written off in the week"),
}
STATES = {Fate.ON_TIME: "done", Fate.LATE: "today", Fate.NOT_MADE: "overdue"}


@dataclass(frozen=True)
class LeadLine:
    """A lead in a retrospective: where it stands and what was done."""

    lead_id: int
    name: str
    rep: str
    source: str
    state: str
    next_step: str
    first_touch: str  # the rep's clock: assignment to first touch
    touches: int
    outcome: str


@dataclass(frozen=True)
class DueLine:
    """A touch that came due, and what became of it."""

    lead_id: int
    name: str
    what: str
    source: str
    state: str
    fate: str
    due: str
    counts_for: str
    owner: str


def leads_behind(whose: Team | User, week: Week, *, now: datetime, part: str) -> LeadQuerySet:
    """The leads behind one number."""
    numbers = policy_of(whose, week, now=now).numbers
    if part == NOT_FOLLOWED_UP:
        return leads_of(whose).filter(
            pk__in=left_alone(whose, days=numbers.level_days, now=now).values("lead")
        )
    new = new_leads(whose, week, numbers)
    return new.filter(UNPLANNED) if part == UNPLANNED_PART else new


def left_alone(whose: Team | User, *, days: int, now: datetime) -> InquiryQuerySet:
    """The inquiries that lower the follow-up level."""
    return window(leads_of(whose), days=days, now=now).filter(not_followed_up(now))


def size_in_words(
    leads: LeadQuerySet, whose: Team | User, week: Week, *, now: datetime, part: str
) -> str:
    """How many leads are behind a number, and how many inquiries where it counts those."""
    if part != NOT_FOLLOWED_UP:
        return total_in_words(counted(leads))
    days = policy_of(whose, week, now=now).numbers.level_days
    left = left_alone(whose, days=days, now=now).filter(lead__in=leads)
    each = left.aggregate(leads=Count("lead", distinct=True), inquiries=Count("pk"))
    return total_in_words(**each)


def lead_lines(
    leads: LeadQuerySet, whose: Team | User, week: Week, *, now: datetime, first: int, count: int
) -> list[LeadLine]:
    """Some of these leads: those without a next step first, the longest so on top; closed last."""
    numbers = policy_of(whose, week, now=now).numbers
    asked = lately_assigned(whose, week, numbers).filter(lead=OuterRef("pk"))
    asked = asked.order_by("-assigned_at")
    logged = Touch.objects.logged().manual().filter(lead=OuterRef("pk"))
    rows = (
        leads.annotate(rank=Case(When(UNPLANNED, then=0), When(CLOSED, then=2), default=1))
        .order_by("rank", "unplanned_since", "next_due_at", "pk")
        .values_list(
            "pk",
            lead_name(),
            F("owner__name"),
            F("campaign__name"),
            "disposition",
            closed_for(),
            "unplanned_since",
            "next_due_at",
            Subquery(asked.values("assigned_at")[:1]),
            Subquery(asked.values("first_touch_at")[:1]),
            "touch_count",
            Subquery(logged.order_by("-happened_at", "-pk").values("outcome")[:1]),
        )
    )
    working = whose.working_time
    return [lead_line(row, now=now, working=working) for row in rows[first : first + count]]


def lead_line(row: tuple[Any, ...], *, now: datetime, working: WorkingTime) -> LeadLine:
    pk, name, rep, source, ended, why, since, due_at, assigned_at, touched_at, touches, outcome = (
        row
    )
    state, next_step = standing(ended, why or "", since, due_at, now=now, working=working)
    wait = max(touched_at - assigned_at, timedelta()) if touched_at and assigned_at else None
    return LeadLine(
        pk,
        name,
        rep or _("nobody"),
        source,
        state,
        next_step,
        words.age_in_words(wait),
        touches,
        str(Outcome(outcome).label) if outcome else words.NOTHING,
    )


def standing(
    ended: str,
    why: str,
    since: datetime | None,
    due_at: datetime | None,
    *,
    now: datetime,
    working: WorkingTime,
) -> tuple[str, str]:
    """The state of a lead, and its next step in words."""
    if ended:
        return "later", _("closed: %(how)s") % {"how": end_in_words(ended, why)}
    if due_at is None:
        if since is None:
            return "none", _("no next step")
        return "none", _("no next step for %(age)s") % {"age": words.age_in_words(now - since)}
    due = words.due_in_words(due_at, now, working)
    return state_of(due_at, now=now, working=working), due


def due_touches(
    whose: Team | User, week: Week, *, now: datetime, part: str = ""
) -> list[QuerySet[Any]]:
    """The touches behind one number: of the week, older, or both, to be shown as one list."""
    if part == WRITTEN_OFF:
        pardoned = written_off(whose, week, now=now)
        return [pardoned.annotate(fate=Value(Fate.NOT_MADE))]
    wanted = []
    if part != OLDER:
        wanted.append(came_due(whose, week, now=now, fate=Fate.NOT_MADE if part == DUE else part))
    if part in (OLDER, DUE):
        older = older_debt(whose, week, now=now)
        wanted.append(older.annotate(fate=Value(Fate.NOT_MADE), counts_for=F("lead__owner")))
    return wanted


def of_nobody(touches: Iterable[QuerySet[Any]]) -> list[QuerySet[Any]]:
    """Those that count for nobody."""
    return [each.filter(counts_for=None) for each in touches]


def due_lines(
    touches: Iterable[QuerySet[Any]],
    whose: Team | User,
    *,
    now: datetime,
    first: int,
    count: int,
) -> list[DueLine]:
    """Some of these touches, the longest due first, in one query."""
    head, *rest = [
        each.order_by().values_list(
            "due_at", "pk", "due_on", "lead_id", lead_name("lead__"), F("lead__campaign__name"),
            told_channel(), "subject", "fate", counted_name(), F("lead__owner__name"),
        )
        for each in touches
    ]  # fmt: skip
    rows = head.union(*rest, all=True) if rest else head
    working = whose.working_time
    shown = rows.order_by("due_at", "pk")[first : first + count]
    return [due_line(row, now=now, working=working) for row in shown]


def in_words(channel: str, subject: str) -> str:
    """What was to be done, as in "Call: good to have met you"."""
    verb = channel_told(channel)
    if subject.startswith(verb):
        return merge(subject)
    return f"{verb}: {merge(subject)}" if subject else verb


def counted_name() -> Subquery:
    return Subquery(User.objects.filter(pk=OuterRef("counts_for")).values("name")[:1])


def due_line(row: tuple[Any, ...], *, now: datetime, working: WorkingTime) -> DueLine:
    due_at, _pk, due_on, lead_id, name, source, channel, subject, fate, rep, owner = row
    if fate == Fate.NOT_MADE:
        due = words.due_in_words(due_at, now, working, due_on)
    else:
        day = due_on or due_at.astimezone(working.zone).date()
        due = _("was due %(day)s") % {"day": words.day_in_full(day)}
    return DueLine(
        lead_id,
        name,
        in_words(channel, subject),
        source,
        STATES.get(fate, "later"),
        str(Fate(fate).label),
        due,
        rep or _("nobody"),
        owner or _("nobody"),
    )
