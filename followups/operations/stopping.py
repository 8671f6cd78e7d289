"""Giving a lead up before it had its fewest touches: that asks why (D91)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from followups.early_stops import figure_of
from followups.in_force import numbers_in_force
from followups.models import EarlyStop, Touch
from followups.operations.refusal import Refusal
from leadfollow.people.models import User
from leads.models import Disposition, Lead

# Ends that are no giving up: the goal, somebody's wish, and what was never a lead of its own.
NO_STOP = frozenset({Disposition.WON, Disposition.DO_NOT_CONTACT, Disposition.DUPLICATE})


class StopsEarly(Refusal):
    """The lead has had few touches, and nobody said why it is given up."""


def stop_early(
    lead: Lead, *, reason: str, by: User | None, at: datetime, touch: Touch | None = None
) -> None:
    """Keep why a person stops before the fewest touches; refused as StopsEarly without a reason.

    What the product does by itself, and a lead that had its touches, is asked nothing.
    """
    made = Touch.objects.logged().filter(lead=lead).count()
    fewest = numbers_in_force().fewest_touches
    if by is None or made >= fewest:
        return
    if not reason.strip():
        figure = figure_of(lead.owner.team if lead.owner else None)
        if made:
            why = _("%(made)s of at least %(fewest)s touches were made: say why you stop.")
        else:
            why = _("None of at least %(fewest)s touches was made: say why you stop.")
        why %= {"made": made, "fewest": fewest}
        raise StopsEarly(f"{why} {figure}".strip())
    EarlyStop.objects.create(
        lead=lead, rep=by, touch=touch, touches=made, reason=reason.strip()[:300], at=at
    )


def check_close(
    lead: Lead,
    disposition: str,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    touch: Touch | None,
) -> None:
    """An end without an answer is giving up; one after an answer is not."""
    answered = Touch.objects.responses().filter(lead=lead).exists()
    if disposition not in NO_STOP and not answered:
        stop_early(lead, reason=reason, by=by, at=at, touch=touch)
