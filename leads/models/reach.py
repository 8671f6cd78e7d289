"""Whose leads somebody sees, and what he may do with which: roles add up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import Campaign
from leads.models.assignment import Assignment
from leads.models.closure import Closure
from leads.models.contact import Contact, LeadContact
from leads.models.contact_merge import ContactMerge
from leads.models.doubt import Doubt
from leads.models.lead_merge import LeadMerge
from leads.models.lead_status import OPEN
from leads.models.pair import Pair
from leads.models.qualifying import Back, Qualifying

if TYPE_CHECKING:
    from leadfollow.people.models import User
    from leads.models.lead import Lead  # noqa: F401 - the querysets are of it

NOBODYS = Q(pk__in=[])
JUST_NOW = timedelta(hours=1)  # a page may be as old
RIGHTS = {
    "may_work": "workable_by",
    "may_close": "closable_by",
    "may_edit": "editable_by",
    "may_annotate": "annotatable_by",
    "may_assign": "assignable_by",
    "may_remove": "removable_by",
}


def owned(rep: User) -> Q:
    """A rep's own, and those of the colleagues for whom he stands in."""
    if not rep.is_rep:
        return NOBODYS
    if not rep.stands_in_for:
        return Q(owner=rep)
    return Q(owner__in=[rep.pk, *(absence.user_id for absence in rep.stands_in_for)])


def with_teams_of(manager: User) -> Q:
    """Those that the reps of his teams own."""
    if not manager.is_manager:
        return NOBODYS
    return Q(owner__team__in=manager.led_team_ids)


def with_or_waiting_for_teams_of(manager: User) -> Q:
    """Those that the reps of his teams own, and those that wait for one of them.

    What waits for no team in particular waits for any manager.
    """
    if not manager.is_manager:
        return NOBODYS
    led = manager.led_team_ids
    waiting = Q(campaign__team__in=led) | Q(campaign__team=None)
    return Q(owner__team__in=led) | (Q(owner=None) & waiting)


def asked_through_own(event_manager: User) -> Exists:
    """Whether an inquiry of the lead came through a campaign of this person."""
    own = Campaign.objects.filter(inquiries__lead=OuterRef("pk"), owner=event_manager)
    return Exists(own)


