"""How long an inquiry waited, leg by leg, each by its clock: the system's until it has a rep, then
each rep's until the first touch, the end, or the hand-over to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy

from leadfollow.ids import id_in
from leads.models.inquiry import ASKED_AT
from reports.lead_names import lead_name
from reports.median import Median
from reports.question import Answer, Question

SYSTEM, REP, RUNNING = "system", "rep", "running"
CLOCKS = {
    SYSTEM: gettext_lazy("System: captured or received, to assigned"),
    REP: gettext_lazy("Rep: assigned to first touch, end or hand-over"),
}
UNTOUCHED = Q(first_touch_at=None, closed_at=None)
STILL = {SYSTEM: Q(assigned_at=None, closed_at=None), REP: UNTOUCHED & Q(left=None)}
WAITED = ExpressionWrapper(F("until") - F("began"), output_field=DurationField())


@dataclass(frozen=True)
class Response:
    """One clock of one campaign's receiving, or of one rep; waits in hours by the clock."""

    clock: str
    part: str
    who: str
    campaign_code: str
    legs: int
    median_hours: float | None  # of those that ended
    running: int


@dataclass(frozen=True)
class Leg:
    """One wait of one inquiry; without an end it runs."""

    lead: str
    lead_id: int
    campaign: str
    clock: str
    who: str
    began: datetime
    ended: datetime | None
    hours: float


def inquiries_of(question: Question) -> Any:  # annotated further on, which the type does not know
    """Those asked about; of a week, what was asked in it."""
    inquiries = question.inquiries.order_by().annotate(asked=ASKED_AT)
    if question.week:
        week, zone = question.week, question.zone
        inquiries = inquiries.filter(asked__gte=week.starts_at(zone), asked__lt=week.ends_at(zone))
    return inquiries


def legs_of(clock: str, question: Question) -> Any:
    """The waits by this clock: who had it, from when until when, so far if it runs."""
    now = Value(question.now, DateTimeField())
    inquiries = inquiries_of(question)
    if clock == SYSTEM:
        return inquiries.annotate(
            part=Value(SYSTEM),
            who=F("campaign__name"),
            began=F("asked"),
            until=Coalesce("assigned_at", "closed_at", now),
        )
    given = F("lead__assignments__began_at")
    legs = inquiries.filter(assigned_at__isnull=False).annotate(
        rep_id=F("lead__assignments__rep"),
        who=F("lead__assignments__rep__name"),
        left=F("lead__assignments__ended_at"),
        began=Greatest(given, F("assigned_at")),
    )
    stops = (Coalesce(moment, now) for moment in ("left", "first_touch_at", "closed_at"))
    return legs.annotate(until=Least(*stops)).filter(until__gte=F("began"))


def hours(waited: timedelta | None) -> float | None:
    return None if waited is None else round(waited.total_seconds() / 3600, 1)


def answer(question: Question) -> Answer:
    """The system's clock by campaign, then each rep's: the slowest first."""
    rows = [*responses(SYSTEM, question), *responses(REP, question)]
    totals: dict[str, Any] = {"inquiries": inquiries_of(question).count()}
    for clock in CLOCKS:
        figures = figures_of(legs_of(clock, question).aggregate(**asked_of(clock)))
        totals |= {f"{clock}_hours": figures["median_hours"], f"{clock}_running": figures[RUNNING]}
    return Answer(rows[question.window], totals)


def asked_of(clock: str) -> dict[str, Any]:
    return {
        "legs": Count("pk"),
        "median": Median(WAITED, filter=~STILL[clock]),
        RUNNING: Count("pk", filter=STILL[clock]),
    }


def figures_of(row: dict[str, Any]) -> dict[str, Any]:
    return {"median_hours": hours(row["median"]), RUNNING: row[RUNNING], "legs": row["legs"]}


def responses(clock: str, question: Question) -> list[Response]:
    by = ("campaign__code", "who") if clock == SYSTEM else ("rep_id", "who")
    found = [
        Response(
            clock=str(CLOCKS[clock]),
            part=SYSTEM if clock == SYSTEM else f"{REP}:{row['rep_id']}",
            who=row["who"],
            campaign_code=row.get("campaign__code", ""),
            **figures_of(row),
        )
        for row in legs_of(clock, question).values(*by).annotate(**asked_of(clock))
    ]
    return sorted(found, key=lambda row: (-(row.median_hours or 0), row.who))


def answer_legs(question: Question) -> Answer:
    """The waits behind those numbers, the newest first."""
    parts = question.part.split(",")
    clocks = [clock for clock in CLOCKS if any(part.startswith(clock) for part in parts)]
    legs, count = [], 0
    for clock in clocks or CLOCKS:
        chosen = chosen_of(clock, parts, question)
        count += chosen.count()
        legs += list(told(clock, chosen.order_by("-began", "-pk")[: question.window.stop]))
    legs.sort(key=lambda leg: leg.began, reverse=True)
    return Answer(legs[question.window], {"legs": count})


def chosen_of(clock: str, parts: list[str], question: Question) -> Any:
    """Of one rep, and those that still run, if that is asked."""
    legs = legs_of(clock, question)
    named = [id_in(part[len(REP) + 1 :]) for part in parts]
    reps = [rep for rep in named if rep is not None]
    if clock == REP and reps:
        legs = legs.filter(rep_id__in=reps)
    return legs.filter(STILL[clock]) if RUNNING in parts else legs


def told(clock: str, legs: Any) -> Iterator[Leg]:
    names = (lead_name("lead__"), "lead_id", "campaign__name", "who", "began", "until")
    for *said, began, until, runs in legs.annotate(runs=STILL[clock]).values_list(*names, "runs"):
        lead, lead_id, campaign, who = said
        yield Leg(
            lead,
            lead_id,
            campaign,
            str(CLOCKS[clock]),
            who,
            began,
            None if runs else until,
            hours(until - began) or 0.0,
        )
