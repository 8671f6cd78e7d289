"""Days of our own beside the public holidays. What is planned already stays as it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from leadfollow.clock import public_holidays
from leadfollow.log.models import record
from leadfollow.people.models import Holiday, Organisation, Team, User
from leadfollow.people.models.organisation import forget, forget_own_days
from leadfollow.people.operations.locking import locked_organisation
from leadfollow.people.operations.refusal import Refusal
from leadfollow.words import day_in_full


class DayTaken(Refusal):
    """One of the same people has this day already."""


class NoPublicHoliday(Refusal):
    """Nobody would be off on it, so nobody works on it after all."""


@transaction.atomic
def add_holiday(
    *, day: date, name: str, team: Team | None, is_worked: bool, by: User, at: datetime
) -> Holiday:
    """A day off of our own, for everybody or a team, or a public holiday on which we work.

    Refused: a second one of the same people on that day; to work on what is no public holiday.
    """
    its = locked_organisation(at=at)  # one change of the days at a time
    check(day=day, team=team, is_worked=is_worked, its=its)
    holiday = Holiday.objects.create(day=day, name=name, team=team, is_worked=is_worked)
    if not its.has_own_days:
        Organisation.objects.update(has_own_days=True)
        forget()
    forget_own_days()
    record("holiday added", of=holiday, by=by, at=at, **said(holiday))
    return holiday


@transaction.atomic
def edit_holiday(
    *, holiday: Holiday, day: date, name: str, team: Team | None, is_worked: bool,
    by: User, at: datetime,
) -> Holiday:  # fmt: skip
    """Say something else about it. Refused as at its beginning."""
    its = locked_organisation(at=at)
    holiday = Holiday.objects.select_for_update(of=("self",)).get(pk=holiday.pk)
    new = {"day": day, "name": name, "team": team, "is_worked": is_worked}
    changed = [field for field, value in new.items() if getattr(holiday, field) != value]
    if not changed:
        return holiday
    if holiday.retired_at is None:
        check(day=day, team=team, is_worked=is_worked, its=its, but=holiday)
    for field in changed:
        setattr(holiday, field, new[field])
    holiday.save(update_fields=changed)
    forget_own_days()
    record("holiday edited", of=holiday, by=by, at=at, fields=changed, **said(holiday))
    return holiday


@transaction.atomic
def retire_holiday(*, holiday: Holiday, by: User, at: datetime) -> None:
    """From now on it is a day like any other. The same again changes nothing."""
    locked_organisation(at=at)
    if Holiday.objects.in_use().filter(pk=holiday.pk).update(retired_at=at):
        forget_own_days()
        record("holiday retired", of=holiday, by=by, at=at)


@transaction.atomic
def bring_back_holiday(*, holiday: Holiday, by: User, at: datetime) -> None:
    """Let it hold again. Refused where another one took its day meanwhile."""
    its = locked_organisation(at=at)
    holiday = Holiday.objects.get(pk=holiday.pk)
    if holiday.retired_at is None:
        return
    check(day=holiday.day, team=holiday.team, is_worked=holiday.is_worked, its=its)
    Holiday.objects.filter(pk=holiday.pk).update(retired_at=None)
    forget_own_days()
    record("holiday brought back", of=holiday, by=by, at=at)


def check(
    *, day: date, team: Team | None, is_worked: bool, its: Organisation,
    but: Holiday | None = None,
) -> None:  # fmt: skip
    """Refuse what could not hold, in a sentence."""
    taken = Holiday.objects.of(day, team.pk if team else None)
    if other := (taken.exclude(pk=but.pk) if but else taken).first():
        there = _("%(day)s is “%(other)s” already. Change that one, or retire it first.")
        raise DayTaken(there % {"day": day_in_full(day), "other": other})
    if is_worked and not any(day in public_holidays(c, day.year) for c in countries(team, its)):
        none = _("%(day)s is no public holiday here, so nobody is off. Untick that one works.")
        raise NoPublicHoliday(none % {"day": day_in_full(day)})


def countries(team: Team | None, its: Organisation) -> set[str]:
    """Whose public holidays those people have."""
    teams = [team] if team else Team.objects.all()
    known = {each.holidays_of for each in teams} | (set() if team else {its.calendar})
    return known - {""}


def said(holiday: Holiday) -> dict[str, Any]:
    """What the log keeps of it."""
    return {
        "day": holiday.day.isoformat(),
        "name": holiday.name,
        "team": holiday.team_id,
        "worked": holiday.is_worked,
    }
