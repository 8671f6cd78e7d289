"""A week's retrospective is begun by the first thing done in it, and gone through part by part."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from followups.operations import Refusal
from leadfollow.clock import Week
from leadfollow.log.models import record
from leadfollow.people.models import Team, User
from leadfollow.words import moment_in_full
from reports.models import Retrospective, SectionDone


class NotBegun(Refusal):
    """Its week is still to come."""


class IsClosed(Refusal):
    """What was agreed stands."""


class NotYours(Refusal):
    """Only whoever leads the team decides."""


def hold(*, team: Team, week: Week, by: User, at: datetime) -> Retrospective:
    """The team's retrospective of that week, begun if nobody did, and locked.

    Refused as NotBegun for a week that is still to come, as NotYours for who does not lead the
    team, and as IsClosed once it was closed. Whoever calls has a transaction.
    """
    if at < week.starts_at(team.time_zone):
        raise NotBegun(_("Week %(week)s has not begun yet.") % {"week": week})
    if not leads(by, team):
        raise NotYours(_("Only who leads %(team)s decides here.") % {"team": team})
    held, is_new = Retrospective.objects.get_or_create(
        team=team, week=str(week), defaults={"began_at": at, "began_by": by}
    )
    if is_new:
        record("retrospective begun", of=held, by=by, at=at, week=str(week))
    locked = Retrospective.objects.select_for_update(of=["self"]).select_related("team")
    held = locked.get(pk=held.pk)
    if held.closed_at:
        raise IsClosed(
            _("This week was closed on %(closed_at)s. What it says stands.")
            % {"closed_at": moment_in_full(held.closed_at, team.time_zone)}
        )
    return held


def leads(user: User, team: Team) -> bool:
    return user.is_manager and team in user.led_teams


@transaction.atomic
def finish_section(*, team: Team, week: Week, section: str, by: User, at: datetime) -> SectionDone:
    """This part was gone through, or passed over as nothing in it is red; again changes nothing."""
    held = hold(team=team, week=week, by=by, at=at)
    done, _is_new = SectionDone.objects.get_or_create(
        retrospective=held, section=section, defaults={"by": by, "at": at}
    )
    return done
