"""The numbers that the follow-up policy sets: what each means, where it comes from, its bounds.

A new one is a field of `Numbers`, whose default is what the product came with, and a `Number` in
`NUMBERS`. Versions of the policy that were written before it go by the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

OWN = "no root source found"


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
    long_step_months: int = 3
    silent_days: int = 30
    silent_longer: int = 60
    silent_longest: int = 90
    wake_ups_a_week: int = 10
    level_days: int = 90
    level_from: int = 60
    level_to: int = 80
    cohort_days: int = 14

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


@dataclass(frozen=True)
class Number:
    """One of them in words."""

    name: str
    label: str
    unit: str
    least: int
    most: int
    source: str
    used: str


def article(number: str) -> str:
    return f"article {number}"


NUMBERS = (
    Number(
        "soft_attempts", "Attempts when stopping is offered", "on a person", 1, 30,
        article("002"), "The log panel offers the next person, a bucket or the end",
    ),
    Number(
        "hard_attempts", "Attempts when a person counts as exhausted", "on a person", 1, 30,
        article("002"), "The flag “exhausted”; one more try on the same person asks why",
    ),
    Number(
        "fewest_planned", "Touches of a plan, at least", "touches", 1, 50,
        article("004"), "Counters in the log panel; the cadence builder warns of less",
    ),
    Number(
        "most_planned", "Touches of a plan, at most", "touches", 1, 50,
        article("004"), "Counters in the log panel; the cadence builder warns of more",
    ),
    Number(
        "fewest_touches", "Touches before one stops without being asked why", "touches", 1, 30,
        article("004"), "Giving up earlier asks for a reason, and the retrospective counts it",
    ),
    Number(
        "people_a_lead", "People to reach at a lead", "people", 1, 20,
        article("004"), "“2 of 4 people reached” on the lead, and whom to find next",
    ),
    Number(
        "verdict_touches", "Touches by which a lead has a verdict", "touches", 1, 20,
        article("003"), "The flag “no verdict”",
    ),
    Number(
        "verdict_working_days", "Time to a verdict", "working days", 1, 60,
        OWN, "The flag “no verdict”; for leads that are handed over from then on",
    ),
    Number(
        "escalated_after", "Until the manager is told", "working days", 1, 30,
        OWN, "Flags that a rep leaves standing are told to his manager",
    ),
    Number(
        "long_step_months", "Long next step", "months", 1, 12,
        article("000"), "The quick pick for “not now”",
    ),
    Number(
        "silent_days", "Black hole: silent for", "days", 1, 365,
        article("000"), "The retrospective counts these leads; Monday’s wake-ups come from them",
    ),
    Number(
        "silent_longer", "Black hole: silent for longer", "days", 2, 730,
        article("000"), "The retrospective’s second count",
    ),
    Number(
        "silent_longest", "Black hole: silent for the longest", "days", 3, 1095,
        article("000"), "The retrospective’s third count",
    ),
    Number(
        "wake_ups_a_week", "Silent leads woken each Monday", "leads a rep", 0, 100,
        article("000"), "The longest-silent leads that come back to each rep’s queue",
    ),
    Number(
        "level_days", "Follow-up level: its window", "days", 7, 730,
        OWN, "Inquiries that the retrospective’s follow-up level looks back on",
    ),
    Number(
        "level_from", "Follow-up level: healthy from", "%", 0, 100,
        article("001"), "The retrospective’s follow-up level is red below it",
    ),
    Number(
        "level_to", "Follow-up level: healthy to", "%", 0, 100,
        article("001"), "The band beside the retrospective’s follow-up level",
    ),
    Number(
        "cohort_days", "New leads of a retrospective", "days", 1, 90,
        article("000"), "Inquiries first assigned in so many days to the end of its week",
    ),
)  # fmt: skip
BY_NAME = {number.name: number for number in NUMBERS}

# Of each pair the first is not more than the second.
IN_ORDER = (
    ("soft_attempts", "hard_attempts"),
    ("fewest_planned", "most_planned"),
    ("silent_days", "silent_longer"),
    ("silent_longer", "silent_longest"),
    ("level_from", "level_to"),
)

# A lead keeps state that follows from these.
SETTLED = ("hard_attempts", "verdict_touches")


def troubles(numbers: Numbers) -> Iterator[tuple[str, str]]:
    """What is wrong with them: the name, and a sentence that says what to do."""
    for number in NUMBERS:
        value = getattr(numbers, number.name)
        if not number.least <= value <= number.most:
            yield number.name, f"{number.label}: choose {number.least} to {number.most}."
    for low, high in IN_ORDER:
        if getattr(numbers, low) > getattr(numbers, high):
            least, most = BY_NAME[low], BY_NAME[high]
            yield high, f"{most.label}: choose {getattr(numbers, low)} or more ({least.label})."


def touched_by(old: Numbers, new: Numbers) -> list[str]:
    """The numbers in which they differ, in the order of the page."""
    return [n.name for n in NUMBERS if getattr(old, n.name) != getattr(new, n.name)]


def settles(old: Numbers, new: Numbers) -> bool:
    """Whether leads must be settled anew before the second is in force after the first."""
    return any(name in SETTLED for name in touched_by(old, new))
