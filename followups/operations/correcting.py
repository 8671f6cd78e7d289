"""Setting right what was said of a logged touch; the original stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from followups.models import ATTEMPTS, TALKS, Correction, Outcome, Source, Step, Touch
from followups.operations.locking import lock
from followups.operations.logging import check_said
from followups.operations.refusal import Refusal
from followups.operations.scheduling import check_stands_at
from followups.operations.undoing import check_undoable, is_undone
from followups.state import settle
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Contact, Lead

# Nothing counts or plans by these.
AT_ANY_TIME = {"note": "", "link": ""}
# Outcomes after which the same comes next: one may be taken for another of its kind.
IN_VAIN = ATTEMPTS | {Outcome.BOUNCED}


class NotCorrectable(Refusal):
    """What was logged stands as it is."""


class AsksForAnotherStep(Refusal):
    """With this outcome something else would have come next."""


@transaction.atomic
def correct_touch(
    *,
    touch: Touch,
    outcome: str,
    note: str,
    channel: str,
    contact: Contact | None,
    by: User,
    at: datetime,
    own_channel_id: int | None = None,
    link: str = "",
) -> Touch:
    """Set right what one said of one's own touch; what it said before is kept as a Correction.

    Its note and link at any time; outcome, channel and person only while the touch could be
    undone, and the outcome only for one of its kind: AsksForAnotherStep where something else would
    come next. Key, moments and next step stay. The same content again changes nothing.
    """
    lead = lock(touch.lead_id)
    touch = Touch.objects.select_related("contact").get(pk=touch.pk)
    check_own(touch, by)
    said: dict[str, Any] = {"outcome": outcome, "note": note, "contact": contact}
    said |= {"channel": channel, "own_channel_id": own_channel_id, "link": link}
    before = {name: getattr(touch, name) for name in said}
    if said == before:
        return touch
    if said | AT_ANY_TIME != before | AT_ANY_TIME:
        check_counts(touch, lead, outcome=outcome, contact=contact, at=at)
    Correction.objects.create(touch=touch, corrected_by=by, corrected_at=at, **before)
    for name, value in said.items():
        setattr(touch, name, value)
    touch.save(update_fields=list(said))
    record("touch corrected", of=touch, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)
    return touch


def check_own(touch: Touch, by: User) -> None:
    if not touch.is_logged or touch.source == Source.IMPORT:
        raise NotCorrectable(_("Only a touch that was logged here can be corrected."))
    if touch.logged_by_id != by.pk:
        raise NotCorrectable(_("Only who logged a touch can correct it."))
    if is_undone(touch):
        raise NotCorrectable(_("This touch was undone. Log it again as it was."))


def check_counts(
    touch: Touch, lead: Lead, *, outcome: str, contact: Contact | None, at: datetime
) -> None:
    """What counters and plan go by may change while the touch could be taken back as a whole."""
    check_undoable(touch, lead, at=at)
    check_said(outcome, touch.happened_at or at, at)
    check_stands_at(lead, contact)
    if outcome != touch.outcome and kind_of(outcome) != kind_of(touch.outcome):
        label = Outcome(outcome).label.lower()
        raise AsksForAnotherStep(
            _("After “%(label)s” something else comes next: undo, and log again.")
            % {"label": label}
        )
    if touch.step and leads_on(touch.step, outcome) != leads_on(touch.step, touch.outcome):
        label = Outcome(outcome).label.lower()
        raise AsksForAnotherStep(
            _("After “%(label)s” the plan goes on elsewhere: undo, and log again.")
            % {"label": label}
        )
    if touch.barred_contact and contact != touch.contact:
        raise AsksForAnotherStep(
            _("It ended the contact with %(contact)s: undo, and log again.")
            % {"contact": touch.contact}
        )


def leads_on(step: Step, outcome: str) -> tuple[int | None, ...]:
    """How far ahead a step says that it goes on after this outcome; nothing where it does not."""
    return tuple(step.branches.filter(outcome=outcome).values_list("ahead", flat=True))


def kind_of(outcome: str) -> object:
    """What comes next after it; of most outcomes it is their own."""
    return next((kind for kind in (IN_VAIN, TALKS) if outcome in kind), outcome)
