"""An answer stops a sprint: its planned step is called off, and what was agreed comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy, gettext_noop

from followups.models import BARRING, CancelReason, Enrolment, Touch
from followups.next_step import Close, NextStep, TouchOn
from followups.operations.refusal import Refusal
from followups.operations.scheduling import take_off
from leadfollow.people.models import User

THEY_ANSWERED = gettext_noop("They answered")  # as it is kept
ASKS = gettext_lazy("They answered, so the plan stops here: say when you go on, as you agreed.")


class NothingAgreed(Refusal):
    """They answered, and nobody says what was agreed."""


def sprint_step(scheduled: Iterable[Touch]) -> Touch | None:
    """The step of a sprint among these scheduled touches; a lead has one at most."""
    return next((t for t in scheduled if t.enrolment and not t.enrolment.cadence.is_rhythm), None)


def stop_attempt(
    enrolment: Enrolment | None, touch: Touch, then: NextStep | None, *, by: User, at: datetime
) -> Touch | None:
    """Call off the sprint's step beside which an answer came, for what was agreed; an undo brings
    it back. A decision stays where nothing was agreed.

    Who asks never to be contacted stops his own steps only: somebody else's stand.
    """
    if enrolment is None or not touch.is_response or touch.outcome in BARRING:
        return None
    scheduled = Touch.objects.scheduled().manual().filter(enrolment=enrolment)
    step = sprint_step(scheduled.select_related("enrolment__cadence"))
    if step is None:
        return None
    if not isinstance(then, TouchOn):
        if not (step.is_decision or isinstance(then, Close)):
            raise NothingAgreed(ASKS)
        return None
    take_off(step, CancelReason.REPLACED, by=by, at=at, note=THEY_ANSWERED, caused_by=touch)
    return step
