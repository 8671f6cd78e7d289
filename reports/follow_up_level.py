"""The follow-up level: how much of what came in lately was followed up, as of now.

It is the follow-up rate over the inquiries of the last 90 days that are at least a day old. A
finished cohort is held to 100 per cent; this is a running window, healthy within the band that
the follow-up policy names (60 to 80 per cent), as is how many days it looks back (90).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from followups.lists.inquiry_filters import followed_up
from leads.models import Inquiry
from leads.models.inquiry import InquiryQuerySet
from leads.models.lead import LeadQuerySet

SETTLING = timedelta(days=1)  # younger inquiries say nothing yet


@dataclass(frozen=True)
class Level:
    """Inquiries of the window, and those of them that were followed up."""

    followed_up: int = 0
    inquiries: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down, so that it never looks healthier than it is; None of nothing."""
        return 100 * self.followed_up // self.inquiries if self.inquiries else None


def window(leads: LeadQuerySet, *, days: int, now: datetime) -> InquiryQuerySet:
    """The inquiries of these leads that count."""
    began = now - timedelta(days=days)
    return Inquiry.objects.counted().filter(
        lead__in=leads, received_at__gt=began, received_at__lte=now - SETTLING
    )


def follow_up_levels(leads: LeadQuerySet, *, days: int, now: datetime) -> dict[int | None, Level]:
    """The level of each owner of these leads, in one query; of nobody's under None."""
    counted = (
        window(leads, days=days, now=now)
        .order_by()
        .values_list("lead__owner")
        .annotate(followed_up=Count("pk", filter=followed_up(now)), inquiries=Count("pk"))
    )
    return {owner: Level(done, number) for owner, done, number in counted}
