"""A team that nobody needs any longer: what it has goes to another; it stays for reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people import operations as people
from leadfollow.people.models import Invitation, Team, User
from leads.models import Lead


class NeedsReceiver(Refusal):
    """Somebody or something is left in the team."""


@dataclass(frozen=True)
class Left:
    """How much is still the team's; open leads go along with the reps whose they are."""

    people: int
    leads: int
    invitations: int
    campaigns: int

    def __bool__(self) -> bool:
        return any((self.people, self.invitations, self.campaigns))


def left_in(team: Team) -> Left:
    """Who works in it, the open leads of those, who is invited into it, campaigns in use whose
    leads it receives."""
    return Left(
        people=team.members.active().count(),
        leads=Lead.objects.open().filter(owner__team=team).count(),
        invitations=Invitation.objects.waiting().filter(team=team).count(),
        campaigns=Campaign.objects.in_use().filter(team=team).count(),
    )


@transaction.atomic
def retire_team(*, team: Team, to: Team | None, by: User, at: datetime) -> None:
    """Everybody and everything in use goes to another team, and nothing comes to this one. Retired
    already: nothing is done. Refused while anything is left that no team takes."""
    people.lock_person(by)  # before any team, as whoever changes a person does
    both = [team.pk, *([to.pk] if to else [])]
    locked = {one.pk: one for one in Team.objects.select_for_update().filter(pk__in=both)}
    its = locked[team.pk]
    if its.retired_at is not None:
        return
    receiver = locked[to.pk] if to else None
    refuse_bad_receiver(its, receiver)
    if receiver:
        move_all(its, receiver, by=by, at=at)
    its.retired_at = at
    its.save(update_fields=["retired_at"])
    receives = receiver.pk if receiver else None
    record("team retired", of=its, by=by, at=at, receiver=receives)


def refuse_bad_receiver(team: Team, to: Team | None) -> None:
    if to is None and left_in(team):
        raise NeedsReceiver(
            _("Somebody or something is still in %(team)s: choose the team that takes it.")
            % {"team": team}
        )
    if to and (to.pk == team.pk or to.retired_at is not None):
        raise NeedsReceiver(_("Choose another team, in which people work."))


def move_all(team: Team, to: Team, *, by: User, at: datetime) -> None:
    for person in team.members.active().order_by("pk"):
        people.change_person(user=person, changes={"team": to}, by=by, at=at)
    for invitation in Invitation.objects.waiting().filter(team=team):
        invitation.team = to
        invitation.save(update_fields=["team"])
        record("invitation moved", of=invitation, by=by, at=at, team=to.pk)
    for campaign in Campaign.objects.in_use().filter(team=team):
        campaign.team = to
        campaign.save(update_fields=["team"])
        record("campaign has another team", of=campaign, by=by, at=at, team=to.pk)
