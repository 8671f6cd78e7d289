"""What one change of many leads does to each, and how it is taken back there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from followups.models import Bucket, BulkChange, CancelReason, Source, Touch
from followups.models.bulk_change import BulkAction
from followups.next_step import Due
from followups.operations.assigning import (
    assign_lead,
    distribute_lead,
    take_back_assignment,
)
from followups.operations.cadences import running_enrolment, working_time_of
from followups.operations.nurturing import send_to_bucket
from followups.operations.outside import give_to_qualifier, take_back_from_outside
from followups.operations.refusal import MovedOn, Refusal
from followups.operations.scheduling import move_touch, write_off_touch
from followups.operations.sourcing import change_campaign
from followups.operations.undoing import undo_move
from followups.operations.undoing_rest import undo_rest
from leadfollow.people.models import User
from leads.models import Assignment, Lead, LeadTag, Qualifying, Tag
from leads.models.lead import LeadQuerySet
from leads.operations import TagRetired, tag_lead, untag_lead


class NoStep(Refusal):
    """There is nothing to move."""


@dataclass(frozen=True)
class Change(ABC):
    """What is done to each lead, by the operation that does it to one."""

    action: ClassVar[BulkAction]

    @property
    def target(self) -> int | None:
        return None

    @staticmethod
    @abstractmethod
    def reach(by: User) -> LeadQuerySet:
        """The leads to which this person may do it."""

    @classmethod
    def reach_to_undo(cls, by: User) -> LeadQuerySet:
        """The leads on which this person may take it back."""
        return cls.reach(by)

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

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.assignable_by(by)

    @classmethod
    def reach_to_undo(cls, by: User) -> LeadQuerySet:
        """An event manager gives a lead only once, and may have been wrong."""
        return Lead.objects.open().visible_to(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        had = lead.owner_id
        given = assign_lead(lead=lead, rep=self.rep, by=by, at=at)
        return None if had == self.rep.pk else given.pk

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        given = Assignment.objects.get(pk=made)
        take_back_assignment(given=given, by=change.by, at=at)


@dataclass(frozen=True)
class Distribute(Change):
    """Give what is nobody's to whom the rules name; what nobody can take stays in the inbox."""

    action = BulkAction.DISTRIBUTE

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.assignable_by(by).unassigned()

    @classmethod
    def reach_to_undo(cls, by: User) -> LeadQuerySet:
        return Assign.reach_to_undo(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        given = distribute_lead(lead=lead, at=at)
        return given.pk if given else None

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        Assign.take_back(lead, made, change=change, at=at)


@dataclass(frozen=True)
class GiveOutside(Change):
    """Let somebody from outside find out whether what is nobody's is qualified."""

    person: User
    action = BulkAction.OUTSIDE

    @property
    def target(self) -> int:
        return self.person.pk

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.assignable_by(by).unassigned()

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        had = Qualifying.objects.running().filter(lead=lead, person=self.person).exists()
        row = give_to_qualifier(lead=lead, person=self.person, by=by, at=at)
        return None if had else row.pk

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        if not Qualifying.objects.running().filter(pk=made).exists():
            raise MovedOn(_("%(lead)s came back before.") % {"lead": lead})
        take_back_from_outside(lead=lead, by=change.by, at=at)


@dataclass(frozen=True)
class Move(Change):
    """Move the next step to a day; `why` is asked where it is for one lead, and said of each."""

    to: date
    why: str = ""
    action = BulkAction.MOVE

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.closable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        scheduled = Touch.objects.scheduled().manual().filter(lead=lead)
        step = scheduled.order_by("due_at", "pk").first()
        if step is None:
            raise NoStep(_("%(lead)s has no next step that could be moved.") % {"lead": lead})
        due = Due.on_day(self.to, working_time_of(lead).zone)
        if (step.due_on, step.due_at) == (due.on, due.at):
            return None
        move_touch(touch=step, due=due, by=by, at=at, source=Source.BULK, why=self.why)
        return step.pk

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        undo_move(touch=Touch.objects.get(pk=made), by=change.by, at=at)


@dataclass(frozen=True)
class WriteOff(Change):
    """An amnesty: what is overdue goes on at a new day, and stays in the ledger as not made."""

    to: date
    why: str
    action = BulkAction.AMNESTY

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.pardonable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        """All that is overdue there; the first of it stands for the others."""
        overdue = Touch.objects.manual().overdue(at).filter(lead=lead)
        steps = list(overdue.order_by("due_at", "pk"))
        due = Due.on_day(self.to, working_time_of(lead).zone)
        for step in steps:
            write_off_touch(touch=step, due=due, why=self.why, by=by, at=at)
        return steps[0].pk if steps else None

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        first = Touch.objects.get(pk=made)
        same = {"cancelled_by": first.cancelled_by, "cancelled_at": first.cancelled_at}
        pardoned = Touch.objects.filter(lead=lead, cancel_reason=CancelReason.AMNESTY, **same)
        for step in pardoned.order_by("pk"):
            undo_move(touch=step, by=change.by, at=at)


@dataclass(frozen=True)
class PutIntoBucket(Change):
    """Let them wait in a bucket until a day."""

    bucket: Bucket
    wake_on: date
    action = BulkAction.BUCKET

    @property
    def target(self) -> int:
        return self.bucket.pk

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.closable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        had = running_enrolment(lead)
        if had and (had.bucket_id, had.wake_on) == (self.bucket.pk, self.wake_on):
            return None
        rests = send_to_bucket(lead=lead, bucket=self.bucket, wake_on=self.wake_on, by=by, at=at)
        return rests.pk

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        rests = running_enrolment(lead)
        if rests is None or rests.pk != made:
            raise MovedOn(_("%(lead)s does not wait there any more.") % {"lead": lead})
        undo_rest(lead=lead, by=change.by, at=at)


@dataclass(frozen=True)
class ChangeCampaign(Change):
    """Say that they came through another campaign."""

    campaign: Campaign
    action = BulkAction.CAMPAIGN

    @property
    def target(self) -> int:
        return self.campaign.pk

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.sourced_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        before = lead.campaign_id
        return before if change_campaign(lead=lead, campaign=self.campaign, by=by, at=at) else None

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        if lead.campaign_id != change.target:
            raise MovedOn(_("%(lead)s has yet another campaign since.") % {"lead": lead})
        change_campaign(lead=lead, campaign=Campaign.objects.get(pk=made), by=change.by, at=at)


@dataclass(frozen=True)
class PutTag(Change):
    """Put a tag on, a new one if need be."""

    name: str
    action = BulkAction.TAG

    @property
    def target(self) -> int | None:
        return Tag.objects.filter(name__iexact=self.name).values_list("pk", flat=True).first()

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.editable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        try:
            put = tag_lead(lead=lead, name=self.name, by=by, at=at)
        except TagRetired as refusal:
            raise Refusal(str(refusal)) from refusal
        return put.pk if put else None

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        put = LeadTag.objects.filter(pk=made).select_related("tag").first()
        if put is None:
            raise MovedOn(_("The tag was taken off %(lead)s since.") % {"lead": lead})
        untag_lead(lead=lead, tag=put.tag, by=change.by, at=at)


@dataclass(frozen=True)
class TakeTagOff(Change):
    """Take a tag off."""

    tag: Tag
    action = BulkAction.UNTAG

    @property
    def target(self) -> int:
        return self.tag.pk

    @staticmethod
    def reach(by: User) -> LeadQuerySet:
        return Lead.objects.editable_by(by)

    def make(self, lead: Lead, *, by: User, at: datetime) -> int | None:
        taken = untag_lead(lead=lead, tag=self.tag, by=by, at=at)
        return self.tag.pk if taken else None

    @staticmethod
    def take_back(lead: Lead, made: int, *, change: BulkChange, at: datetime) -> None:
        tag = Tag.objects.filter(pk=made).first()
        if tag is None or not tag_lead(
            lead=lead, name=tag.name, by=change.by, at=at, as_before=True
        ):
            raise MovedOn(_("The tags of %(lead)s were changed since.") % {"lead": lead})


CHANGES: dict[str, type[Change]] = {
    kind.action: kind
    for kind in (
        Assign,
        Distribute,
        GiveOutside,
        Move,
        WriteOff,
        PutIntoBucket,
        ChangeCampaign,
        PutTag,
        TakeTagOff,
    )
}
