"""Of one thing a sentence speaks as of one."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.models import FirstTouchUnit, Segment
from followups.cadences.ceiling import Held
from followups.lists.last_touch import in_days
from followups.panel.forms import why_asked


@pytest.mark.parametrize(
    ("kind", "days", "said"),
    [
        ("silent", 1, "Silent for 1 day"),
        ("silent", 30, "Silent for 30 days"),
        ("since", 1, "In the last 1 day"),
        ("since", 7, "In the last 7 days"),
    ],
)
def test_days_without_a_touch(kind: str, days: int, said: str) -> None:
    assert in_days(kind, days) == said


@pytest.mark.parametrize(
    ("touches", "days", "said"),
    [
        (1, 1, "1 touch on a person a day"),
        (2, 1, "2 touches on a person a day"),
        (1, 14, "1 touch on a person in 14 days"),
    ],
)
def test_a_ceiling(touches: int, days: int, said: str) -> None:
    assert Segment(ceiling_touches=touches, ceiling_days=days).ceiling_in_words == said


@pytest.mark.parametrize(
    ("touches", "days", "said"), [(1, 1, "one touch a day"), (3, 7, "3 touches in 7 days")]
)
def test_what_a_ceiling_holds(touches: int, days: int, said: str) -> None:
    held = str(Held(date(2026, 11, 16), touches, days))

    assert held == f"not before Mon 16 Nov 2026: {said}"


def test_a_minute() -> None:
    segment = Segment(first_touch_amount=1, first_touch_unit=FirstTouchUnit.WORKING_MINUTES)

    assert segment.first_touch_in_words == "1 working minute"


def test_a_working_day_of_silence() -> None:
    assert why_asked(Segment(longest_silence=1)) == "Why, if later than 1 working day"
    assert why_asked(Segment(longest_silence=3)).endswith("3 working days")
