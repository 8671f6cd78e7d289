"""A cadence on real dates, and what is to be said against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Segment
from followups.cadences.planning import decided_at, due
from followups.in_force import numbers_in_force
from followups.models import Cadence, Channel, Enrolment, Outcome, Step
from followups.policy import CHANNELS_A_PLAN, SAME_CHANNEL_IN_A_ROW
from leadfollow.clock import WorkingTime

Branches = tuple[tuple[str, int | None], ...]  # by outcome how many steps ahead; None: the decision
Ways = Mapping[int, Branches]  # of a step, by its position


@dataclass(frozen=True)
class Way:
    """What an outcome leads to, and when; without a step it is the decision."""

    outcome: str
    step: Step | None
    due_at: datetime


@dataclass(frozen=True)
class DatedStep:
    """A step, and when it is due if it begins now and each one is made on time."""

    step: Step
    due_at: datetime
    ways: tuple[Way, ...] = ()


def ways_of(steps: Iterable[Step]) -> Ways:
    """The branches of saved steps, by their positions."""
    return {
        step.position: tuple((branch.outcome, branch.ahead) for branch in step.branches.all())
        for step in steps
    }


def on_dates(
    cadence: Cadence, steps: Sequence[Step], ways: Ways, *, now: datetime, working: WorkingTime
) -> list[DatedStep]:
    """Every step in order, with what else may follow it; neither the cadence nor its steps need to
    be saved."""
    enrolment = Enrolment(cadence=cadence, began_at=now)

    def due_after(step: Step, done: Step | None, at: datetime) -> datetime:
        return due(step, steps, enrolment=enrolment, done=done, at=at, working=working)

    by_position = {step.position: step for step in steps}
    dated: list[DatedStep] = []
    for step in steps:
        done, at = (dated[-1].step, dated[-1].due_at) if dated else (None, now)
        moment = due_after(step, done, at)
        branches = []
        for outcome, ahead in ways.get(step.position, ()):
            to = by_position.get(step.position + ahead) if ahead else None
            comes = due_after(to, step, moment) if to else decided_at(moment, working)
            branches.append(Way(str(Outcome(outcome).label), to, comes))
        dated.append(DatedStep(step, moment, tuple(branches)))
    return dated


def end_of(
    cadence: Cadence, dated: Sequence[DatedStep], *, working: WorkingTime
) -> datetime | None:
    """When the lead is decided on, if nobody answers; a rhythm has no end."""
    return decided_at(dated[-1].due_at, working) if dated and not cadence.is_rhythm else None


def warnings_of(
    cadence: Cadence,
    dated: Sequence[DatedStep],
    *,
    segment: Segment | None,
    now: datetime,
    working: WorkingTime,
) -> list[str]:
    """What speaks against the plan, each in a sentence; none of it forbids it."""
    steps = [each.step for each in dated]
    found = [*against_channels(steps), *against_persons(dated)]
    if not cadence.is_rhythm:
        found = [*against_length(steps), *found, *against_order(steps)]
    if segment and dated and dated[0].due_at > segment.first_touch_by(now, working):
        found.append(
            _(
                "The first step comes later than %(name)s allows: its first touch"
                " is due within %(limit)s."
            )
            % {"name": segment.name, "limit": segment.first_touch_in_words}
        )
    return found


def against_length(steps: Sequence[Step]) -> Iterator[str]:
    fewest, most = numbers_in_force().planned
    numbers = {"number": len(steps), "fewest": fewest, "most": most}
    if len(steps) < fewest:
        few = ngettext(
            "%(number)s step: reaching the people who count takes %(fewest)s to %(most)s.",
            "%(number)s steps: reaching the people who count takes %(fewest)s to %(most)s.",
            len(steps),
        )
        yield few % numbers
    if len(steps) > most:
        many = ngettext(
            "%(number)s step: more than %(most)s touches are too many for one lead.",
            "%(number)s steps: more than %(most)s touches are too many for one lead.",
            len(steps),
        )
        yield many % numbers
    if not (steps and steps[-1].is_decision):
        yield _("It ends in silence: let the last step be the decision.")


def against_channels(steps: Sequence[Step]) -> Iterator[str]:
    channels = [str(step.channel) for step in steps]
    row = SAME_CHANNEL_IN_A_ROW
    for first in range(len(channels) - row + 1):
        if len(set(channels[first : first + row])) == 1:
            name = Channel(channels[first]).label
            yield _(
                "Steps %(first)s to %(last)s are %(channel)s each time. Change the channel."
            ) % {"first": first + 1, "last": first + row, "channel": name}
            break
    if len(set(channels)) < CHANNELS_A_PLAN:
        yield _("Fewer than %(number)s channels: not everybody answers the telephone.") % {
            "number": CHANNELS_A_PLAN
        }


def against_persons(dated: Iterable[DatedStep]) -> Iterator[str]:
    """A plan stays with its person: where an outcome leads to a step for another, one chooses."""
    for each in dated:
        for way in each.ways:
            here, there = each.step.contact_role, way.step.contact_role if way.step else ""
            if way.step and here and there and here.casefold() != there.casefold():
                yield _(
                    "After “%(outcome)s” of step %(step)s comes step %(next)s, which is for another"
                    " person (%(there)s, not %(here)s): choose the person when you log it, or let"
                    " it lead elsewhere."
                ) % {
                    "outcome": way.outcome,
                    "step": each.step.position,
                    "next": way.step.position,
                    "there": there,
                    "here": here,
                }


def against_order(steps: Sequence[Step]) -> Iterator[str]:
    for number, (earlier, later) in enumerate(pairwise(steps), start=2):
        if not (later.from_done or earlier.from_done) and later.day < earlier.day:
            yield _("Step %(number)s is planned on an earlier day than the step before it.") % {
                "number": number
            }
