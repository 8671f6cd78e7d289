"""Whether what distribution keeps is what it did: whose turn it is, and what is tried again."""

from __future__ import annotations

from django.db.models import Exists, Max, OuterRef
from django.db.models.fields.json import KT

from followups.audit.findings import Finding, broken
from followups.distribution.words import WAITS
from followups.models import NextTry, Turn
from followups.staleness import flags_as_of
from leadfollow.clock import ONE_DAY
from leadfollow.log.models import Entry
from leadfollow.people.models import User
from leads.models import Assignment

LATE_BY = ONE_DAY  # a worker that has much to do, or a refusal that is tried again, is no fault


def distribution_stands() -> Finding:
    """Whoever got a lead by a rule, or by turn in his team, stands in that line no earlier than
    that lead; what is tried again was found waiting, and is tried once its moment is past."""
    found = turns_behind()
    tries = NextTry.objects.all()
    waited = Entry.objects.filter(event=WAITS, lead_id=OuterRef("lead"))
    found += broken(tries.exclude(Exists(waited)), "is of a lead that never waited")
    if as_of := flags_as_of():
        found += broken(tries.filter(at__lt=as_of - LATE_BY), "is past, and was not tried")
    return Finding(Turn.objects.count() + tries.count(), found)


def turns_behind() -> list[str]:
    """Places in a line that are as if the last lead had not been given; no more is known of them
    where that lead is in the bin."""
    given = Assignment.objects.filter(why__has_key="rule", given_by=None).order_by()
    last = given.values_list(KT("why__rule"), "rep").annotate(last=Max("began_at"))
    turns = {(turn.rule_id, turn.user_id): turn.at for turn in Turn.objects.all()}
    by_team = dict(User.objects.values_list("pk", "last_given_at"))
    found = []
    for rule, rep, at in last:
        by_turn = rule in (None, "null")  # as PostgreSQL and as SQLite say it
        kept = by_team[rep] if by_turn else turns.get((int(rule), rep))
        if kept is None or kept < at:
            line = f"user {rep}" if by_turn else f"distributionrule {rule}"
            found.append(f"{line}: the turn of user {rep} is before a lead that he got by it")
    return sorted(found)
