"""What follows a logged touch: the cadence goes on, a touch on a chosen date, a bucket, or the
end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from followups.verdicts import Judgement
from leadfollow import clock


@dataclass(frozen=True)
class Due:
    """A moment, or a whole day in a zone (due at that day's end)."""

    at: datetime
    on: date | None = None
    zone: ZoneInfo | None = None

    @classmethod
    def on_day(cls, day: date, zone: ZoneInfo) -> Due:
        return cls(at=clock.day_end(day, zone), on=day, zone=zone)


@dataclass(frozen=True)
class Continue:
    """The next step of the cadence, with the same contact or another."""

    contact_id: int | None = None


@dataclass(frozen=True)
class TouchOn:
    """A touch on a chosen date; in a cadence it is the cadence's own next step, moved there.

    `why` is asked where it is later than the segment's longest silence; else the note says it.
    """

    due: Due
    channel: str = "call"
    subject: str = ""
    contact_id: int | None = None
    why: str = ""
    own_channel_id: int | None = None


@dataclass(frozen=True)
class Nurture:
    """Into a bucket until a day; what waits for a trigger wakes then at the latest."""

    bucket_id: int
    wake_on: date
    trigger: str = ""
    contact_id: int | None = None


@dataclass(frozen=True)
class Close:
    """The lead ends here, and why; of one that is won, what it is worth and since when; its
    verdict, where the end does not say it; an own reason beneath the disposition."""

    disposition: str
    reason: str = ""
    value: Decimal | None = None
    verdict: Judgement | None = None
    won_on: date | None = None
    why_id: int | None = None


NextStep = Continue | TouchOn | Nurture | Close
