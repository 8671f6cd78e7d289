"""A row of the queue: a lead and its next step, in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import Touch, WakeUp
from followups.queue.fair import Slot
from followups.wording import (
    attempt_in_words,
    inquiry_in_words,
    step_in_words,
    touch_in_words,
    who_in_words,
)
from leadfollow import clock, words
from leadfollow.clock import WorkingTime
from leads.local_time import is_awake, local_time
from leads.models import Assignment, Inquiry, Lead, LeadContact, NextIs


@dataclass(frozen=True)
class QueueRow:
    """One lead with its next step, as text; `step` is the touch's number."""

    lead_id: int
    state: str
    due: str
    due_in_full: str
    who: str
    what: str
    reason: str
    step: int | None = None
    local: str = ""
    asleep: bool = False
    is_qualified: bool = False
    stands_in: str = ""
    following: int | None = None  # the lead that comes after it


def state_of(due_at: datetime, *, now: datetime, working: WorkingTime) -> str:
    """Overdue, today or later, drawn by the same lines as the counts."""
    if due_at <= now:
        return "overdue"
    tonight = clock.day_end(clock.today(working.zone, now), working.zone)
    return "today" if due_at <= tonight else "later"


def woken_beside() -> QuerySet[WakeUp]:
    """The week's wake-up of the touch's lead, if it added no touch of its own: until the next."""
    since = Coalesce(OuterRef("lead__last_touch_at"), OuterRef("lead__received_at"))
    return WakeUp.objects.filter(lead=OuterRef("lead"), touch=None, woken_at__gt=since)


def next_touches(lead_ids: Collection[int]) -> dict[int, Touch]:
    """The next step of each lead, with the lead and the attempts made on its contact so far."""
    tried = LeadContact.objects.filter(lead=OuterRef("lead"), contact=OuterRef("contact"))
    asked = Inquiry.objects.filter(lead=OuterRef("lead")).order_by()
    counted = asked.values("lead").annotate(number=Count("pk"))
    to_accept = Assignment.objects.unaccepted().filter(lead=OuterRef("lead"))
    touches = (
        Touch.objects.scheduled()
        .manual()
        .filter(lead__in=lead_ids)
        .select_related("lead__campaign", "contact", "enrolment__bucket")
        .annotate(
            attempts=Subquery(tried.values("attempts")[:1]),
            is_woken=Exists(woken_beside()),
            inquiries=Subquery(counted.values("number")),
            accept_by=Subquery(to_accept.values("accept_by")[:1]),
        )
        .order_by("-due_at", "-pk")
    )
    return {touch.lead_id: touch for touch in touches}  # the earliest of a lead comes last


def row_of(
    lead: Lead, touch: Touch | None, slot: Slot, *, now: datetime, working: WorkingTime
) -> QueueRow:
    """The row's words; a lead without a next step says how long it has had none."""
    campaign, qualified = lead.campaign.name, lead.qualified_at is not None
    if touch is None or touch.due_at is None:
        since = words.age_in_words(now - lead.unplanned_since) if lead.unplanned_since else ""
        told = _("no next step for %(since)s") % {"since": since}
        what = _("No next step · %(campaign)s") % {"campaign": campaign}
        row = QueueRow(lead.pk, "none", since, told, str(lead), what, _("plan it"))
        return replace(row, is_qualified=qualified)
    due, briefly = words.due_in_both(touch.due_at, now, working, touch.due_on)
    attempts = getattr(touch, "attempts", None) or 0
    own = touch.own_channel_id
    verb = attempt_in_words(
        touch.channel, attempts, is_first=lead.touch_count == 0, own_channel_id=own
    )
    if touch.is_decision:
        verb = touch_in_words(touch)
    elif touch.is_nurture:
        verb = step_in_words(touch.channel, None, own)
    local = local_time(touch.contact, now=now)
    asked = inquiry_in_words(getattr(touch, "inquiries", None) or 1)
    return QueueRow(
        lead_id=lead.pk,
        state=state_of(touch.due_at, now=now, working=working),
        due=briefly,
        due_in_full=due,
        who=who_in_words(lead, touch.contact),
        what=" · ".join(filter(None, [verb, campaign, asked])),
        reason=why_here(touch, lead, slot, now=now, zone=working.zone),
        step=touch.pk,
        local=f"{local:%H:%M}" if local else "",
        is_qualified=qualified,
        asleep=local is not None and not is_awake(local),
    )


def why_here(touch: Touch, lead: Lead, slot: Slot, *, now: datetime, zone: tzinfo) -> str:
    """What put the row at its place, and of those that are merely due, what they are."""
    if accept_by := getattr(touch, "accept_by", None):
        left = words.age_in_words(max(accept_by - now, timedelta()))
        return _("accept it: %(left)s left") % {"left": left}
    if getattr(touch, "is_woken", False):
        silence = words.age_in_words(now - (lead.last_touch_at or lead.received_at))
        return _("woken: silent for %(silence)s") % {"silence": silence}
    if touch.enrolment and touch.enrolment.bucket:
        return _("waited in %(bucket)s") % {"bucket": touch.enrolment.bucket}
    if lead.next_is == NextIs.PROMISE:
        moment = cast(datetime, touch.due_at).astimezone(zone)
        is_today = moment.date() == clock.today(zone, now)
        return _("promise %(time)s") % {"time": f"{moment:%H:%M}"} if is_today else _("promise")
    if lead.next_is == NextIs.FIRST:
        return first_touch_left(lead, now=now)
    if touch.is_decision:
        return _("the plan is at its end")
    if slot == Slot.OLD_DEBT:
        return _("oldest debt")
    if touch.moves:
        moved = ngettext("moved once", "moved %(number)s times", touch.moves)
        return moved % {"number": touch.moves}
    return _("by the plan") if touch.enrolment_id else touch.subject or _("planned by hand")


def first_touch_left(lead: Lead, *, now: datetime) -> str:
    """As in "first touch, 3 h left", or by how much its limit is over."""
    left = cast(datetime, lead.respond_by) - now
    if left.total_seconds() > 0:
        return _("first touch, %(age)s left") % {"age": words.age_in_words(left)}
    return _("first touch, %(age)s over") % {"age": words.age_in_words(-left)}
