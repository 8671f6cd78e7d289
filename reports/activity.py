"""How many touches each rep made in each week: first attempts, and follow-ups after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from followups.channels import told_channel
from followups.models import Correction, Direction, Outcome, Touch
from followups.models.outcome import RESPONSES
from followups.models.touch import TouchQuerySet
from leadfollow.clock import Week, today
from reports.lead_names import lead_name
from reports.median import Median
from reports.question import Answer, Question

COUNTED = (
    "touches", "answered", "first_attempts", "follow_ups", "late", "bulk", "edited", "no_event",
)  # fmt: skip
WEEKS = 12  # shown when no week is asked for


@dataclass(frozen=True)
class Activity:
    """One rep's outbound touches of one ISO week, and how many bear each mark of honesty."""

    week: str
    rep: str
    rep_id: int | None
    first_attempts: int
    follow_ups: int
    touches: int
    answered: int
    late: int
    bulk: int
    edited: int
    no_event: int
    days_between: float | None  # median since the outbound touch before, of follow-ups


@dataclass(frozen=True)
class MadeTouch:
    """One touch that was made."""

    happened: datetime
    rep: str
    lead: str
    lead_id: int
    channel: str
    outcome: str
    is_first: bool
    is_late: bool
    is_bulk: bool
    names_no_event: bool
    is_edited: bool

    @property
    def kind(self) -> str:
        marks = {
            _("logged late"): self.is_late,
            _("bulk"): self.is_bulk,
            _("edited"): self.is_edited,
            _("does not name the event"): self.names_no_event,
        }
        kind = _("First attempt") if self.is_first else _("Follow-up")
        return ", ".join([kind, *(mark for mark, holds in marks.items() if holds)])


def earlier() -> TouchQuerySet:
    """The outbound touches that its lead got before a touch."""
    same_moment = Q(happened_at=OuterRef("happened_at"), pk__lt=OuterRef("pk"))
    before = Q(happened_at__lt=OuterRef("happened_at")) | same_moment
    return outbound(Touch.objects.filter(before, lead=OuterRef("lead")))


def first_attempt() -> Q:
    """The first outbound touch that the lead ever got."""
    return ~Q(Exists(earlier()))


def since_the_one_before() -> Any:
    """How long after its lead's outbound touch before; nothing of a first attempt."""
    one_before = earlier().order_by("-happened_at", "-pk").values("happened_at")[:1]
    return F("happened_at") - Subquery(one_before)


def edited() -> Q:
    """What somebody corrected since."""
    return Q(Exists(Correction.objects.filter(touch=OuterRef("pk"))))


def outbound(touches: TouchQuerySet) -> TouchQuerySet:
    return touches.logged().manual().filter(direction=Direction.OUTBOUND)


def weeks_of(question: Question) -> tuple[Week, Week]:
    """The first and the last week: the one asked for, else the last twelve."""
    if question.week:
        return question.week, question.week
    first = last = Week.of(today(question.zone, question.now))
    for _back in range(WEEKS - 1):
        first = first.previous
    return first, last


def touches_of(question: Question) -> TouchQuerySet:
    """What was made in these weeks: by the team's reps, by the rep, at the leads in reach."""
    first, last = weeks_of(question)
    touches = outbound(Touch.objects.all()).filter(
        happened_at__gte=first.starts_at(question.zone),
        happened_at__lt=last.ends_at(question.zone),
        happened_at__lte=question.now,
    )
    if question.reader and not question.sees_all:
        touches = touches.visible_to(question.reader)
    if question.without_late:
        touches = touches.filter(is_late=False)
    if question.campaign:
        touches = touches.filter(lead__campaign=question.campaign)
    if question.team:
        touches = touches.filter(logged_by__team=question.team)
    return touches.filter(logged_by=question.rep) if question.rep else touches


def answer(question: Question) -> Answer:
    """One row per week and rep, the newest week first."""
    rows = (
        touches_of(question)
        .order_by()
        .annotate(week=TruncWeek("happened_at", tzinfo=question.zone))
        .values("week", "logged_by", "logged_by__name")
        .annotate(
            touches=Count("pk"),
            first_attempts=Count("pk", filter=first_attempt()),
            answered=Count("pk", filter=Q(outcome__in=RESPONSES)),
            late=Count("pk", filter=Q(is_late=True)),
            bulk=Count("pk", filter=Q(is_bulk=True)),
            edited=Count("pk", filter=edited()),
            no_event=Count("pk", filter=Q(names_no_event=True)),
            between=Median(since_the_one_before()),
        )
        .order_by("-week", "logged_by__name", "logged_by")
    )
    weeks = [
        Activity(
            week=str(Week.of(row["week"].date())),
            rep=row["logged_by__name"] or _("Not known"),
            rep_id=row["logged_by"],
            first_attempts=row["first_attempts"],
            follow_ups=row["touches"] - row["first_attempts"],
            touches=row["touches"],
            answered=row["answered"],
            late=row["late"],
            bulk=row["bulk"],
            edited=row["edited"],
            no_event=row["no_event"],
            days_between=in_days(row["between"]),
        )
        for row in rows
    ]
    totals = {name: sum(getattr(row, name) for row in weeks) for name in COUNTED}
    return Answer(weeks[question.window], totals)


def in_days(took: timedelta | None) -> float | None:
    return None if took is None else round(took / timedelta(days=1), 1)


PARTS: dict[str, dict[str, Any]] = {
    "first": {"is_first": True},
    "follow_up": {"is_first": False},
    "answered": {"outcome__in": RESPONSES},
    "late": {"is_late": True},
    "bulk": {"is_bulk": True},
    "edited": {"is_edited": True},
    "no_event": {"names_no_event": True},
    "unknown": {"logged_by": None},
}


def answer_touches(question: Question) -> Answer:
    """The touches behind those numbers, the newest first."""
    touches = touches_of(question).annotate(is_first=first_attempt(), is_edited=edited())
    for part in question.part.split(","):
        touches = touches.filter(**PARTS.get(part, {}))
    rows = touches.order_by("-happened_at", "-pk").values_list(
        "happened_at", F("logged_by__name"), lead_name("lead__"), "lead_id", told_channel(),
        "outcome", "is_first", "is_late", "is_bulk", "names_no_event", "is_edited",
    )  # fmt: skip
    return Answer(
        [
            MadeTouch(happened, rep or _("Not known"), lead, lead_id, channel, said(outcome), *rest)
            for happened, rep, lead, lead_id, channel, outcome, *rest in rows[question.window]
        ],
        {"touches": touches.count()},
    )


def said(outcome: str) -> str:
    return str(Outcome(outcome).label)
