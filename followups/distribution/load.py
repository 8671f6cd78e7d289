"""What a choice needs to know of the reps: read in a handful of queries, however many they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q

from followups.distribution.choosing import ALL, Board, Rep
from followups.distribution.rules import Rule
from followups.lesson.rule import with_lesson
from followups.models import Touch, Turn, Way
from followups.policy import LOAD_WORKING_DAYS
from leadfollow.clock import day_end, today
from leadfollow.people.models import Absence, User
from leadfollow.people.models.user import UserQuerySet
from leads.models import Assignment, Lead

A_DAY_ANYWHERE = timedelta(hours=25)  # where clocks go back


def named_by(rules: Iterable[Rule]) -> UserQuerySet:
    """The reps of whom one may be chosen."""
    teams = {rule.team_id for rule in rules if rule.team_id}
    people = {pk for rule in rules for pk in rule.rep_ids}
    named = Q(team__in=teams) | Q(pk__in=people) if people else Q(team__in=teams)
    return User.objects.active().reps().filter(named).order_by("pk")


def hold_line(rules: Collection[Rule]) -> None:
    """One choice at a time among the same people: another one waits and sees this one's turn.

    All are locked at once and in one order, so that no two choices wait for each other.
    """
    list(named_by(rules).select_for_update(no_key=True).values_list("pk"))


def board_of(
    rules: Collection[Rule],
    *,
    at: datetime,
    until: datetime | None = None,
    load_at: datetime | None = None,
    but: Collection[int] = (),
) -> Board:
    """The reps as they are at a moment, or with their absences until a later one, and with their
    load of another one; these leads do not count as theirs."""
    users = list(with_lesson(named_by(rules).select_related("team")))
    reps = {user.pk: Rep(user, lesson_first=getattr(user, "lesson_first", False)) for user in users}
    away = Absence.objects.not_over(at).filter(user__in=reps, begins_at__lte=until or at)
    for absence in away:
        reps[absence.user_id].absences.append((absence.begins_at, absence.ends_at))
    if any(rule.way == Way.LEAST_LOADED for rule in rules):
        add_load(reps, at=load_at or at, but=but)
    count_leads(reps, at=at, but=but)
    turns: dict[tuple[int | None, int], datetime] = {
        (ALL, user.pk): user.last_given_at for user in users if user.last_given_at
    }
    kept = {rule.pk for rule in rules if rule.pk}
    for turn in Turn.objects.filter(rule__in=kept) if kept else ():
        turns[turn.rule_id, turn.user_id] = turn.at
    return Board(reps, turns)


def horizon(user: User, at: datetime) -> datetime:
    """Until when follow-up counts as load: the end of the last working day that counts."""
    working = user.working_time
    return day_end(
        working.add_working_days(today(working.zone, at), LOAD_WORKING_DAYS), working.zone
    )


def add_load(reps: dict[int, Rep], *, at: datetime, but: Collection[int]) -> None:
    """The follow-up of each that is overdue or due before the horizon, and his open leads
    that have no next step. Two grouped queries."""
    ends: dict[datetime, list[int]] = {}
    for rep in reps.values():
        ends.setdefault(horizon(rep.user, at), []).append(rep.pk)
    due = Q(pk__in=[])
    for end, owners in ends.items():
        due |= Q(lead__owner__in=owners, due_at__lt=end)
    touches = Touch.objects.scheduled().manual().filter(due).exclude(lead__in=but)
    for owner, touched in touches.values_list("lead__owner").annotate(n=Count("pk")).order_by():
        reps[owner].load += touched
    bare = Lead.objects.without_next_step().filter(owner__in=reps).exclude(pk__in=but)
    for owner, leads in bare.values_list("owner").annotate(n=Count("pk")).order_by():
        reps[owner].load += leads


def count_leads(reps: dict[int, Rep], *, at: datetime, but: Collection[int]) -> None:
    """Open leads and those given of late, of who takes only so many."""
    capped = [rep.pk for rep in reps.values() if rep.user.open_cap is not None]
    if capped:
        theirs = Lead.objects.open().filter(owner__in=capped).exclude(pk__in=but)
        for owner, leads in theirs.values_list("owner").annotate(n=Count("pk")).order_by():
            reps[owner].open = leads
    daily = [rep.pk for rep in reps.values() if rep.user.daily_cap is not None]
    if daily:
        given = Assignment.objects.filter(
            rep__in=daily, began_at__gt=at - A_DAY_ANYWHERE, imported=False
        ).exclude(lead__in=but)
        for rep_id, began_at in given.values_list("rep", "began_at"):
            rep = reps[rep_id]
            rep.given_on += Counter([rep.today(began_at)])
