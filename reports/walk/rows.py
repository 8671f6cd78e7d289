"""The leads of each part of a walk on which something may be decided, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from followups.models import CancelReason, Touch
from followups.policy import FARTHEST_STEP_MONTHS
from leadfollow import words
from leadfollow.clock import ONE_DAY, WorkingTime, day_end, months_on, today
from leads.models import UNPLANNED, Lead
from leads.models.lead import LeadQuerySet
from reports.lead_names import lead_name
from reports.models import Decision, Retrospective
from reports.models.decision import Kind
from reports.models.retrospective import Section
from reports.retrospective import Findings, early_stops, leads_of, new_leads
from reports.retrospective_asked import Asked
from reports.retrospective_lists import DUE, due_lines, due_touches, standing

MOST = 200  # of a part: more than anybody decides on in a session
FAR_DAYS = 14  # a next step later than that says why (D21)


@dataclass(frozen=True)
class Row:
    """A lead: how it stands, what is said of it, and what was decided about it."""

    lead_id: int
    name: str
    state: str
    text: str
    small: str
    owner_id: int | None
    owner: str
    what: str  # proposed as what is committed to
    is_far: bool = False  # its date is to be agreed to
    is_closed: bool = False
    decision: Decision | None = None


def rows_of(
    section: Section, asked: Asked, its: Findings, decided: Iterable[Decision]
) -> list[Row]:
    """Those of one part, with what was decided; the parts without leads have none."""
    make = MAKERS.get(section)
    found = make(asked, its) if make else []
    about = {made.lead_id: made for made in decided if made.kind != Kind.NOTE}
    return [replace(row, decision=about.get(row.lead_id)) for row in found]


def decisions_of(asked: Asked) -> QuerySet[Decision]:
    """What was decided in this week's session, the newest first."""
    held = Retrospective.objects.of(asked.team, asked.week)
    made = Decision.objects.standing().filter(retrospective__in=held)
    if asked.rep:
        mine = Q(lead__owner=asked.rep) | Q(commitment__rep=asked.rep)
        made = made.filter(mine)
    return made.select_related(
        "by", "lead", "commitment__rep", "assignment__rep", "touch"
    ).order_by("-at", "-pk")


def of_leads(leads: LeadQuerySet, asked: Asked, *order: str) -> list[Row]:
    """Rows of these leads by where they stand."""
    rows = leads.order_by(*order, "pk").values_list(
        "pk", lead_name(), "owner", F("owner__name"), F("campaign__name"), "unplanned_since",
        "next_due_at", "last_touch_at", "received_at", "touch_count",
    )  # fmt: skip
    return [of_lead(row, asked.now, asked.whose.working_time) for row in rows[:MOST]]


def of_lead(row: tuple, now: datetime, working: WorkingTime) -> Row:
    pk, name, owner_id, owner, source, since, due_at, touched_at, received_at, touches = row
    state, text = standing("", "", since, due_at, now=now, working=working)
    age = words.age_in_words(now - (touched_at or received_at))
    last = _("last touch %(age)s ago") if touched_at else _("never touched in %(age)s")
    whose = owner or _("nobody")
    small = " · ".join([whose, source, last % {"age": age}, touched(touches)])
    return Row(pk, name, state, text, small, owner_id, whose, _("Call %(lead)s") % {"lead": name})


def touched(number: int) -> str:
    return _("%(number)s touches") % {"number": words.number(number)}


def new(asked: Asked, its: Findings) -> list[Row]:
    bare = new_leads(asked.whose, asked.week, its.policy.numbers).filter(UNPLANNED)
    return of_leads(bare, asked, "unplanned_since")


def without_next_step(asked: Asked, its: Findings) -> list[Row]:
    bare = of_leads(leads_of(asked.whose).without_next_step(), asked, "unplanned_since")
    return bare + far(asked)


