"""Recording that a touch took place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from followups.models import (
    RESPONSES,
    Answer,
    CancelReason,
    Direction,
    Outcome,
    Question,
    Source,
    Touch,
    TouchState,
)
from followups.next_step import Continue, NextStep
from followups.operations.cadences import working_time_of
from followups.operations.following import follow
from followups.operations.keys import fingerprint, in_order, logged_before
from followups.operations.locking import lock
from followups.operations.qualifying import Met, tick_criteria
from followups.operations.refusal import LeadIsClosed, Refusal
from followups.operations.scheduling import check_stands_at
from followups.policy import RUSH_SECONDS, RUSH_TOUCHES
from leadfollow.people.models import User
from leadfollow.words import within
from leads.models import Contact, Lead

ONE_WORKING_DAY = 24
LOGGABLE = frozenset(Outcome.values) - {Outcome.UNKNOWN}  # that is for imports only


class TouchAlreadyLogged(Refusal):
    """A colleague was quicker."""


class BadLog(Refusal):
    """What is to be recorded cannot be true."""


@transaction.atomic
def log_touch(
    *,
    touch: Touch,
    outcome: str,
    key: UUID,
    then: NextStep,
    by: User,
    at: datetime,
    note: str = "",
    happened_at: datetime | None = None,
    source: str = Source.TYPED,
    value_given: bool = False,
    answers: Mapping[Question, str] | None = None,
    ticks: Mapping[str, Met] | None = None,
    names_no_event: bool = False,
    link: str = "",
) -> Touch:
    """Record that a scheduled touch took place, what came of it, and what comes next.

    `ticks` are the criteria, by their codes, that it told of; what is ticked already is not
    asked again, so they are no part of the content that a key stands for. The same key again
    returns the touch it made; with other content it is refused as KeyUsedOtherwise. Of two people
    logging one touch at the same moment one wins and the other gets TouchAlreadyLogged. NoNextStep
    if `then` leaves the lead open with nothing scheduled.
    """
    lock(touch.lead_id)
    lead = in_hand(touch)
    check_is_touch(touch)
    said = (note, then, happened_at, by.pk, value_given, in_order(answers), link)
    content = fingerprint(touch.pk, outcome, *said)
    if known := logged_before(key, content):
        return known
    check_said(outcome, happened_at or at, at)
    columns = made(lead, happened_at, by=by, at=at) | {
        "outcome": outcome,
        "note": note,
        "key": key,
        "content_hash": content,
        "source": source,
        "value_given": value_given,
        "names_no_event": names_no_event,
        "link": link,
    }
    write(columns, touch, by=by)
    mark_rush(touch, by, at)
    keep_said(touch, lead, answers, ticks, by=by, at=at)
    return follow(touch, lead=lead, then=then, by=by, at=at)


@transaction.atomic
def log_unplanned_touch(
    *,
    lead: Lead,
    contact: Contact | None,
    channel: str,
    outcome: str,
    key: UUID,
    by: User,
    at: datetime,
    then: NextStep | None = None,
    direction: str = Direction.OUTBOUND,
    note: str = "",
    happened_at: datetime | None = None,
    source: str = Source.TYPED,
    instead_of: Touch | None = None,
    value_given: bool = False,
    answers: Mapping[Question, str] | None = None,
    ticks: Mapping[str, Met] | None = None,
    names_no_event: bool = False,
    own_channel_id: int | None = None,
    link: str = "",
) -> Touch:
    """Record a touch that nobody planned. What is scheduled stays beside it, but for the step of
    a sprint, which an answer calls off: NothingAgreed if `then` does not say what comes instead.

    An inbound one is a response: BadLog with an outcome that is none.

    `instead_of` is the scheduled touch whose place it takes: that one is cancelled as replaced,
    and its cadence goes on after this one. `then` is needed where nothing is scheduled:
    NoNextStep without it. `answers`, of the step whose place it takes, `ticks` and keys are as in
    `log_touch`.
    """
    lead = lock(lead.pk)
    content = fingerprint(
        lead.pk,
        contact and contact.pk,
        channel,
        direction,
        outcome,
        note,
        then,
        happened_at,
        by.pk,
        instead_of and instead_of.pk,
        value_given,
        in_order(answers),
        own_channel_id,
        link,
    )
    if known := logged_before(key, content):
        return known
    if not lead.is_open:
        raise LeadIsClosed(_("%(lead)s is closed. Reopen it first.") % {"lead": lead})
    check_stands_at(lead, contact)
    check_said(outcome, happened_at or at, at)
    check_came_of(direction, outcome)
    touch = Touch.objects.create(
        lead=lead,
        contact=contact,
        channel=channel,
        own_channel_id=own_channel_id,
        link=link,
        direction=direction,
        outcome=outcome,
        note=note,
        key=key,
        content_hash=content,
        source=source,
        value_given=value_given,
        names_no_event=names_no_event,
        **made(lead, happened_at, by=by, at=at),
        **(in_place_of(instead_of) if instead_of else {}),
    )
    if instead_of:
        replace_by(touch, instead_of, by=by, at=at)
        then = then or Continue()
    mark_rush(touch, by, at)
    keep_said(touch, lead, answers, ticks, by=by, at=at)
    return follow(touch, lead=lead, then=then, by=by, at=at)


def check_is_touch(scheduled: Touch) -> None:
    """A decision is made, not logged."""
    if scheduled.is_decision:
        raise BadLog(
            _(
                "This is no touch but a decision: convert the lead, let it wait,"
                " close it, or plan one more touch."
            )
        )


def write(columns: Mapping[str, Any], touch: Touch, *, by: User) -> None:
    """What was logged, onto the scheduled touch; TouchAlreadyLogged where somebody was quicker."""
    if not Touch.objects.scheduled().filter(pk=touch.pk).update(**columns):
        raise TouchAlreadyLogged(who_was_quicker(fresh(touch), by))
    for column, value in columns.items():
        setattr(touch, column, value)


def in_place_of(scheduled: Touch) -> dict[str, Any]:
    """The columns of a touch that takes another's place: it is that step of its cadence."""
    in_hand(scheduled)
    return {
        "enrolment": scheduled.enrolment,
        "step": scheduled.step,
        "instead_of": scheduled if scheduled.enrolment_id else None,
    }


