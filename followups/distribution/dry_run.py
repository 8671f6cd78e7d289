"""What a change of the rules would have done: the leads of the last 30 days, given out again.

In the order in which they came in, with absences, lesson and hours as they were at that moment,
and load, open leads and turns as they are now, as if none of these leads had been given yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from campaigns.shipped import PROSPECTING
from followups.cadences.planning import plan_next
from followups.distribution.choosing import Board, Rep, choose
from followups.distribution.load import board_of, horizon
from followups.distribution.rules import Asked, Rule, asked_about, rules_for, rules_in_use
from followups.models import Cadence, Enrolment
from followups.operations.distributing import Draft
from leadfollow.ids import id_in
from leadfollow.people.models import User
from leads.models import Assignment, Inquiry, Lead, Territory

REPLAYED = timedelta(days=30)
MOST = 2000  # leads, the newest
LISTED = 100  # leads of one number
NOBODY = 0
Given = dict[int, int]  # to whom each lead goes; NOBODY: it waits


class Weights:
    """How much load a lead is for who gets it: one if its first step is due within the horizon, or
    if it has no plan."""

    def __init__(self) -> None:
        cadences = Cadence.objects.current().filter(segment__isnull=False)
        self.cadences = {each.segment_id: each for each in cadences.prefetch_related("steps")}

    def of(self, asked: Asked, rep: Rep, at: datetime) -> int:
        cadence = self.cadences.get(asked.segment_id)
        if cadence is None:
            return 1
        begun = Enrolment(cadence=cadence, began_at=at)
        first = plan_next(begun, done=None, contact=None, at=at, working=rep.user.working_time)
        return 1 if first is None or first.due_at < horizon(rep.user, at) else 0


def replay(
    leads: Iterable[Lead],
    asked: dict[int, Asked],
    rules: list[Rule],
    board: Board,
    weights: Weights,
) -> Given:
    """To whom each goes, one after the other; the board is changed by it."""
    given: Given = {}
    for lead in leads:
        its, at = asked[lead.pk], lead.received_at
        choice = choose(rules_for(its, rules), board, at=at)
        given[lead.pk] = choice.rep.pk if choice.rep else NOBODY
        if choice.rule and choice.rep:
            board.give(choice.rule, choice.rep, at, load=weights.of(its, choice.rep, at))
    return given


def leads_to_replay(now: datetime) -> list[Lead]:
    """Those of the last 30 days that came in by themselves, for nobody in particular; the oldest
    first."""
    imported = Inquiry.objects.filter(lead=OuterRef("pk"), imported=True)
    named = Assignment.objects.filter(
        lead=OuterRef("pk"), given_by__isnull=False, began_at__lte=OuterRef("received_at")
    )
    came = Lead.objects.filter(received_at__gt=now - REPLAYED, received_at__lte=now)
    came = came.exclude(Exists(imported)).exclude(Exists(named)).exclude(campaign__code=PROSPECTING)
    newest = came.select_related("campaign").order_by("-received_at", "-pk")[:MOST]
    return list(newest)[::-1]


def with_draft(rules: list[Rule], rule_id: int | None, draft: Draft) -> list[Rule]:
    """The rules as they would be in use."""
    territory = Territory.objects.filter(pk__in=[draft.territory_id]).first()
    mine = Rule(
        pk=rule_id or NOBODY,
        segment_id=draft.segment_id,
        campaign_id=draft.campaign_id,
        product_id=draft.product_id,
        territory=territory,
        team_id=draft.team_id,
        rep_ids=frozenset(() if draft.team_id else draft.reps),
        way=draft.way,
        only_at_work=draft.only_at_work,
    )
    order = [rule for rule in rules if rule.pk != rule_id]
    if draft.place is not None:
        order.insert(max(draft.place - 1, 0), mine)
    return [replace(rule, position=number) for number, rule in enumerate(order, start=1)]


def outcome(leads: list[Lead], rules: list[Rule], *, now: datetime) -> Given:
    """What these rules make of these leads."""
    if not leads:
        return {}
    asked = asked_about(leads, fully=True)
    every = [*rules, *(Rule(team_id=its.team_id) for its in asked.values() if its.team_id)]
    start, ids = leads[0].received_at, {lead.pk for lead in leads}
    board = board_of(every, at=start, until=leads[-1].received_at, load_at=now, but=ids)
    return replay(leads, asked, rules, board, Weights())


@dataclass(frozen=True)
class Row:
    """How many leads one gets, as it is and as it would be."""

    rep_id: int
    name: str
    before: int
    after: int

    @property
    def more(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class DryRun:
    """Both outcomes, of the leads that the reader may see."""

    before: Given
    after: Given
    names: dict[int, str]

    @property
    def rows(self) -> list[Row]:
        """By name; what waits in the inbox last."""
        got = {NOBODY, *self.before.values(), *self.after.values()}
        rows = [
            Row(pk, self.name(pk), *(list(side.values()).count(pk) for side in self.sides))
            for pk in got
        ]
        return sorted(rows, key=lambda row: (row.rep_id == NOBODY, row.name))

    @property
    def sides(self) -> tuple[Given, Given]:
        return self.before, self.after

    @property
    def moved(self) -> int:
        """How many go to somebody else."""
        return sum(self.after[pk] != to for pk, to in self.before.items())

    def name(self, rep_id: int) -> str:
        return self.names.get(rep_id) or _("Waits in the inbox")

    def shown(self, asked: str) -> Shown | None:
        """The leads of a number, asked for as in "after-12"; None where that says nothing."""
        side, _dash, rep = asked.partition("-")
        number = id_in(rep)
        if side not in ("before", "after") or number is None:
            return None
        given = self.before if side == "before" else self.after
        its = [pk for pk, to in given.items() if to == number]
        words = {"who": self.name(number)}
        title = _("As it is: %(who)s") if side == "before" else _("With this rule: %(who)s")
        leads = Lead.objects.filter(pk__in=its[-LISTED:]).select_related("campaign")
        return Shown(title % words, len(its), list(leads.order_by("-received_at", "-pk")))


@dataclass(frozen=True)
class Shown:
    """The leads behind a number; of very many the newest."""

    title: str
    number: int
    leads: list[Lead]


def dry_run(*, rule_id: int | None, draft: Draft, reader: User, now: datetime) -> DryRun:
    """The rules as they are beside the rules with this one so."""
    leads, rules = leads_to_replay(now), rules_in_use()
    before = outcome(leads, rules, now=now)
    after = outcome(leads, with_draft(rules, rule_id, draft), now=now)
    seen = visible(before, reader)
    before, after = ({pk: to for pk, to in side.items() if pk in seen} for side in (before, after))
    people = User.objects.in_bulk({*before.values(), *after.values()})
    return DryRun(before, after, {pk: str(person) for pk, person in people.items()})


def visible(ids: Collection[int], reader: User) -> set[int]:
    reach = Lead.objects.visible_to(reader).filter(pk__in=list(ids))
    return set(reach.values_list("pk", flat=True))
