"""Moments as people type them on the command line."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from leadfollow import clock


def moment(text: str) -> datetime:
    """An ISO 8601 moment; without an offset in TIME_ZONE, a bare date is its start there."""
    zone = ZoneInfo(settings.TIME_ZONE)
    try:
        if len(text) == len("2026-11-22"):
            return clock.day_start(date.fromisoformat(text), zone)
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text} is no moment. Write it like 2026-11-22T14:05 or 2026-11-22."
        ) from error
    return at.replace(tzinfo=at.tzinfo or zone).astimezone(UTC)
