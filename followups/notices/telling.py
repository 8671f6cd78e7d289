"""Who is told of what, once: DOMAIN's table of flags, the new owner of a lead, who is named.

`tell_assignment` and `tell_named` are part of the operations that assign and that write notes.
`tell_flags` follows each sweep: it looks at what stands and who was not told yet, so that a
missed, doubled or killed run does no harm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from followups.in_force import numbers_in_force
from followups.models import (
    ASSIGNED,
    MENTIONED,
    USUAL,
    Flag,
    FlagKind,
    How,
    Note,
    Notice,
    NoticeChoice,
)
from leadfollow.people.models import Absence, Team, User
from leads.models import Assignment

BATCH = 500
LEFT_UNREAD = timedelta(days=7)
TO_MANAGER_LATER = {FlagKind.SLOW_START, FlagKind.OVERDUE, FlagKind.MISSING}
UNASSIGNED = Q(kind=FlagKind.UNASSIGNED, lead__owner=None)
WITHOUT_OWNER = {FlagKind.UNASSIGNED, FlagKind.OVERDUE}  # to the manager at once

OWNER = "lead__owner"
EVENT_MANAGER = "lead__campaign__owner"
OWNERS_MANAGERS = "lead__owner__team__managers"
RECEIVING_MANAGERS = "lead__campaign__team__managers"
MANAGER = ("is_manager", "is_admin")
Pairs = QuerySet[Any, tuple[int, int, str, int]]


def tell_assignment(given: Assignment, *, at: datetime) -> None:
    """Tell a rep that a lead is now his, unless he took it himself or wants no such notice."""
    how = choice_of(given.rep, ASSIGNED)
    if given.given_by_id == given.rep_id or how == How.NONE:
        return
    Notice.objects.create(
        person=given.rep,
        lead_id=given.lead_id,
        assignment=given,
        told_at=at,
        mail_waits=how == How.MAIL,
    )


def tell_named(note: Note, person: User, *, at: datetime) -> None:
    """Tell somebody, once, that a note names him, unless he wants no such notice."""
    how = choice_of(person, MENTIONED)
    if how == How.NONE:
        return
    Notice.objects.get_or_create(
        note=note,
        person=person,
        defaults={"lead_id": note.lead_id, "told_at": at, "mail_waits": how == How.MAIL},
    )


def choice_of(person: User, kind: str) -> str:
    """How this person wants to be told of this."""
    chosen = NoticeChoice.objects.filter(person=person, kind=kind).values_list("how", flat=True)
    return chosen.first() or USUAL.get(kind, How.PAGE)


def tell_flags(*, now: datetime) -> int:
    """Tell of every standing flag whom it concerns and who was not told; how many notices."""
    by_mail = set(NoticeChoice.objects.filter(how=How.MAIL).values_list("person", "kind"))
    notices = [
        Notice(
            flag_id=flag,
            lead_id=lead,
            person_id=person,
            told_at=now,
            mail_waits=(person, kind) in by_mail,
        )
        for flag, lead, kind, person in untold(now=now)
    ]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)
    return len(notices)


def put_away(*, now: datetime) -> int:
    """Take for read what is over and nobody looked at, so that the bell, which stands on every
    page, need not count past it; how many. What an undo may bring back is younger.
    """
    old = Notice.objects.unread().over().filter(told_at__lte=now - LEFT_UNREAD)
    return Notice.objects.filter(pk__in=old.values("pk")).update(read_at=now)


def untold(*, now: datetime) -> Iterator[tuple[int, int, str, int]]:
    """Flag, lead, kind and person, by DOMAIN's table: to whom."""
    standing = Flag.objects.standing()
    owned = standing.filter(lead__owner__isnull=False)
    yield from to(OWNER, owned, "is_rep")
    yield from to_deputies(owned, now=now)
    yield from to(OWNERS_MANAGERS, owned.filter(long_enough(now)), *MANAGER)
    waiting = standing.filter(lead__owner=None, kind__in=WITHOUT_OWNER)
    yield from to(RECEIVING_MANAGERS, waiting, *MANAGER)
    of_events = standing.filter(UNASSIGNED | Q(kind=FlagKind.PROMISE_OPEN))
    yield from to(EVENT_MANAGER, of_events, "is_event_manager", "is_admin")
    for_anybody = waiting.filter(lead__campaign__team=None)
    if for_anybody.exists():
        for manager in User.objects.active().filter(is_manager=True):
            yield from wanting(for_anybody.annotate(person=Value(manager.pk)))


def to_deputies(owned: QuerySet[Flag], *, now: datetime) -> Iterator[tuple[int, int, str, int]]:
    """What stands on the leads of who is away, with the rep who stands in."""
    away = Absence.objects.running(now).filter(deputy__is_active=True, deputy__is_rep=True)
    for user, deputy in away.values_list("user", "deputy"):
        of_his = owned.filter(lead__owner=user)
        yield from wanting(of_his.annotate(person=Value(deputy)))


def long_enough(now: datetime) -> Q:
    """What stands on the leads of each team for so many of its working days."""
    teams_since: dict[datetime, list[Team]] = defaultdict(list)
    days = numbers_in_force().escalated_after
    for team in Team.objects.all():
        since = team.working_time.working_days_ago(now, days)
        teams_since[since].append(team)
    long = Q(pk__in=[])
    for since, teams in teams_since.items():
        long |= Q(lead__owner__team__in=teams, began_at__lte=since)
    return long & Q(kind__in=TO_MANAGER_LATER)


def to(who: str, flags: QuerySet[Flag], *roles: str) -> Pairs:
    """The flags with those whom the path names, if they work here and have one of the roles."""
    may = Q(*((f"{who}__{role}", True) for role in roles), _connector=Q.OR)
    found = flags.annotate(person=F(who), may=Q(**{f"{who}__is_active": True}) & may)
    return wanting(found.filter(may=True))


def wanting(flags: QuerySet[Any]) -> Pairs:
    """Those who were not told yet, and want to be."""
    told = Notice.objects.filter(flag=OuterRef("pk"), person=OuterRef("person"))
    unwanted = NoticeChoice.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), how=How.NONE
    )
    pairs = flags.filter(~Exists(told), ~Exists(unwanted))
    return pairs.values_list("pk", "lead", "kind", "person")
