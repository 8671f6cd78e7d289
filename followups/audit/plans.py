"""Whether every lead is planned or seen, and what runs has its step (laws 1 to 3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef

from followups.audit.findings import Finding, broken
from followups.audit.flags import unflagged
from followups.models import (
    Branch,
    Enrolment,
    Flag,
    FlagKind,
    Step,
    Touch,
)
from followups.staleness import flags_as_of
from leadfollow.clock import ONE_DAY
from leads.models import Closure, Lead, Qualifying, Verdict


def scheduled_of(outer: str, **conditions: Any) -> Exists:
    touches = Touch.objects.scheduled().filter(**{outer: OuterRef("pk")}, **conditions)
    return Exists(touches)


def always_a_next_step() -> Finding:
    """Law 1: a running enrolment has its step, and one that ended has none."""
    running = Enrolment.objects.running()
    bare = running.exclude(scheduled_of("enrolment", is_automatic=False))
    found = broken(bare, "runs without a scheduled step")
    odd = Enrolment.objects.exclude(bucket=F("cadence__bucket")).filter(bucket__isnull=False)
    found += broken(odd, "waits in a bucket by the rhythm of another")
    found += waking_on_other_days()
    left = Touch.objects.scheduled().filter(enrolment__ended_at__isnull=False)
    found += broken(left, "is scheduled in a cadence that has ended")
    early = Touch.objects.scheduled().filter(is_decision=True)
    found += broken(early.exclude(enrolment__cadence__kind="sprint"), "decides on what has no end")
    found += led_astray()
    return Finding(running.count(), found)


def waking_on_other_days() -> list[str]:
    """Rests of which the first touch is due before they wake, or was moved to another day.

    One day more or less is another zone; what nobody moved may wait for a working day.
    """
    woken = Touch.objects.logged().filter(enrolment=OuterRef("enrolment"))
    first = Touch.objects.scheduled().manual().filter(~Exists(woken))
    rests = first.filter(enrolment__in=Enrolment.objects.in_buckets())
    days = rests.values_list("enrolment", "enrolment__wake_on", "due_at", "moves")
    return [
        f"enrolment {pk}: wakes on another day than its touch is due"
        for pk, wake_on, due_at, moves in days
        if wake_on and due_at and is_another_day(due_at.date() - wake_on, moved=bool(moves))
    ]


def is_another_day(later: timedelta, *, moved: bool) -> bool:
    return later < -ONE_DAY or (moved and later > ONE_DAY)


def led_astray() -> list[str]:
    """Branches that lead beyond the last step of their cadence, or stand in a rhythm."""
    target = Step.objects.filter(
        cadence=OuterRef("step__cadence"), position=OuterRef("step__position") + OuterRef("ahead")
    )
    lost = Branch.objects.filter(~Exists(target), ahead__isnull=False)
    turning = Branch.objects.exclude(step__cadence__kind="sprint")
    return broken(lost, "leads to no step") + broken(turning, "stands in a rhythm")


def nothing_unseen() -> Finding:
    """Law 2: an open lead has a next step, or is seen as missing or unassigned."""
    as_of = flags_as_of()
    leads = Lead.objects.open()
    planned = scheduled_of("lead", is_automatic=False)
    owned = leads.filter(owner__isnull=False)
    found = broken(
        owned.filter(~planned, unplanned_since=None), "has neither a next step nor since when not"
    )
    found += broken(
        owned.filter(planned, unplanned_since__isnull=False), "is planned and unplanned at once"
    )
    outside = Qualifying.objects.running().filter(lead=OuterRef("pk"))
    nobodys = leads.filter(~Exists(outside), owner=None, assign_by=None)
    found += broken(nobodys, "is nobody's, and nobody will notice")
    if as_of:
        found += unflagged(owned, FlagKind.MISSING, as_of)
        found += unflagged(leads.filter(owner=None), FlagKind.UNASSIGNED, as_of)
    return Finding(leads.count(), found)


def closed_is_closed() -> Finding:
    """Law 3: nothing is scheduled, runs or stands on a closed lead, or for a barred contact."""
    closed = Lead.objects.closed()
    found = broken(closed.filter(scheduled_of("lead")), "is closed and has a scheduled touch")
    running = Enrolment.objects.running().filter(lead=OuterRef("pk"))
    found += broken(closed.filter(Exists(running)), "is closed and still in a cadence")
    flags = Flag.objects.standing().filter(lead=OuterRef("pk"))
    found += broken(closed.filter(Exists(flags)), "is closed and has a standing flag")
    barred = Touch.objects.scheduled().filter(contact__do_not_contact=True)
    found += broken(barred, "is scheduled for somebody who must not be contacted")
    mails = Touch.objects.scheduled().filter(channel="mail", contact__no_email=True)
    found += broken(mails, "is a mail to somebody who wants none")
    ends = Closure.objects.filter(why__isnull=False).exclude(why__disposition=F("disposition"))
    found += broken(ends, "names an own reason of another end")
    verdicts = Verdict.objects.filter(why__isnull=False).exclude(why__counts_as=F("reason"))
    found += broken(verdicts, "names an own reason that counts as another")
    return Finding(closed.count(), found)
