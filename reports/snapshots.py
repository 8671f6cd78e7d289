"""What a closed retrospective keeps: numbers, the ids behind each, and the definitions of then.

The numbers are how many ids there are, so the two cannot differ. No name is in it: people and
leads are told by their ids, and shown as they are called now.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from followups.in_force import policy_at
from followups.lists.inquiry_filters import followed_up
from followups.numbers import Numbers
from leadfollow.clock import Week
from leadfollow.people.models import Team, User
from leads.models import OPEN
from reports.commitments_kept import CommitmentsKept
from reports.follow_up_level import window
from reports.ledger import Fate, Ledger, LedgerRow, came_due, written_off
from reports.models import Retrospective
from reports.retrospective import (
    NUMBERS,
    Findings,
    RepWeek,
    conditions_of_leads,
    early_stops,
    leads_of,
    new,
    older_debt,
)

FORMAT = 1
Ids = dict[str, list[int]]  # by the name of the number
ByRep = dict[int | None, Ids]


def taken(its: Findings, team: Team) -> dict[str, Any]:
    """The snapshot of a team's week as of the findings' moment, as plain JSON values."""
    ids = ids_behind(team, its.week, its.policy.numbers, now=its.as_of)
    reps = {row.rep_id for row in its.rows} | set(ids)
    return {
        "format": FORMAT,
        "team": team.pk,
        "week": str(its.week),
        "as_of": its.as_of.isoformat(),
        "definitions": {"policy": its.policy.version},
        "reps": [
            {"rep": rep, "ids": {name: sorted(found) for name, found in ids[rep].items()}}
            for rep in sorted(reps, key=lambda rep: rep or 0)
        ],
        "weeks": [
            {
                "week": str(ledger.week),
                "fates": {fate.value: getattr(ledger.total, fate) for fate in Fate},
            }
            for ledger in its.weeks
        ],
    }


def as_text(snapshot: dict[str, Any]) -> str:
    """One spelling for each snapshot, so that its digest tells it from any other."""
    return json.dumps(snapshot, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Kept:
    """What a closed retrospective says: the numbers, and the ids behind each."""

    findings: Findings
    ids: ByRep
    commitments: dict[str, Any]

    @property
    def kept(self) -> CommitmentsKept:
        ends, waiting = self.commitments["settled"], self.commitments["open"]
        number = sum(map(len, ends.values())) + len(waiting)
        return CommitmentsKept(len(ends["kept"]), len(ends["carried"]), number)

    def ids_of(self, name: str, *, rep: int | None, all_reps: bool) -> list[int]:
        """Behind one number, of a rep (None: nobody's) or of all."""
        rows = self.ids.values() if all_reps else [self.ids.get(rep, {})]
        return [pk for row in rows for part in parts_of(name) for pk in row.get(part, [])]


def parts_of(name: str) -> tuple[str, ...]:
    """A number that adds others up is their rows together."""
    if name == "came_due":
        return tuple(Fate.values)
    return ("not_made", "older") if name == "due_and_not_made" else (name,)


def read(held: Retrospective, *, rep: User | None = None) -> Kept:
    """What was kept, of the team or of one rep; names are as they are now."""
    told = json.loads(held.snapshot)
    as_of, week = datetime.fromisoformat(told["as_of"]), held.its_week
    ids: ByRep = {row["rep"]: row["ids"] for row in told["reps"]}
    if rep:
        ids = {rep.pk: ids.get(rep.pk, {})}
    names = dict(User.objects.filter(pk__in=filter(None, ids)).values_list("pk", "name"))
    rows = [row_of(pk, names.get(pk, _("nobody")), each) for pk, each in ids.items()]
    rows.sort(key=lambda row: (row.rep_id is None, row.rep))
    weeks = [ledger_of(each["week"], each["fates"], as_of) for each in told["weeks"]]
    policy = policy_at(min(as_of, week.ends_at(held.team.time_zone)))
    findings = Findings(rep or held.team, week, as_of, tuple(rows), tuple(weeks), policy)
    return Kept(findings, ids, told["commitments"])


def ledger_of(week: str, fates: dict[str, int], as_of: datetime) -> Ledger:
    return Ledger(Week.parse(week), as_of, (LedgerRow(None, sum(fates.values()), **fates),))


def row_of(rep_id: int | None, name: str, ids: Ids) -> RepWeek:
    numbers: dict[str, Any] = {each: len(ids.get(each, [])) for each in NUMBERS}
    numbers["came_due"] = sum(len(ids.get(fate, [])) for fate in Fate)
    return RepWeek(name, rep_id, **numbers)


def ids_behind(team: Team, week: Week, by: Numbers, *, now: datetime) -> ByRep:
    """The ids of leads, touches, early stops and inquiries behind the numbers of each rep."""
    found: ByRep = defaultdict(lambda: defaultdict(list))
    is_new = new(team, week, by)
    conditions = conditions_of_leads(is_new, by, now)
    flagged: dict[str, Any] = {f"is_{name}": condition for name, condition in conditions.items()}
    leads = leads_of(team).filter(OPEN | is_new).annotate(**flagged)
    for owner, pk, *flags in leads.values_list("owner", "pk", *flagged):
        for name, is_so in zip(conditions, flags, strict=True):
            if is_so:
                found[owner][name].append(pk)
    for rep, fate, pk in came_due(team, week, now=now).values_list("counts_for", "fate", "pk"):
        found[rep][fate].append(pk)
    for owner, pk in older_debt(team, week, now=now).values_list("lead__owner", "pk"):
        found[owner]["older"].append(pk)
    for rep, pk in written_off(team, week, now=now).values_list("counts_for", "pk"):
        found[rep]["written_off"].append(pk)
    for rep, pk in early_stops(team, week, now=now).values_list("rep", "pk"):
        found[rep]["stopped_early"].append(pk)
    asked = window(leads_of(team), days=by.level_days, now=now)
    asked = asked.annotate(is_followed_up=followed_up(now))
    for owner, pk, is_so in asked.values_list("lead__owner", "pk", "is_followed_up"):
        found[owner]["inquiries"].append(pk)
        found[owner]["followed_up" if is_so else "not_followed_up"].append(pk)
    return found
