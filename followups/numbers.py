"""The numbers that the follow-up policy sets, and what must hold of them.

A new one is a field of `Numbers`, whose default is what the product came with, and a `Number` in
`numbers_told.NUMBERS`. Versions of the policy that were written before it go by the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.utils.translation import gettext as _

from followups.numbers_told import BY_NAME, NUMBERS


@dataclass(frozen=True)
class Numbers:
    """All of them, as one version of the policy has them."""

    soft_attempts: int = 6
    hard_attempts: int = 8
    fewest_planned: int = 7
    most_planned: int = 13
    fewest_touches: int = 6
    people_a_lead: int = 4
    verdict_touches: int = 3
    verdict_working_days: int = 5
    escalated_after: int = 2
    outside_working_days: int = 2
    rejected_notice: int = 3
    rejected_alarm: int = 4
    long_step_months: int = 3
    silent_days: int = 30
    silent_longer: int = 60
    silent_longest: int = 90
    wake_ups_a_week: int = 10
    follow_up_minutes: int = 120
    minutes_a_touch: int = 6
    level_days: int = 90
    level_from: int = 60
    level_to: int = 80
    cohort_days: int = 14
    raw_a_sale: int = 10
    qualified_a_sale: int = 5
    buyers_in_3_least: int = 10
    buyers_in_3_most: int = 15
    buyers_in_6: int = 26
    buyers_in_12: int = 45

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """As a version keeps them; what is no number any more is left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: int(value) for name, value in kept.items() if name in known})

    def as_dict(self) -> dict[str, int]:
        return asdict(self)

    @property
    def planned(self) -> tuple[int, int]:
        """Touches that a lead's plan has: from, to."""
        return self.fewest_planned, self.most_planned

    @property
    def limits(self) -> tuple[int, int]:
        """After so many attempts in vain stopping is offered, and is the rule."""
        return self.soft_attempts, self.hard_attempts

    @property
    def band(self) -> tuple[int, int]:
        """Per cent between which a running follow-up level is healthy."""
        return self.level_from, self.level_to

    @property
    def silences(self) -> tuple[int, int, int]:
        """Days without a touch that are counted."""
        return self.silent_days, self.silent_longer, self.silent_longest


SHIPPED = Numbers()


# Of each pair the first is not more than the second.
IN_ORDER = (
    ("soft_attempts", "hard_attempts"),
    ("fewest_planned", "most_planned"),
    ("silent_days", "silent_longer"),
    ("silent_longer", "silent_longest"),
    ("level_from", "level_to"),
    ("rejected_notice", "rejected_alarm"),
    ("qualified_a_sale", "raw_a_sale"),
    ("buyers_in_3_least", "buyers_in_3_most"),
    ("buyers_in_3_most", "buyers_in_6"),
    ("buyers_in_6", "buyers_in_12"),
)

# A lead keeps state that follows from these.
SETTLED = ("hard_attempts", "verdict_touches")


def troubles(numbers: Numbers) -> Iterator[tuple[str, str]]:
    """What is wrong with them: the name, and a sentence that says what to do."""
    for number in NUMBERS:
        value = getattr(numbers, number.name)
        if not number.least <= value <= number.most:
            yield (
                number.name,
                _("%(label)s: choose %(least)s to %(most)s.")
                % {"label": number.label, "least": number.least, "most": number.most},
            )
    for low, high in IN_ORDER:
        if getattr(numbers, low) > getattr(numbers, high):
            least, most = BY_NAME[low], BY_NAME[high]
            yield (
                high,
                _("%(label)s: choose %(least)s or more (%(because_of)s).")
                % {"label": most.label, "least": getattr(numbers, low), "because_of": least.label},
            )


def touched_by(old: Numbers, new: Numbers) -> list[str]:
    """The numbers in which they differ, in the order of the page."""
    return [n.name for n in NUMBERS if getattr(old, n.name) != getattr(new, n.name)]


def settles(old: Numbers, new: Numbers) -> bool:
    """Whether leads must be settled anew before the second is in force after the first."""
    return any(name in SETTLED for name in touched_by(old, new))
