"""What an empty queue offers: the lead that sleeps longest, and the way to a first one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from followups.in_force import numbers_in_force
from leadfollow import clock
from leadfollow.people.models import User
from leads.models import Assignment, Lead, LeadStatus


@dataclass(frozen=True)
class Sleeper:
    """A lead of which nobody has heard for long; one in a bucket can be woken."""

    lead: Lead
    silence: timedelta

    @property
    def rests(self) -> bool:
        return self.lead.status == LeadStatus.NURTURING


def sleeper_of(rep: User, *, now: datetime) -> Sleeper | None:
    """The one that rests in a bucket, or is silent for a month, for the longest time."""
    working = rep.working_time
    tonight = clock.day_end(clock.today(working.zone, now), working.zone)
    silent = timedelta(days=numbers_in_force().silent_days)
    asleep = Q(status=LeadStatus.NURTURING) | Q(heard_at__lte=now - silent)
    leads = Lead.objects.owned_by(rep).open().filter(next_due_at__gt=tonight)
    heard = leads.annotate(heard_at=Coalesce("last_touch_at", "received_at")).filter(asleep)
    lead = heard.order_by("heard_at", "pk").first()
    return Sleeper(lead, now - (lead.last_touch_at or lead.received_at)) if lead else None


def never_had_leads(rep: User) -> bool:
    """Whether it is, so to say, his first day."""
    return not Assignment.objects.filter(rep=rep).exists()
