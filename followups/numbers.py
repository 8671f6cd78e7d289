"""The numbers that the follow-up policy sets: what each means, where it comes from, its bounds.

A new one is a field of `Numbers`, whose default is what the product came with, and a `Number` in
`NUMBERS`. Versions of the policy that were written before it go by the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadfollow.words import Said

OWN = gettext_lazy("no root source found")


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
    label: Said
    unit: Said
    least: int
    most: int
    source: Said
    used: Said


def article(number: str) -> Said:
    return format_lazy(gettext_lazy("article {number}"), number=number)


NUMBERS = (
    Number(
        "soft_attempts",
        gettext_lazy("Attempts when stopping is offered"),
        gettext_lazy("on a person"),
        1,
        30,
        article("002"),
        gettext_lazy("The log panel offers the next person, a bucket or the end"),
    ),
    Number(
        "hard_attempts",
        gettext_lazy("Attempts when a person counts as exhausted"),
        gettext_lazy("on a person"),
        1,
        30,
        article("002"),
        gettext_lazy("The flag “exhausted”; one more try on the same person asks why"),
    ),
    Number(
        "fewest_planned",
        gettext_lazy("Touches of a plan, at least"),
        gettext_lazy("touches"),
        1,
        50,
        article("004"),
        gettext_lazy("Counters in the log panel; the cadence builder warns of less"),
    ),
    Number(
        "most_planned",
        gettext_lazy("Touches of a plan, at most"),
        gettext_lazy("touches"),
        1,
        50,
        article("004"),
        gettext_lazy("Counters in the log panel; the cadence builder warns of more"),
    ),
    Number(
        "fewest_touches",
        gettext_lazy("Touches before one stops without being asked why"),
        gettext_lazy("touches"),
        1,
        30,
        article("004"),
        gettext_lazy("Giving up earlier asks for a reason, and the retrospective counts it"),
    ),
    Number(
        "people_a_lead",
        gettext_lazy("People to reach at a lead"),
        gettext_lazy("people"),
        1,
        20,
        article("004"),
        gettext_lazy("“2 of 4 people reached” on the lead, and whom to find next"),
    ),
    Number(
        "verdict_touches",
        gettext_lazy("Touches by which a lead has a verdict"),
        gettext_lazy("touches"),
        1,
        20,
        article("003"),
        gettext_lazy("The flag “no verdict”"),
    ),
    Number(
        "verdict_working_days",
        gettext_lazy("Time to a verdict"),
        gettext_lazy("working days"),
        1,
        60,
        OWN,
        gettext_lazy("The flag “no verdict”; for leads that are handed over from then on"),
    ),
    Number(
        "escalated_after",
        gettext_lazy("Until the manager is told"),
        gettext_lazy("working days"),
        1,
        30,
        OWN,
        gettext_lazy("Flags that a rep leaves standing are told to his manager"),
    ),
    Number(
        "long_step_months",
        gettext_lazy("Long next step"),
        gettext_lazy("months"),
        1,
        12,
        article("000"),
        gettext_lazy("The quick pick for “not now”"),
    ),
    Number(
        "silent_days",
        gettext_lazy("Black hole: silent for"),
        gettext_lazy("days"),
        1,
        365,
        article("000"),
        gettext_lazy("The retrospective counts these leads; Monday’s wake-ups come from them"),
    ),
    Number(
        "silent_longer",
        gettext_lazy("Black hole: silent for longer"),
        gettext_lazy("days"),
        2,
        730,
        article("000"),
        gettext_lazy("The retrospective’s second count"),
    ),
    Number(
        "silent_longest",
        gettext_lazy("Black hole: silent for the longest"),
        gettext_lazy("days"),
        3,
        1095,
        article("000"),
        gettext_lazy("The retrospective’s third count"),
    ),
    Number(
        "wake_ups_a_week",
        gettext_lazy("Silent leads woken each Monday"),
        gettext_lazy("leads a rep"),
        0,
        100,
        article("000"),
        gettext_lazy("The longest-silent leads that come back to each rep’s queue"),
    ),
    Number(
        "level_days",
        gettext_lazy("Follow-up level: its window"),
        gettext_lazy("days"),
        7,
        730,
        OWN,
        gettext_lazy("Inquiries that the retrospective’s follow-up level looks back on"),
    ),
    Number(
        "level_from",
        gettext_lazy("Follow-up level: healthy from"),
        "%",
        0,
        100,
        article("001"),
        gettext_lazy("The retrospective’s follow-up level is red below it"),
    ),
    Number(
        "level_to",
        gettext_lazy("Follow-up level: healthy to"),
        "%",
        0,
        100,
        article("001"),
        gettext_lazy("The band beside the retrospective’s follow-up level"),
    ),
    Number(
        "cohort_days",
        gettext_lazy("New leads of a retrospective"),
        gettext_lazy("days"),
        1,
        90,
        article("000"),
        gettext_lazy("Inquiries first assigned in so many days to the end of its week"),
    ),
)
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
