"""What the shown rep finds on her queue: some overdue, a full day, more to come."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from followups.next_step import Due
from leadfollow import clock

OVERDUE, TODAY = 4, 12
HALF_AN_HOUR = timedelta(minutes=30)


def slots(now: datetime, zone: ZoneInfo) -> list[Due]:
    """Moments for next steps, the earliest first: overdue ones, then today's.

    Today's are spread over the hours that are left until six; where there are too few, the
    others are due today without a time.
    """
    midnight = clock.day_start(clock.today(zone, now), zone)
    late = [midnight - timedelta(hours=hours) for hours in (34, 13, 9)]
    late.append(max(now - timedelta(minutes=50), midnight - timedelta(hours=8)))
    day = clock.today(zone, now)
    first, last = midnight + timedelta(hours=9), midnight + timedelta(hours=18)
    half_hours = [first + n * HALF_AN_HOUR for n in range((last - first) // HALF_AN_HOUR)]
    left = [moment for moment in half_hours if moment > now + timedelta(minutes=5)]
    timed = left[:: max(len(left) // TODAY, 1)][:TODAY]
    whole_day = [Due.on_day(day, zone)] * (TODAY - len(timed))
    return [Due(moment) for moment in [*late[:OVERDUE], *timed]] + whole_day
