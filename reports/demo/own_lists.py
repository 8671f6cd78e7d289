"""What the company of the demonstration added to the lists that one chooses from."""

from __future__ import annotations

from datetime import datetime

from leadfollow.people.lists.operations import add_row
from leadfollow.people.models import User
from leads.lists import CLOSE_REASONS, VERDICT_REASONS
from leads.models import CloseReason, Disposition, Rejection, VerdictReason

CHEAPER, TOO_SMALL = "Cheaper", "Too small for us"


def add_own_reasons(*, by: User, at: datetime) -> None:
    """One to close a lead, one to reject it."""
    bought = Disposition.BOUGHT_ELSEWHERE.value
    add_row(to=CLOSE_REASONS, values={"name": CHEAPER, "disposition": bought}, by=by, at=at)
    outside = Rejection.OUTSIDE.value
    add_row(to=VERDICT_REASONS, values={"name": TOO_SMALL, "counts_as": outside}, by=by, at=at)


def cheaper() -> int:
    return CloseReason.objects.values_list("pk", flat=True).get(name=CHEAPER)


def too_small() -> int:
    return VerdictReason.objects.values_list("pk", flat=True).get(name=TOO_SMALL)
