"""What the numbers of the policy are about: those of one subject stand together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from django.utils.translation import gettext_lazy

T = TypeVar("T")

SUBJECTS = (
    (gettext_lazy("When a person is given up"), ("soft_attempts", "hard_attempts")),
    (
        gettext_lazy("How much a lead gets"),
        ("fewest_planned", "most_planned", "fewest_touches", "people_a_lead"),
    ),
    (
        gettext_lazy("What is asked for, and told"),
        (
            "verdict_touches",
            "verdict_working_days",
            "escalated_after",
            "outside_working_days",
            "rejected_notice",
            "rejected_alarm",
        ),
    ),
    (
        gettext_lazy("What is far away, or silent"),
        (
            "long_step_months",
            "silent_days",
            "silent_longer",
            "silent_longest",
            "wake_ups_a_week",
        ),
    ),
    (
        gettext_lazy("The time for it"),
        ("follow_up_minutes", "minutes_a_touch"),
    ),
    (
        gettext_lazy("The retrospective"),
        ("level_days", "level_from", "level_to", "cohort_days"),
    ),
    (
        gettext_lazy("What inquiries are worth"),
        (
            "raw_a_sale",
            "qualified_a_sale",
            "buyers_in_3_least",
            "buyers_in_3_most",
            "buyers_in_6",
            "buyers_in_12",
        ),
    ),
)


def by_subject(things: Mapping[str, T]) -> Iterator[tuple[str, list[T]]]:
    """Each subject with what there is for its numbers, by their names."""
    for subject, names in SUBJECTS:
        yield str(subject), [things[name] for name in names]
