"""Leads that nobody could be given, tried again when somebody is back."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from followups.models import NextTry
from followups.operations import Refusal, distribute_lead, take_back_late, take_back_unreturned
from followups.operations.locking import lock
from leads.models import Assignment, Qualifying

AT_ONCE = 100  # leads a run
REFUSED = timedelta(hours=1)  # until it is tried once more
logger = structlog.get_logger(__name__)


def try_again(*, now: datetime) -> int:
    """Distribute those whose moment has come, if they still wait; how many found somebody.

    Each by itself: what is killed on the way goes on at the next run.
    """
    found = 0
    due = NextTry.objects.filter(at__lte=now).order_by("at", "pk")
    for row in due[:AT_ONCE]:
        try:
            found += try_once(row.lead_id, now=now)
        except Refusal as refusal:
            NextTry.objects.filter(pk=row.pk).update(at=now + REFUSED)
            logger.info("no second try", lead=row.lead_id, why=str(refusal))
    return found


@transaction.atomic
def try_once(lead_id: int, *, now: datetime) -> bool:
    """Of two at once the second finds it given, and leaves it."""
    lead = lock(lead_id)
    if lead.owner_id is None and lead.is_open:
        return distribute_lead(lead=lead, at=now) is not None
    NextTry.objects.filter(lead=lead).delete()
    return False


def pass_on_unaccepted(*, now: datetime) -> int:
    """Take back what was not accepted in time, each by itself; how many. Two runs at once, or one
    that is killed, do it once."""
    passed = 0
    late = Assignment.objects.unaccepted().filter(accept_by__lte=now).order_by("accept_by", "pk")
    for given in late[:AT_ONCE]:
        try:
            passed += take_back_late(given=given, at=now)
        except Refusal as refusal:
            logger.info("not taken back", lead=given.lead_id, why=str(refusal))
    return passed


def pass_on_unreturned(*, now: datetime) -> int:
    """The same of what an outside qualifier did not return in time."""
    passed = 0
    late = Qualifying.objects.running().filter(due_by__lte=now).order_by("due_by", "pk")
    for given in late[:AT_ONCE]:
        try:
            passed += take_back_unreturned(given=given, at=now)
        except Refusal as refusal:
            logger.info("not taken back", lead=given.lead_id, why=str(refusal))
    return passed
