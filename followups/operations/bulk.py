"""One change of many leads: all of them, or none."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import transaction

from campaigns.models import Campaign
from followups.models import BulkChange, Source, Touch
from followups.models.bulk_change import BulkAction
from followups.next_step import Due
from followups.operations.assigning import assign_lead, take_back_assignment
from followups.operations.cadences import working_time_of
from followups.operations.locking import lock_all
from followups.operations.refusal import MovedOn, Refusal
from followups.operations.scheduling import move_touch
from followups.operations.sourcing import change_campaign
from followups.operations.undoing import NotUndoable, undo_move
from followups.policy import UNDO_HOURS
from leadfollow.log.models import Entry, record
from leadfollow.people.models import User
from leads.models import Assignment, Lead, LeadTag, Tag
from leads.models.lead import LeadQuerySet
from leads.operations import tag_lead, untag_lead

MOST = 200  # leads in one change; own


class TooMany(Refusal):
    """More leads than one change may take."""


class NotYours(Refusal):
    """One of the leads is out of reach."""


class NoStep(Refusal):
    """There is nothing to move."""


@dataclass(frozen=True)
class Change(ABC):
    """What is done to each lead, by the operation that does it to one."""

    action: ClassVar[BulkAction]

    @property
    def target(self) -> int | None:
        return None

    @abstractmethod
    def reach(self, by: User) -> LeadQuerySet:
        """The leads to which this person may do it."""

    @abstractmethod
    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        """Do it to one lead: the id that taking it back needs; None where nothing was to do."""

    @staticmethod
    @abstractmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        """Undo it on one lead, or refuse."""


@dataclass(frozen=True)
class Assign(Change):
    """Hand to a rep."""

    rep: User
    action = BulkAction.ASSIGN

    @property
    def target(self) -> int:
        return self.rep.pk

    def reach(self, by: User) -> LeadQuerySet:
        return Lead.objects.assignable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        had = lead.owner_id
        given = assign_lead(lead=lead, rep=self.rep, by=by, at=at)
        return None if had == self.rep.pk else given.pk

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        given = Assignment.objects.get(pk=made)
        take_back_assignment(given=given, by=change.by, at=at)


@dataclass(frozen=True)
class Move(Change):
    """Move the next step to a day."""

    to: date
    action = BulkAction.MOVE

    def reach(self, by: User) -> LeadQuerySet:
        return Lead.objects.closable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        scheduled = Touch.objects.scheduled().manual().filter(lead=lead)
        step = scheduled.order_by("due_at", "pk").first()
        if step is None:
            raise NoStep(f"{lead} has no next step that could be moved.")
        due = Due.on_day(self.to, working_time_of(lead).zone)
        if (step.due_on, step.due_at) == (due.on, due.at):
            return None
        move_touch(touch=step, due=due, by=by, at=at, source=Source.BULK)
        return step.pk

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        undo_move(touch=Touch.objects.get(pk=made), by=change.by, at=at)


@dataclass(frozen=True)
class ChangeCampaign(Change):
    """Say that they came through another campaign."""

    campaign: Campaign
    action = BulkAction.CAMPAIGN

    @property
    def target(self) -> int:
        return self.campaign.pk

    def reach(self, by: User) -> LeadQuerySet:
        return Lead.objects.sourced_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        before = lead.campaign_id
        return before if change_campaign(lead=lead, campaign=self.campaign, by=by, at=at) else None

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        if lead.campaign_id != change.target:
            raise MovedOn(f"{lead} has yet another campaign since.")
        change_campaign(lead=lead, campaign=Campaign.objects.get(pk=made), by=change.by, at=at)


@dataclass(frozen=True)
class PutTag(Change):
    """Put a tag on, a new one if need be."""

    name: str
    action = BulkAction.TAG

    @property
    def target(self) -> int | None:
        return Tag.objects.filter(name__iexact=self.name).values_list("pk", flat=True).first()

    def reach(self, by: User) -> LeadQuerySet:
        return Lead.objects.editable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        put = tag_lead(lead=lead, name=self.name, by=by, at=at)
        return put.pk if put else None

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        put = LeadTag.objects.filter(pk=made).select_related("tag").first()
        if put is None:
            raise MovedOn(f"The tag was taken off {lead} since.")
        untag_lead(lead=lead, tag=put.tag, by=change.by, at=at)


@dataclass(frozen=True)
class TakeTagOff(Change):
    """Take a tag off."""

    tag: Tag
    action = BulkAction.UNTAG

    @property
    def target(self) -> int:
        return self.tag.pk

    def reach(self, by: User) -> LeadQuerySet:
        return Lead.objects.editable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        taken = untag_lead(lead=lead, tag=self.tag, by=by, at=at)
        return self.tag.pk if taken else None

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        tag = Tag.objects.filter(pk=made).first()
        if tag is None or not tag_lead(lead=lead, name=tag.name, by=change.by, at=at):
            raise MovedOn(f"The tags of {lead} were changed since.")


CHANGES: dict[str, type[Change]] = {
    kind.action: kind for kind in (Assign, Move, ChangeCampaign, PutTag, TakeTagOff)
}


@transaction.atomic
def change_leads(
    *,
    lead_ids: Collection[int],
    change: Change,
    by: User,
    at: datetime,
    seen_at: datetime | None = None,
) -> BulkChange:
    """Do one thing to all these leads, or to none.

    Refused with a sentence that names the first lead in the way: out of reach, changed by
    somebody else after `seen_at`, or refused by the operation for one lead.
    """
    if len(set(lead_ids)) > MOST:
        raise TooMany(f"At most {MOST} leads at once, and these are {len(set(lead_ids)):,}.")
    locked = lock_all(lead_ids)
    mine = {lead.pk: lead for lead in change.reach(by).filter(pk__in=lead_ids)}
    check_all_mine(lead_ids, mine, locked, change, by)
    check_not_stale(mine, by=by, seen_at=seen_at)
    made = {pk: change.make(lead, by=by, at=at) for pk, lead in sorted(mine.items())}
    row = BulkChange.objects.create(
        action=change.action,
        target=change.target,
        made={pk: kept for pk, kept in made.items() if kept is not None},
        by=by,
        at=at,
    )
    record("leads changed", of=row, by=by, at=at, action=change.action, leads=len(row.made))
    return row


def check_all_mine(
    lead_ids: Collection[int],
    mine: dict[int, Lead],
    locked: dict[int, Lead],
    change: Change,
    by: User,
) -> None:
    """Refuse all for one; of a lead that one may not see, nothing is told but its number."""
    foreign = sorted(set(lead_ids) - mine.keys())
    if not foreign:
        return
    seen = Lead.objects.visible_to(by).filter(pk=foreign[0]).first() if locked else None
    if seen is None:
        raise NotYours(f"Lead {foreign[0]} is not among your leads.")
    if not seen.is_open:
        raise NotYours(f"{seen} is closed.")
    raise NotYours(f"{seen} is not yours to change in this way: {change.action.label.lower()}.")


def check_not_stale(mine: dict[int, Lead], *, by: User, seen_at: datetime | None) -> None:
    """What a colleague did to one of them since is to be looked at first."""
    if seen_at is None:
        return
    since = Entry.objects.filter(lead_id__in=mine, at__gt=seen_at).exclude(by=by)
    if first := since.select_related("by").order_by("lead_id", "-at").first():
        lead = mine[first.lead_id or 0]
        who = first.by or "The product itself"
        raise MovedOn(f"{who} changed {lead} after you opened this list ({first.event}).")


@transaction.atomic
def undo_bulk(*, change: BulkChange, at: datetime) -> BulkChange:
    """Take a whole change back, by the one who made it: every lead, or none.

    Refused for what is older than a day, and as MovedOn for the first lead that has gone on
    since. Again changes nothing.
    """
    change = (
        BulkChange.objects.select_for_update(of=["self"]).select_related("by").get(pk=change.pk)
    )
    if change.undone_at:
        return change
    if at - change.at > timedelta(hours=UNDO_HOURS):
        raise NotUndoable(f"A change can be undone for {UNDO_HOURS} hours; this one stands.")
    made = {int(pk): kept for pk, kept in change.made.items()}
    leads = lock_all(made.keys())
    for pk, kept in sorted(made.items()):
        if pk not in leads:
            raise MovedOn(f"Lead {pk} is not there any more.")
        try:
            CHANGES[change.action].take_back(leads[pk], kept, change=change, at=at)
        except NotUndoable as refusal:
            raise MovedOn(f"{leads[pk]}: {refusal}") from refusal
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    record("leads changed back", of=change, by=change.by, at=at, leads=len(made))
    return change
