"""Which leads were given up before they had their fewest touches, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from followups.models import EarlyStop
from followups.models.early_stop import EarlyStopQuerySet
from leads.models import Lead
from reports.lead_names import lead_name
from reports.question import Answer, Question


@dataclass(frozen=True)
class Stop:
    """One lead that somebody stopped early."""

    at: datetime
    rep: str
    lead: str
    lead_id: int
    touches: int
    reason: str


def stops_of(question: Question) -> EarlyStopQuerySet:
    """Of the week, the rep, his team; of leads in reach, and one's own."""
    stops = EarlyStop.objects.standing().filter(at__lte=question.now)
    if question.week:
        week, zone = question.week, question.zone
        stops = stops.filter(at__gte=week.starts_at(zone), at__lt=week.ends_at(zone))
    if question.reader and not question.sees_all:
        near = Q(lead__in=Lead.objects.visible_to(question.reader))
        stops = stops.filter(near | Q(rep=question.reader))
    if question.campaign:
        stops = stops.filter(lead__campaign=question.campaign)
    if question.team:
        stops = stops.filter(rep__team=question.team)
    return stops.filter(rep=question.rep) if question.rep else stops


def answer(question: Question) -> Answer:
    """The newest first."""
    stops = stops_of(question)
    rows = stops.order_by("-at", "-pk").values_list(
        "at", F("rep__name"), lead_name("lead__"), "lead_id", "touches", "reason"
    )
    return Answer([Stop(*row) for row in rows[question.window]], {"stops": stops.count()})