def check_came_of(direction: str, outcome: str) -> None:
    """Whoever turns to us has responded, whatever he said."""
    if direction == Direction.INBOUND and outcome not in RESPONSES:
        label = Outcome(outcome).label
        raise BadLog(
            _("They turned to us: “%(label)s” cannot have come of it. Choose what they said.")
            % {"label": label}
        )


def in_hand(touch: Touch) -> Lead:
    """Read the touch anew, with all that its log needs: the lead is locked by now."""
    needed = Touch.objects.select_related(
        "lead__owner__team",
        "lead__campaign__segment",
        "contact",
        "step",
        "enrolment__cadence",
        "enrolment__bucket",
    )
    touch.refresh_from_db(from_queryset=needed)
    return touch.lead


def made(lead: Lead, happened_at: datetime | None, *, by: User, at: datetime) -> dict[str, Any]:
    """The columns of a touch that took place: when, logged when and by whom, and whether late."""
    happened = happened_at or at
    return {
        "state": TouchState.LOGGED,
        "happened_at": happened,
        "logged_at": at,
        "logged_by": by,
        "is_late": is_late(lead, happened, at),
    }


def keep_said(
    touch: Touch,
    lead: Lead,
    answers: Mapping[Question, str] | None,
    ticks: Mapping[str, Met] | None,
    *,
    by: User,
    at: datetime,
) -> None:
    """What was answered to the questions of the touch's step, and what it told of "qualified"."""
    answers = answers or {}
    if any(question.step_id != touch.step_id for question in answers):
        raise BadLog(_("That question belongs to another step. Open the form again."))
    Answer.objects.bulk_create(
        Answer(touch=touch, question=question, text=text) for question, text in answers.items()
    )
    if ticks:
        tick_criteria(lead=lead, ticks=ticks, by=by, at=at, touch=touch)


def replace_by(touch: Touch, scheduled: Touch, *, by: User, at: datetime) -> None:
    """Call the scheduled touch off for one that was made in its place; an undo brings it back."""
    mine = Touch.objects.scheduled().manual().filter(pk=scheduled.pk, lead=touch.lead_id)
    taken = mine.update(
        state=TouchState.CANCELLED,
        cancelled_at=at,
        cancelled_by=by,
        cancel_reason=CancelReason.REPLACED,
        cancelled_by_touch=touch,
    )
    if not taken:
        raise TouchAlreadyLogged(who_was_quicker(fresh(scheduled), by))


def fresh(touch: Touch) -> Touch:
    return Touch.objects.select_related("logged_by").get(pk=touch.pk)


def check_said(outcome: str, happened: datetime, at: datetime) -> None:
    if outcome not in LOGGABLE:
        raise BadLog(_("Say what came of the touch."))
    if happened > at:
        raise BadLog(_("That moment is still to come. Log a touch once it has taken place."))


def is_late(lead: Lead, happened: datetime, at: datetime) -> bool:
    """Logged more than one working day after it happened."""
    return working_time_of(lead).add_hours(happened, ONE_WORKING_DAY) < at


def mark_rush(touch: Touch, by: User, at: datetime) -> None:
    """Mark what one person logged in a rush: more touches within a minute than can be true."""
    since = at - timedelta(seconds=RUSH_SECONDS)
    lately = Touch.objects.filter(logged_by=by, logged_at__range=(since, at))
    rush = list(lately.exclude(source=Source.IMPORT).values_list("pk", flat=True))
    if len(rush) > RUSH_TOUCHES:
        Touch.objects.filter(pk__in=rush, is_bulk=False).update(is_bulk=True)
        touch.is_bulk = True


def who_was_quicker(touch: Touch, by: User) -> str:
    if touch.logged_at is None:
        return _("This touch was moved or cancelled meanwhile. Your note was not saved.")
    if touch.logged_by_id == by.pk:
        said = _("You logged this touch at %(time)s: %(outcome)s.")
    else:
        said = _("%(who)s logged this touch at %(time)s: %(outcome)s.")
    return said % {
        "who": touch.logged_by or _("An import"),
        "time": f"{timezone.localtime(touch.logged_at, by.time_zone):%H:%M}",
        "outcome": within(touch.get_outcome_display()),
    }
