"""The weekly wake-up: a rep's longest-silent leads come back to the queue."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from followups.in_force import numbers_in_force
from followups.models import Channel, Touch, WakeUp, WakeUpBatch
from followups.next_step import Due
from followups.operations.cadences import contact_to_try
from followups.operations.locking import lock
from followups.operations.scheduling import make_promise
from followups.state import settle
from leadfollow.clock import Week, today
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Lead

WOKEN_FROM = time(6)  # on Monday, where the rep is
LAST_WEEKDAY = 2  # a worker that stood still on Monday makes the batch on Tuesday


def is_time_to_wake(rep: User, *, now: datetime) -> bool:
    """From Monday at six on, until Tuesday is over."""
    local = now.astimezone(rep.working_time.zone)
    if local.isoweekday() == 1:
        return local.time() >= WOKEN_FROM
    return local.isoweekday() <= LAST_WEEKDAY


def wake_silent_leads(*, rep: User, at: datetime) -> int:
    """Promise a touch at each of the rep's longest-silent leads, once a week; how many woke.

    Safe to repeat: what a killed run left out is made by the next one, and a batch that is done
    stays as it is. A lead whose overdue step stands already gets no second one.
    """
    zone = rep.working_time.zone
    week = str(Week.of(today(zone, at)))
    batch, _ = WakeUpBatch.objects.get_or_create(rep=rep, week=week)
    if batch.done_at:
        return 0
    woken = batch.wake_ups.count()
    before = woken
    most = numbers_in_force().wake_ups_a_week
    for lead_id in longest_silent(rep, batch, most=most, at=at):
        if woken >= most:
            break
        woken += wake_silent(lead_id, batch, at=at)
    WakeUpBatch.objects.filter(pk=batch.pk).update(done_at=at)
    return woken - before


def longest_silent(rep: User, batch: WakeUpBatch, *, most: int, at: datetime) -> list[int]:
    """The longest silent first; some more than are woken, as not everybody may be contacted."""
    days = numbers_in_force().silent_days
    leads = Lead.objects.owned_by(rep).silent(days, now=at).exclude(wake_ups__batch=batch)
    since = Coalesce("last_touch_at", "received_at")
    return list(leads.order_by(since, "pk").values_list("pk", flat=True)[: most * 5])


@transaction.atomic
def wake_silent(lead_id: int, batch: WakeUpBatch, *, at: datetime) -> bool:
    """One lead of the batch; False where it is silent no more, or nobody may be contacted."""
    lead = lock(lead_id)
    days = numbers_in_force().silent_days
    silent = Lead.objects.silent(days, now=at).filter(pk=lead_id, owner=batch.rep_id)
    contact = contact_to_try(lead)
    if not silent.exists() or (contact is None and lead.people.exists()):
        return False
    wake_up, is_new = WakeUp.objects.get_or_create(
        batch=batch, lead=lead, defaults={"woken_at": at}
    )
    if is_new and not Touch.objects.scheduled().manual().filter(lead=lead).exists():
        working = batch.rep.working_time
        day = working.add_working_days(today(working.zone, at), 0)
        wake_up.touch = make_promise(
            lead=lead,
            contact=contact,
            channel=Channel.CALL,
            subject=_("Wake up: ask how it stands now"),
            due=Due.on_day(day, working.zone),
            by=None,
            at=at,
        )
        wake_up.save(update_fields=["touch"])
    if is_new:
        record("lead woken by the week", of=wake_up, by=None, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)
    return is_new
