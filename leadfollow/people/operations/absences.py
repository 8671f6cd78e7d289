"""Somebody is away, and somebody stands in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leadfollow.clock import day_end, day_start, today
from leadfollow.log.models import record
from leadfollow.people.models import Absence, User
from leadfollow.people.operations.refusal import Refusal
from leadfollow.words import days_between


class BadDays(Refusal):
    """Days that are over, the wrong way round, or taken."""


class BadDeputy(Refusal):
    """Somebody who cannot stand in."""


@transaction.atomic
def set_absence(
    *, user: User, first_on: date, last_on: date, deputy: User | None, by: User, at: datetime
) -> Absence:
    """The person is away on these days of his zone, and the deputy sees what comes due meanwhile.

    Refused where days or deputy make no sense: one absence at a time, and a deputy of the same
    team who is there all the while.
    """
    people = sorted({user.pk} | ({deputy.pk} if deputy else set()))
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    zone = user.time_zone
    begins_at, ends_at = day_start(first_on, zone), day_end(last_on, zone)
    refuse_bad_days(user, first_on, last_on, at=at)
    if deputy:
        refuse_bad_deputy(deputy, user, begins_at, ends_at)
    absence = Absence.objects.create(
        user=user, deputy=deputy, first_on=first_on, last_on=last_on,
        begins_at=begins_at, ends_at=ends_at,
    )  # fmt: skip
    record(
        "absence set", of=absence, by=by, at=at, deputy=deputy and deputy.pk,
        first_on=str(first_on), last_on=str(last_on),
    )  # fmt: skip
    return absence


def refuse_bad_days(user: User, first_on: date, last_on: date, *, at: datetime) -> None:
    """An absence lies ahead, and overlaps neither another nor days on which he is a deputy."""
    if last_on < first_on:
        raise BadDays(_("The last day cannot be before the first."))
    if last_on < today(user.time_zone, at):
        raise BadDays(_("These days are over. Give days from today on."))
    begins_at, ends_at = day_start(first_on, user.time_zone), day_end(last_on, user.time_zone)
    meanwhile = Absence.objects.overlapping(begins_at, ends_at).select_related("user")
    if taken := meanwhile.filter(user=user).first():
        days = days_between(taken.first_on, taken.last_on)
        raise BadDays(
            _("%(user)s is away %(days)s already. Take that absence away first.")
            % {"user": user, "days": days}
        )
    if duty := meanwhile.filter(deputy=user).first():
        days = days_between(duty.first_on, duty.last_on)
        raise BadDays(
            _("%(user)s stands in for %(user_2)s %(days)s. Find another deputy there first.")
            % {"user": user, "user_2": duty.user, "days": days}
        )


def refuse_bad_deputy(deputy: User, user: User, begins_at: datetime, ends_at: datetime) -> None:
    """A deputy is an active rep of the same team who is there."""
    if not (deputy.is_active and deputy.is_rep and deputy.team_id == user.team_id):
        raise BadDeputy(
            _("%(deputy)s cannot stand in for %(user)s. Choose an active rep of the team.")
            % {"deputy": deputy, "user": user}
        )
    if deputy.pk == user.pk:
        raise BadDeputy(_("Nobody stands in for himself. Choose a colleague."))
    away = Absence.objects.overlapping(begins_at, ends_at).filter(user=deputy).first()
    if away:
        days = days_between(away.first_on, away.last_on)
        raise BadDeputy(
            _("%(deputy)s is away %(days)s. Choose somebody else.")
            % {"deputy": deputy, "days": days}
        )


@transaction.atomic
def end_absence(*, absence: Absence, by: User, at: datetime) -> None:
    """The person is back now, or does not go at all. What is over stays as it was."""
    absence = Absence.objects.select_for_update().select_related("user").get(pk=absence.pk)
    if absence.ends_at <= at:
        return
    record("absence ended", of=absence, by=by, at=at, user=absence.user_id)
    if absence.begins_at >= at:
        absence.delete()
        return
    absence.ends_at = at
    absence.last_on = min(absence.last_on, today(absence.user.time_zone, at))
    absence.last_on = max(absence.last_on, absence.first_on)
    absence.save(update_fields=["ends_at", "last_on"])
