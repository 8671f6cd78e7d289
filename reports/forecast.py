"""The work that comes: touches of the next ten working days, rep by rep, against their time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from followups.distribution.forecast import Coming, RepWork, comings_of, overload_of, work_of
from followups.models import Channel
from leadfollow.clock import today
from leadfollow.people.models import User
from leads.models import Lead
from reports.question import Answer, Question


@dataclass(frozen=True)
class Forecast:
    """One rep's working day: touches due, and for how many he has time."""

    rep: str
    rep_id: int
    day: date
    touches: int
    room: int
    percent: int | None
    state: str


@dataclass(frozen=True)
class ComingTouch:
    """One touch that comes; `due` is empty where a lead has no next step."""

    lead: str
    lead_id: int
    rep: str
    day: date
    due: datetime | None
    channel: str
    step: str
    standing: str


def reps_of(question: Question) -> list[User]:
    """Of whom it tells: of all to the command and an admin, of his teams' to a manager, of himself
    to a rep."""
    reps = User.objects.active().reps().select_related("team").order_by("name", "pk")
    if question.reader and not question.sees_all:
        reader = question.reader
        mine = Q(pk=reader.pk)
        if reader.is_manager:
            mine |= Q(team__in=reader.led_team_ids)
        reps = reps.filter(mine)
    if question.team:
        reps = reps.filter(team=question.team)
    return list(reps.filter(pk=question.rep.pk) if question.rep else reps)


def work_asked(question: Question) -> list[RepWork]:
    return work_of(reps_of(question), now=question.now)


def answer(question: Question) -> Answer:
    """One row per rep and working day."""
    work = work_asked(question)
    rows = [
        Forecast(
            str(rep.rep), rep.rep.pk, day.day, day.touches, day.room, day.percent, state_of(day)
        )
        for rep in work
        for day in rep.days
    ]
    totals = {
        "touches": sum(row.touches for row in rows),
        "room": sum(row.room for row in rows),
        "overloaded_percent": overload_of(work) or 0,
    }
    return Answer(rows[question.window], totals)


def state_of(day: Any) -> str:
    if day.is_away:
        return _("away")
    return _("too much") if day.is_over else ""


def answer_touches(question: Question) -> Answer:
    """The touches behind a number, in due order; `part` is the day."""
    reps = {rep.pk: rep for rep in reps_of(question)}
    comings = comings_of(reps.values(), now=question.now)
    if day := parse_date(question.part) if question.part else None:
        comings = [coming for coming in comings if coming.day == day]
    shown = comings[question.window]
    leads = Lead.objects.in_bulk({coming.lead_id for coming in shown})
    rows = [touch_of(coming, leads[coming.lead_id], reps[coming.rep_id]) for coming in shown]
    return Answer(rows, {"touches": len(comings), "today": today_of(comings, question)})


def today_of(comings: list[Coming], question: Question) -> int:
    day = today(question.zone, question.now)
    return sum(coming.day == day for coming in comings)


def touch_of(coming: Coming, lead: Lead, rep: User) -> ComingTouch:
    standing = _("to come") if coming.is_to_come else _("scheduled")
    if coming.due_at is None:
        standing = _("no next step")
    return ComingTouch(
        lead=str(lead),
        lead_id=lead.pk,
        rep=str(rep),
        day=coming.day,
        due=coming.due_at,
        channel=str(Channel(coming.channel).label) if coming.channel else "",
        step=coming.step,
        standing=standing,
    )
