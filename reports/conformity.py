"""Whether each rep follows the cadences: steps made as planned, replaced, and skipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.channels import channel_told, told_channel
from followups.models import Cadence, CancelReason, Touch
from followups.models.touch_state import LOGGED
from reports.activity import weeks_of
from reports.lead_names import lead_name
from reports.question import Answer, Question

SKIPPED = Q(cancel_reason=CancelReason.SKIPPED)
IN_PLACE = Q(instead_of__cancel_reason=CancelReason.REPLACED)
PARTS = {
    "planned": LOGGED & ~IN_PLACE,
    "replaced": LOGGED & IN_PLACE,
    "skipped": SKIPPED,
}
# Touches that were chosen at a plan's end stand for none of its steps.
AFTER_THE_PLAN = Q(instead_of__is_decision=True) | Q(
    step=F("after__step"), enrolment__cadence__kind=Cadence.Kind.SPRINT
)
IN_WORDS = {
    "planned": gettext_lazy("As planned"),
    "replaced": gettext_lazy("Replaced"),
    "skipped": gettext_lazy("Skipped"),
}


@dataclass(frozen=True)
class RepSteps:
    """One rep's steps of cadences."""

    rep: str
    rep_id: int | None
    steps: int
    planned: int
    replaced: int
    skipped: int
    percent: float


@dataclass(frozen=True)
class StepMade:
    """A step of a cadence, and what became of it."""

    lead: str
    lead_id: int
    step: str
    channel: str
    rep: str
    when: datetime
    fate: str
    reason: str


def steps_of(question: Question) -> Any:  # annotated, which the type does not know
    """Steps that were made or skipped in these weeks, by whoever did that (`who`, `when`)."""
    first, last = weeks_of(question)
    touches: Any = (
        Touch.objects.standing()
        .manual()
        .filter(LOGGED | SKIPPED, step__isnull=False)
        .exclude(AFTER_THE_PLAN)
        .annotate(when=Coalesce("happened_at", "cancelled_at"))
        .annotate(who=Coalesce("logged_by", "cancelled_by"))
        .annotate(who_name=Coalesce("logged_by__name", "cancelled_by__name"))
        .annotate(who_team=Coalesce("logged_by__team", "cancelled_by__team"))
        .filter(
            when__gte=first.starts_at(question.zone),
            when__lt=last.ends_at(question.zone),
            when__lte=question.now,
        )
    )
    if question.reader and not question.sees_all:
        touches = touches.visible_to(question.reader)
    if question.campaign:
        touches = touches.filter(lead__campaign=question.campaign)
    if question.team:
        touches = touches.filter(who_team=question.team.pk)
    return touches.filter(who=question.rep.pk) if question.rep else touches


def answer(question: Question) -> Answer:
    """A row per rep, the least conforming first."""
    numbers: dict[str, Any] = {name: Count("pk", filter=part) for name, part in PARTS.items()}
    rows = (
        steps_of(question)
        .order_by()
        .values("who", "who_name")
        .annotate(steps=Count("pk"), **numbers)
    )
    reps = [
        RepSteps(
            rep=row["who_name"] or _("Not known"),
            rep_id=row["who"],
            steps=row["steps"],
            percent=round(100 * row["planned"] / row["steps"], 1),
            **{name: row[name] for name in PARTS},
        )
        for row in rows
    ]
    reps.sort(key=lambda row: (row.percent, -row.steps, row.rep))
    totals: dict[str, Any] = {
        name: sum(getattr(row, name) for row in reps) for name in ("steps", *PARTS)
    }
    steps = totals["steps"]
    totals["percent"] = round(100 * totals["planned"] / steps, 1) if steps else None
    return Answer(reps[question.window], totals)


def answer_steps(question: Question) -> Answer:
    """The steps behind those numbers, the newest first."""
    steps = steps_of(question)
    if question.part in PARTS:
        steps = steps.filter(PARTS[question.part])
    fate = Case(*[When(part, then=Value(name)) for name, part in PARTS.items()])
    rows = (
        steps.annotate(fate=fate)
        .order_by("-when", "-pk")
        .values_list(
            lead_name("lead__"), "lead_id", F("step__title"), told_channel(), "who_name", "when",
            "fate", "cancel_note", "instead_of__cancel_note",
        )
    )  # fmt: skip
    return Answer([made(*row) for row in rows[question.window]], {"steps": steps.count()})


def made(
    lead: str, lead_id: int, step: str, channel: str, who: str | None, when: datetime,
    fate: str, skipped: str, replaced: str | None,
) -> StepMade:  # fmt: skip
    reason = skipped if fate == "skipped" else (replaced or "") if fate == "replaced" else ""
    way = channel_told(channel)
    return StepMade(
        lead, lead_id, step, way, who or _("Not known"), when, str(IN_WORDS[fate]), reason
    )