def far(asked: Asked) -> list[Row]:
    """Next steps beyond two weeks without a reason, and beyond a year to which nobody agreed."""
    here = today(asked.whose.working_time.zone, asked.now)
    soon = day_end(here + FAR_DAYS * ONE_DAY, asked.whose.working_time.zone)
    year = day_end(months_on(here, FARTHEST_STEP_MONTHS), asked.whose.working_time.zone)
    planned = Touch.objects.scheduled().manual().filter(lead__in=leads_of(asked.whose).open())
    agreed = Decision.objects.standing().filter(kind=Kind.FAR, touch__isnull=False)
    unsaid = Q(due_at__gt=soon, why="", enrolment=None, due_at=F("lead__next_due_at"))
    too_far = Q(due_at__gt=year, due_at=F("lead__next_due_at"))
    steps = planned.filter(unsaid | too_far).exclude(pk__in=agreed.values("touch"))
    dates = dict(steps.values_list("lead", "due_at"))
    rows = of_leads(Lead.objects.filter(pk__in=dates), asked, "-next_due_at")
    return [replace(row, is_far=True) for row in rows]


def due(asked: Asked, its: Findings) -> list[Row]:
    found = due_touches(asked.whose, asked.week, now=asked.now, part=DUE)
    touches = [each.exclude(cancel_reason=CancelReason.AMNESTY) for each in found]  # decided on
    lines = due_lines(touches, asked.whose, now=asked.now, first=0, count=MOST)
    owners = dict(Lead.objects.filter(pk__in={x.lead_id for x in lines}).values_list("pk", "owner"))
    return once(
        Row(
            line.lead_id, line.name, line.state, line.due,
            f"{line.counts_for} · {line.what} · {line.source}", owners.get(line.lead_id),
            line.owner, f"{line.what}: {line.name}",
        )
        for line in lines
    )  # fmt: skip


def once(rows: Iterable[Row]) -> list[Row]:
    """Each lead with its first row: a lead is decided on once."""
    return list({row.lead_id: row for row in reversed(list(rows))}.values())[::-1]


def silent(asked: Asked, its: Findings) -> list[Row]:
    first = its.policy.numbers.silences[0]
    leads = leads_of(asked.whose).silent(first, now=asked.now)
    dark = leads.annotate(since=Coalesce("last_touch_at", "received_at"))
    return of_leads(dark, asked, "since")


def stops(asked: Asked, its: Findings) -> list[Row]:
    stopped = early_stops(asked.whose, asked.week, now=asked.now)
    rows = stopped.order_by("-at", "-pk").values_list(
        "lead", lead_name("lead__"), "rep", F("rep__name"), "touches", "reason"
    )
    return once(
        Row(pk, name, "today", touched(touches), f"{rep} · {reason}", rep_id, rep,
            _("Go on with %(lead)s") % {"lead": name}, is_closed=True)
        for pk, name, rep_id, rep, touches, reason in rows[:MOST]
    )  # fmt: skip


def unjudged(asked: Asked, its: Findings) -> list[Row]:
    """Leads on which their rep owes a verdict."""
    owed = owing_verdicts(asked)
    rows = of_leads(owed, asked, "verdict_by")
    since: dict[int, Any] = dict(owed.values_list("pk", "verdict_by"))
    return [
        replace(
            row, state="overdue",
            text=_("verdict due for %(age)s")
            % {"age": words.age_in_words(asked.now - since[row.lead_id])},
            what=_("Give a verdict on %(lead)s") % {"lead": row.name},
        )
        for row in rows
    ]  # fmt: skip


def owing_verdicts(asked: Asked) -> LeadQuerySet:
    return leads_of(asked.whose).filter(owner__isnull=False, verdict_by__lte=asked.now)


MAKERS = {
    Section.NEW: new,
    Section.OPEN: without_next_step,
    Section.DUE: due,
    Section.SILENT: silent,
    Section.STOPS: stops,
    Section.SOURCES: unjudged,
}
