"""Somebody leaves: all that is his goes to others, and only then is he switched off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from followups.operations.assigning import assign_lead, distribute_lead, release_lead
from followups.operations.locking import lock_all
from followups.operations.outside import take_back_from_outside
from followups.operations.refusal import Refusal
from leadfollow.log.models import record
from leadfollow.people import operations as people
from leadfollow.people.models import Absence, Team, User
from leadfollow.people.operations import refuse_bad_deputy, switch_off
from leadfollow.words import number
from leads.models import Lead, Qualifying


class StillHis(Refusal):
    """Something would be left behind."""


class NotOneself(Refusal):
    """Somebody else has to do it."""


class LeadsTo(StrEnum):
    """Where leads may go, if not to one rep."""

    INBOX = "inbox"
    TEAM = "team"


@dataclass(frozen=True)
class Receivers:
    """Who takes what the leaver has; what nobody takes stays his, and he stays."""

    leads: User | LeadsTo | None = None
    campaigns: User | None = None
    teams: User | None = None
    absences: User | None = None
    buckets: User | None = None


@dataclass(frozen=True)
class Belongings:
    """How many of each are his: what he would leave behind."""

    leads: int
    campaigns: int
    teams: int
    absences: int
    buckets: int
    waiting: int = 0  # leads that went to nobody, but into the inbox

    def __bool__(self) -> bool:
        return any((self.leads, self.campaigns, self.teams, self.absences, self.buckets))

    def __str__(self) -> str:
        """As in "12 open leads, 1 campaign"."""
        counted = [
            (self.leads, open_leads(self.leads)),
            (
                self.campaigns,
                ngettext("%(number)s campaign", "%(number)s campaigns", self.campaigns),
            ),
            (
                self.teams,
                ngettext("%(number)s team to lead", "%(number)s teams to lead", self.teams),
            ),
            (
                self.absences,
                ngettext(
                    "%(number)s absence to stand in for",
                    "%(number)s absences to stand in for",
                    self.absences,
                ),
            ),
            (
                self.buckets,
                ngettext("%(number)s bucket to keep", "%(number)s buckets to keep", self.buckets),
            ),
        ]
        return ", ".join(said % {"number": number(count)} for count, said in counted if count)


def open_leads(count: int) -> str:
    """To be filled in with the number."""
    return ngettext("%(number)s open lead", "%(number)s open leads", count)


def belongings_of(user: User, *, at: datetime) -> Belongings:
    """Open leads, campaigns in use, teams that he leads, absences in which he is the deputy,
    buckets whose texts he keeps."""
    return Belongings(
        leads=Lead.objects.open().owned_by(user).count(),
        campaigns=Campaign.objects.in_use().filter(owner=user).count(),
        teams=user.teams_led.count(),
        absences=Absence.objects.not_over(at).filter(deputy=user).count(),
        buckets=user.buckets.count(),
    )


@transaction.atomic
def deactivate_user(*, user: User, to: Receivers, by: User, at: datetime) -> Belongings:
    """Hand all that is his to the receivers, end his sessions and switch him off; what went.

    All or nothing: refused while anything would still be his. Switching off twice changes
    nothing. What happens to his leads at the same moment waits, or is seen here.
    """
    lock_what_he_has(user)
    leaver = people.lock_person(user)
    his = belongings_of(leaver, at=at)
    if not leaver.is_active:
        return his
    if leaver.pk == by.pk:
        raise NotOneself(_("You cannot switch yourself off. Ask another admin."))
    switch_off(user=leaver, by=by, at=at)  # first, so that distribution passes him over
    let_go_of_all_outside(leaver, by=by, at=at)
    waiting = hand_over_leads(leaver, to.leads, by=by, at=at)
    hand_over_the_rest(leaver, to, by=by, at=at)
    if left := belongings_of(leaver, at=at):
        raise StillHis(
            _("%(leaver)s still has %(left)s. Choose who takes them.")
            % {"leaver": leaver, "left": left}
        )
    return replace(his, waiting=waiting)


@transaction.atomic
def change_person(
    *,
    user: User,
    changes: Mapping[str, Any],
    leads_teams: Collection[Team],
    to: User | LeadsTo | None,
    by: User,
    at: datetime,
) -> list[str]:
    """Write what an admin changed about a person; whoever stops being a rep hands over first.

    All or nothing: refused while open leads would be with somebody who is no rep.
    """
    if False in (changes.get("is_rep"), changes.get("is_qualifier")):
        lock_what_he_has(user)
    his = people.lock_person(user)
    changed = people.change_person(user=his, changes=changes, leads=leads_teams, by=by, at=at)
    if "is_qualifier" in changed and not changes["is_qualifier"]:
        let_go_of_all_outside(his, by=by, at=at)
    if not his.is_rep or changes.get("is_rep", True):
        return changed
    hand_over_leads(his, to, by=by, at=at)
    if left := Lead.objects.open().owned_by(his).count():
        some = open_leads(left) % {"number": number(left)}
        raise StillHis(
            _("%(his)s has %(leads)s. Choose who takes them, or leave him a rep.")
            % {"his": his, "leads": some}
        )
    return changed


def lock_what_he_has(user: User) -> None:
    """Leads before people, as whoever gives or takes back a lead locks them: so that no two wait
    for each other."""
    outside = Qualifying.objects.running().filter(person=user).values_list("lead_id", flat=True)
    lock_all([*Lead.objects.open().owned_by(user).values_list("pk", flat=True), *outside])


def let_go_of_all_outside(leaver: User, *, by: User, at: datetime) -> None:
    """What an outside qualifier has goes to reps by the rules."""
    for row in Qualifying.objects.running().filter(person=leaver).order_by("lead_id"):
        take_back_from_outside(lead=row.lead, by=by, at=at)
        distribute_lead(lead=row.lead, at=at)


def hand_over_leads(leaver: User, to: User | LeadsTo | None, *, by: User, at: datetime) -> int:
    """How many of them wait in the inbox afterwards."""
    waiting = 0
    for lead in Lead.objects.open().owned_by(leaver).order_by("pk") if to else ():
        if isinstance(to, User):
            assign_lead(lead=lead, rep=to, by=by, at=at)
            continue
        release_lead(lead=lead, by=by, at=at)
        if to == LeadsTo.INBOX or not distribute_lead(lead=lead, at=at, otherwise=leaver.team):
            waiting += 1
    return waiting


def hand_over_the_rest(leaver: User, to: Receivers, *, by: User, at: datetime) -> None:
    """Campaigns, teams, buckets and duties as a deputy, each to its receiver."""
    if to.campaigns:
        for campaign in Campaign.objects.in_use().filter(owner=leaver):
            campaign.owner = to.campaigns
            campaign.save(update_fields=["owner"])
            record("campaign handed over", of=campaign, by=by, at=at, owner=to.campaigns.pk)
    if to.teams:
        for team in leaver.teams_led.all():
            team.managers.add(to.teams)
            team.managers.remove(leaver)
            record("team handed over", of=team, by=by, at=at, manager=to.teams.pk)
    if to.buckets:
        for bucket in leaver.buckets.all():
            bucket.owner = to.buckets
            bucket.save(update_fields=["owner"])
            record("bucket handed over", of=bucket, by=by, at=at, owner=to.buckets.pk)
    if to.absences:
        for absence in Absence.objects.not_over(at).filter(deputy=leaver).select_related("user"):
            refuse_bad_deputy(to.absences, absence.user, absence.begins_at, absence.ends_at)
            absence.deputy = to.absences
            absence.save(update_fields=["deputy"])
            record("deputy changed", of=absence, by=by, at=at, deputy=to.absences.pk)
