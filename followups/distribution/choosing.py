"""Who of the reps gets a lead, why he, and why not the others. Pure: nothing is asked or kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from followups.distribution.rules import Rule
from followups.models import Way
from leadfollow.clock import day_end, today
from leadfollow.people.models import User

NEVER = datetime.min.replace(tzinfo=UTC)
ALL = None  # the line of the teams themselves


class Why(StrEnum):
    """Why somebody is passed over."""

    AWAY = "away"
    LESSON = "lesson"
    HAD_IT = "had_it"
    NOT_AT_WORK = "not_at_work"
    DAY_FULL = "day_full"
    OPEN_FULL = "open_full"


@dataclass
class Rep:
    """Somebody who may get leads, as far as a choice looks; `load` is his follow-up due."""

    user: User
    lesson_first: bool = False
    absences: list[tuple[datetime, datetime]] = field(default_factory=list)
    load: int = 0
    open: int = 0
    given_on: Counter[date] = field(default_factory=Counter)

    @property
    def pk(self) -> int:
        return self.user.pk

    def today(self, at: datetime) -> date:
        return today(self.user.time_zone, at)

    def obstacle(self, rule: Rule, at: datetime) -> Obstacle | None:
        """Why he cannot be given a lead now, and until when as far as that is known."""
        if self.lesson_first:
            return Obstacle(self.pk, Why.LESSON)
        if away := [ends for begins, ends in self.absences if begins <= at < ends]:
            return Obstacle(self.pk, Why.AWAY, max(away))
        if rule.only_at_work and not self.user.working_time.is_open(at):
            return Obstacle(self.pk, Why.NOT_AT_WORK, self.user.working_time.next_opening(at))
        if (most := self.user.open_cap) is not None and self.open >= most:
            return Obstacle(self.pk, Why.OPEN_FULL)
        if (most := self.user.daily_cap) is not None and self.given_on[self.today(at)] >= most:
            return Obstacle(self.pk, Why.DAY_FULL, day_end(self.today(at), self.user.time_zone))
        return None


@dataclass(frozen=True)
class Obstacle:
    """Why somebody is passed over, and until when, where that is known."""

    rep_id: int
    why: Why
    until: datetime | None = None


@dataclass
class Board:
    """Everybody whom the rules name, and whose turn it is in each; changed by what is given."""

    reps: dict[int, Rep] = field(default_factory=dict)
    turns: dict[tuple[int | None, int], datetime] = field(default_factory=dict)

    def members(self, rule: Rule) -> Iterator[Rep]:
        """Whom the rule names, as far as he works here as a rep."""
        for rep in self.reps.values():
            if rep.user.team_id == rule.team_id if rule.team_id else rep.pk in rule.rep_ids:
                yield rep

    def turn(self, rule: Rule, rep: Rep) -> datetime:
        return self.turns.get((rule.pk, rep.pk), NEVER)

    def next_turn(self, rule: Rule, at: datetime) -> datetime:
        """The end of the rule's line, also among leads of one moment, or of a past one."""
        last = max((self.turn(rule, rep) for rep in self.members(rule)), default=NEVER)
        return at if last == NEVER else max(at, last + timedelta.resolution)

    def give(self, rule: Rule, rep: Rep, at: datetime, *, load: int) -> None:
        """As it is once he has a lead more, which is so much follow-up."""
        self.turns[rule.pk, rep.pk] = self.next_turn(rule, at)
        rep.given_on[rep.today(at)] += 1
        rep.open += 1
        rep.load += load


@dataclass(frozen=True)
class Choice:
    """Who gets it by which rule; nobody where all that fit have none. `passed` tells why not the
    others."""

    rule: Rule | None = None
    rep: Rep | None = None
    passed: tuple[Obstacle, ...] = ()

    @property
    def next_try(self) -> datetime | None:
        """When the first of those passed over may be there."""
        return min((one.until for one in self.passed if one.until), default=None)

    @property
    def told(self) -> dict[str, Any]:
        """The reason, as it is kept."""
        passed: dict[str, list[int]] = {}
        for one in self.passed:
            passed.setdefault(str(one.why), []).append(one.rep_id)
        why: dict[str, Any] = {"passed": passed} if passed else {}
        if self.rule is None or self.rep is None:
            return why
        if self.rule.way == Way.LEAST_LOADED:
            why["load"] = self.rep.load
        return why | {"rule": self.rule.pk, "position": self.rule.position}


def choose(
    rules: Iterable[Rule], board: Board, *, at: datetime, but: Collection[int] = ()
) -> Choice:
    """By the first of the rules that has somebody: whose turn it is, or who has least to do."""
    passed: dict[int, Obstacle] = {}
    for rule in rules:
        line: list[Rep] = []
        for rep in board.members(rule):
            had = Obstacle(rep.pk, Why.HAD_IT) if rep.pk in but else None
            if found := had or rep.obstacle(rule, at):
                passed.setdefault(rep.pk, found)
            else:
                line.append(rep)
        if line:
            first = min(line, key=lambda rep: place(rule, rep, board))
            left = tuple(one for one in passed.values() if one.rep_id != first.pk)
            return Choice(rule, first, left)
    return Choice(passed=tuple(passed.values()))


def place(rule: Rule, rep: Rep, board: Board) -> tuple[int, datetime, int]:
    """Where somebody stands in the rule's line; of two equally loaded, whose turn it is."""
    load = rep.load if rule.way == Way.LEAST_LOADED else 0
    return load, board.turn(rule, rep), rep.pk