class ReachQuerySet(models.QuerySet["Lead"]):
    """Questions about leads that depend on who asks."""

    def visible_to(self, user: User) -> Self:
        """A rep's own and those he stands in for; a manager's teams' and those waiting for them;
        an event manager's campaigns'; an admin's all. Roles add up."""
        if user.is_admin:
            return self
        reach = owned(user) | with_or_waiting_for_teams_of(user)
        if user.is_event_manager:
            reach |= Q(asked_through_own(user))
        return self.filter(reach)

    def on_the_plate_of(self, rep: User) -> Self:
        """Those that a rep works now: his own, and of each colleague for whom he stands in what
        comes due before that one is back, and what has no next step."""
        plate = Q(owner=rep)
        for absence in rep.stands_in_for:
            soon = Q(next_due_at__lte=absence.ends_at) | Q(next_due_at=None)
            plate |= soon & Q(owner=absence.user_id)
        return self.filter(plate)

    def workable_by(self, user: User) -> Self:
        """Leads on which this person may log, plan and close: the rep's own, the manager's."""
        return self.filter(owned(user) | with_teams_of(user))

    def annotatable_by(self, user: User, *, as_event_manager: bool = True) -> Self:
        """Leads on which this person may write notes: those he works, and as an event manager
        his campaigns'."""
        reach = owned(user) | with_or_waiting_for_teams_of(user)
        if as_event_manager and user.is_event_manager:
            reach |= Q(asked_through_own(user))
        return self.filter(reach)

    def removable_by(self, user: User) -> Self:
        """Leads that this person may put into the bin: a manager's teams', an admin's all."""
        return self if user.is_admin else self.filter(with_or_waiting_for_teams_of(user))

    def decidable_by(self, user: User) -> Self:
        """Leads of which this person may say who asked: a manager's teams', an event manager's
        campaigns', an admin's all."""
        if user.is_admin:
            return self
        reach = with_or_waiting_for_teams_of(user)
        if user.is_event_manager:
            reach |= Q(asked_through_own(user))
        return self.filter(reach)

    def mergeable_by(self, user: User) -> Self:
        """Leads that this person may put together: a manager's teams', an event manager's own
        campaigns', an admin's all."""
        if user.is_admin:
            return self
        reach = with_or_waiting_for_teams_of(user)
        if user.is_event_manager:
            reach |= Q(campaign__owner=user)
        return self.filter(reach)

    def closable_by(self, user: User) -> Self:
        """Leads that this person may end and, as a manager or admin, reopen; a manager also those
        that came back from outside as not qualified, and what became of them."""
        if user.is_admin:
            return self
        unfit = Q(pk__in=self.model._default_manager.came_back_unfit().values("pk"))
        unfit |= Q(pk__in=Closure.objects.standing().filter(closed_by=user).values("lead"))
        decided = with_or_waiting_for_teams_of(user) & unfit
        return self.filter(owned(user) | with_teams_of(user) | decided)

    def pardonable_by(self, user: User) -> Self:
        """Open leads whose overdue steps this person may write off: of a manager's teams, with
        a rep or waiting for one, an admin's all; never a rep his own."""
        if user.is_admin:
            return self.filter(OPEN)
        return self.filter(OPEN, with_or_waiting_for_teams_of(user))

    def editable_by(self, user: User) -> Self:
        """Leads whose people this person may correct; an event manager's only until assigned."""
        if user.is_admin:
            return self
        reach = owned(user) | with_or_waiting_for_teams_of(user)
        if user.is_event_manager:
            reach |= Q(owner=None) & Q(asked_through_own(user))
        return self.filter(reach)

    def sourced_by(self, user: User) -> Self:
        """Leads whose campaign this person may put right: a manager's teams', an admin's all."""
        return self if user.is_admin else self.filter(with_or_waiting_for_teams_of(user))

    def exportable_by(self, user: User) -> Self:
        """Leads that this person may take along as a file: a manager's teams', an event
        manager's campaigns', an admin's all; a rep's own, if his team lets him."""
        if user.is_admin:
            return self
        reach = with_or_waiting_for_teams_of(user)
        if user.is_event_manager:
            reach |= Q(asked_through_own(user))
        if user.is_rep and user.team is not None and user.team.reps_export:
            reach |= Q(owner=user)
        return self.filter(reach)

    def takeable_lately(self, *, now: datetime) -> Self:
        """Open leads that nobody owns, or that somebody was quicker to take just now: who comes
        second is told so, and of no other lead whose it is."""
        lately = Assignment.objects.current().filter(began_at__gt=now - JUST_NOW)
        quicker = Exists(lately.filter(lead=OuterRef("pk")))
        return self.filter(OPEN, Q(owner=None) | quicker)

    def assignable_by(self, user: User) -> Self:
        """Open leads that this person may give to a rep; an event manager only the first time."""
        if user.is_admin:
            return self.filter(OPEN)
        reach = with_or_waiting_for_teams_of(user)
        if user.is_event_manager:
            given_before = Exists(Assignment.objects.filter(lead=OuterRef("pk")))
            reach |= Q(asked_through_own(user)) & ~Q(given_before)
        return self.filter(OPEN, reach)

    def with_rights_of(self, user: User) -> Self:
        """What this person may do with each lead: a column for each of `RIGHTS`."""
        this = self.model._default_manager.filter(pk=OuterRef("pk"))
        rights = {right: Exists(getattr(this, whose)(user)) for right, whose in RIGHTS.items()}
        return self.annotate(**rights)

    def with_doubt(self, user: User) -> Self:
        """`doubt_id`: what has to be decided about who asked, if anything; `may_decide` it."""
        from leads.models.doubt import Doubt

        doubts = Doubt.objects.open().filter(inquiry__lead=OuterRef("pk")).order_by("pk")
        mine = type(self)(self.model).filter(pk=OuterRef("pk"))
        return self.annotate(
            doubt_id=Subquery(doubts.values("pk")[:1]),
            may_decide=Exists(mine.decidable_by(user)),
            may_merge=Exists(mine.mergeable_by(user)),
        )

    def with_twin(self, user: User) -> Self:
        """`twin_id`: another lead that may be the same, if this person may put the two together:
        one of its people's, or of somebody with the same address, else of a pair that was found;
        never one of which somebody said that it is not."""
        mine = type(self)(self.model).mergeable_by(user)
        this, here = OuterRef("pk"), OuterRef(OuterRef("pk"))
        parted = Pair.objects.parted()
        said = Q(first_id=OuterRef("lead"), second_id=here) | Q(
            first_id=here, second_id=OuterRef("lead")
        )
        others = LeadContact.objects.filter(Exists(mine.filter(pk=OuterRef("lead"))))
        others = others.exclude(lead=this).exclude(Exists(parted.filter(said))).order_by("-lead")
        his = others.filter(contact__leads__lead=this)
        addressed = Contact.objects.filter(~Q(email_key=""), leads__lead=here)
        addressed = addressed.exclude(inquiries__doubt__outcome="new")  # somebody said so
        like = others.filter(
            ~Q(contact__email_key=""), contact__email_key__in=addressed.values("email_key")
        ).exclude(contact__inquiries__doubt__outcome="new")
        found = Pair.objects.standing().mergeable_by(user).order_by("pk")
        twins = (
            *(rows.values("lead") for rows in (his, like)),
            found.filter(first_id=this).values("second_id"),
            found.filter(second_id=this).values("first_id"),
        )
        ids = (Subquery(rows[:1]) for rows in twins)
        return self.annotate(twin_id=Coalesce(*ids, output_field=models.BigIntegerField()))

    def with_accept_by(self) -> Self:
        """`accept_by`: until when its rep must still accept it, if he must."""
        waiting = Assignment.objects.unaccepted().filter(lead=OuterRef("pk"))
        return self.annotate(accept_by=Subquery(waiting.values("accept_by")[:1]))

    def with_qualifier(self, user: User) -> Self:
        """Open leads that this outside qualifier has now: all that he sees."""
        if not user.is_qualifier:
            return self.none()
        his = Qualifying.objects.running().filter(lead=OuterRef("pk"), person=user)
        return self.filter(OPEN, Exists(his), owner=None)

    def with_was_outside(self) -> Self:
        """`was_outside`: whether an outside qualifier has or had it."""
        rows = Qualifying.objects.filter(lead=OuterRef("pk"))
        return self.annotate(was_outside=Exists(rows))

    def with_was_merged(self) -> Self:
        """`was_merged`: whether another lead, or records of its people, became one here, or
        somebody said who asked."""
        here = OuterRef("pk")
        people = LeadContact.objects.filter(lead=OuterRef(OuterRef("pk"))).values("contact")
        leads = Exists(LeadMerge.objects.standing().filter(kept_id=here))
        records = Exists(ContactMerge.objects.standing().filter(kept_id__in=people))
        said = Exists(Doubt.objects.settled().filter(inquiry__lead=here))
        return self.annotate(was_merged=leads | records | said)

    def came_back_unfit(self) -> Self:
        """Leads that are nobody's and of which the outside qualifier said last that they are not
        qualified: somebody decides."""
        newest = Qualifying.objects.filter(lead=OuterRef("pk")).order_by("-given_at", "-pk")
        unfit = Subquery(newest.values("says")[:1])
        return self.filter(OPEN, owner=None).alias(said=unfit).filter(said=Back.NOT_QUALIFIED)

    def waiting_in_inbox_of(self, user: User) -> Self:
        """Unassigned leads this person may see, to take one or to give it to somebody."""
        unassigned = self.filter(OPEN, owner=None)
        if user.is_admin:
            return unassigned
        reach = with_or_waiting_for_teams_of(user)
        if user.is_rep and user.team_id:
            reach |= Q(campaign__team=user.team_id)
        if user.is_event_manager:
            reach |= Q(campaign__owner=user)
        return unassigned.filter(reach)
