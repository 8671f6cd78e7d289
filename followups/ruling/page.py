"""What the two pages show."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from followups.models import Policy
from followups.models.policy import WORDS
from followups.numbers import Numbers, touched_by
from followups.numbers_told import BY_NAME, NUMBERS, OWN, Number, article
from followups.policy import CHANNELS_A_PLAN, FARTHEST_STEP_MONTHS
from followups.ruling.subjects import by_subject
from leadfollow.words import Said, within


@dataclass(frozen=True)
class Line:
    """One number of the page, and what the product came with."""

    number: Number
    value: int
    shipped: int

    @property
    def is_own(self) -> bool:
        return self.value != self.shipped


@dataclass(frozen=True)
class Elsewhere:
    """A number that is set in another place, or in none."""

    label: str
    value: str
    source: Said
    used: str
    url: str = ""
    where: str = ""


@dataclass(frozen=True)
class Earlier:
    """A version, and what it changed."""

    policy: Policy
    changes: list[str]

    @property
    def values(self) -> list[tuple[Number, int]]:
        """Its numbers, as they still mean what they meant."""
        return with_values(self.policy.values)


def with_values(numbers: Numbers) -> list[tuple[Number, int]]:
    return [(number, getattr(numbers, number.name)) for number in NUMBERS]


def lines_of(numbers: Numbers) -> list[Line]:
    shipped = Numbers()
    return [
        Line(number, value, getattr(shipped, number.name)) for number, value in with_values(numbers)
    ]


def subjects_of(numbers: Numbers) -> list[tuple[str, list[Line]]]:
    """The lines, those of one subject together."""
    return list(by_subject({line.number.name: line for line in lines_of(numbers)}))


def changes_of(newer: Policy, older: Policy) -> list[str]:
    """What a version changed, each in a line."""
    said = [
        _("The words: %(asks)s") % {"asks": within(asks)}
        for name, asks in WORDS.items()
        if getattr(newer, name) != getattr(older, name)
    ]
    before, after = older.values, newer.values
    return said + [
        f"{BY_NAME[name].label}: {getattr(before, name)} → {getattr(after, name)}"
        for name in touched_by(before, after)
    ]


def history(versions: list[Policy]) -> list[Earlier]:
    """The versions, the newest first, with what each changed."""
    befores = [*versions[1:], None]
    return [
        Earlier(version, changes_of(version, before) if before else [])
        for version, before in zip(versions, befores, strict=True)
    ]


def elsewhere() -> list[Elsewhere]:
    """The numbers that are no part of the policy, and where each is set."""
    segments, cadences = reverse("campaigns:segments"), reverse("followups:cadences")
    return [
        Elsewhere(
            _("First touch after hand-over"),
            _("24 hours; web visitor 1 working hour"),
            f"{article('004')}; {OWN}",
            _("The flag “slow start”"),
            segments,
            _("of each segment"),
        ),
        Elsewhere(
            _("Strategic account: a touch every"),
            _("30 days"),
            article("004"),
            _("The rhythm of the strategic cadence"),
            cadences,
            _("its cadence"),
        ),
        Elsewhere(
            _("Follow-up of a finished cohort"),
            "100 %",
            f"{article('001')}, {article('002')}",
            _("Campaign reports show what is left"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Open follow-ups at a week’s end"),
            "0",
            article("000"),
            _("The retrospective’s third question"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Event leads handed to reps"),
            _("the same day, by the event’s own calendar"),
            article("002"),
            _("The flag “unassigned”"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Other leads handed to reps"),
            _("1 working hour after receipt"),
            OWN,
            _("The flag “unassigned”"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Logged late"),
            _("more than 1 working day after it happened"),
            OWN,
            _("The mark “late” on a touch; reports can leave those out"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Day of the retrospective"),
            _("Friday"),
            article("000"),
            _("“Zero by Friday” in the queue counts what is due until its end"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Channels of a plan, at least"),
            str(CHANNELS_A_PLAN),
            article("004"),
            _("The cadence builder warns of fewer"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Farthest next step without a manager"),
            _("%(number)s months") % {"number": FARTHEST_STEP_MONTHS},
            article("000"),
            _("Buckets, and every date in the log panel"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Fields that our own forms ask for"),
            _("6: name, company, address, postal code, phone, e-mail"),
            article("002"),
            _("The form for a person; a lead shows which of them are known"),
            "",
            _("fixed"),
        ),
        Elsewhere(
            _("Time between two sweeps"),
            _("%(number)s seconds") % {"number": settings.SWEEP_EVERY},
            OWN,
            _("How soon a flag stands after its moment"),
            "",
            _("SWEEP_EVERY in the environment"),
        ),
    ]
