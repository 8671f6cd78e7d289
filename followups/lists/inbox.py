"""The inbox: leads that are nobody's, the one that waits longest first; and held inquiries."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from followups.distribution.words import last_with, why_they_wait
from followups.lists.doubts import DoubtRow
from followups.lists.held_rows import HeldLines, QuarantineCount
from followups.lists.outside import until_in_words, with_whom
from followups.queue.rows import state_of
from followups.wording import inquiry_in_words
from leadfollow.clock import WorkingTime
from leadfollow.people.models import Team, User
from leadfollow.words import HOUR, age_in_words, due_in_words, moment_in_full, within
from leads.models import Assignment, Back, Inquiry, Lead, LeadContact, Qualifying
from leads.models.assignment import LATE
from leads.models.lead import LeadQuerySet

MOST = 200  # beyond that it is no inbox any more; the lead list has them all
MIDNIGHT = time(0)


@dataclass(frozen=True)
class InboxRow:
    """One lead without an owner, in words, and what this person may do with it."""

    lead_id: int
    organisation: str
    person: str
    campaign: str
    request: str
    asked: str
    age: str
    there: str
    back: str  # from whom it came back
    why: str  # nobody was given it
    state: str
    text: str
    may_take: bool
    may_assign: bool
    may_open: bool
    outside: Qualifying | None = None  # with whom from outside it is, or how it came back
    may_close: bool = False

    @property
    def is_outside(self) -> bool:
        return self.outside is not None and self.outside.returned_at is None

    @property
    def is_unfit(self) -> bool:
        """It came back not qualified: somebody decides."""
        return self.outside is not None and self.outside.says == Back.NOT_QUALIFIED

    @property
    def until(self) -> str:
        """As in "Ola Berg, until Tue 8 Dec 2026, 17:00"."""
        return until_in_words(self.outside) if self.outside else ""


@dataclass(frozen=True)
class HeldRow:
    """One inquiry of somebody who must not be contacted; a manager may let it through.

    `others` are his other leads: what was between us before.
    """

    inquiry_id: int
    lead_id: int
    organisation: str
    person: str
    campaign: str
    request: str
    message: str
    age: str
    others: list[Lead]


@dataclass(frozen=True)
class Section:
    """A part of the inbox: how many wait there, and where it stands, on the page or beside it."""

    word: str
    number: int
    address: str


def may_take(user: User, team: Team | None) -> bool:
    """Whether this rep may help himself to leads of that team."""
    return bool(user.is_rep and team and team.pk == user.team_id and team.reps_take_from_inbox)


def inbox_of(user: User, *, now: datetime) -> list[InboxRow]:
    """Those in reach, in a number of queries that does not grow with them."""
    leads = Lead.objects.waiting_in_inbox_of(user).with_was_outside()
    leads = leads.select_related("campaign__team")
    waiting = list(leads.order_by(F("assign_by").asc(nulls_last=True), "pk")[:MOST])
    newest = Inquiry.objects.counted().filter(lead__in=waiting).order_by("received_at", "pk")
    requests, asked = {}, Counter[int]()
    for inquiry in newest:
        requests[inquiry.lead_id] = inquiry.request
        asked[inquiry.lead_id] += 1
    primary = LeadContact.objects.filter(lead__in=waiting, is_primary=True)
    people = {person.lead_id: str(person.contact) for person in primary.select_related("contact")}
    assignable = among(Lead.objects.assignable_by(user), waiting)
    visible = among(Lead.objects.visible_to(user), waiting)
    last, why = last_with(waiting), why_they_wait(waiting)
    working = user.working_time
    outside = with_whom([lead.pk for lead in waiting if getattr(lead, "was_outside", True)])
    closes = user.is_manager or user.is_admin
    return [
        InboxRow(
            lead_id=lead.pk,
            organisation=str(lead),
            person=people.get(lead.pk, ""),
            campaign=lead.campaign.name,
            request=requests.get(lead.pk, ""),
            asked=inquiry_in_words(asked[lead.pk]),
            age=age_in_words(now - lead.received_at),
            there=clock_there(lead, now=now),
            back=came_back(last.get(lead.pk), zone=working.zone),
            why=why.get(lead.pk, ""),
            state=state_of(lead.assign_by, now=now, working=working) if lead.assign_by else "",
            text=until(lead.assign_by, now=now, working=working),
            may_take=may_take(user, lead.campaign.team),
            may_assign=lead.pk in assignable,
            may_open=lead.pk in visible,
            outside=outside.get(lead.pk),
            may_close=closes,
        )
        for lead in waiting
    ]


def until(assign_by: datetime | None, *, now: datetime, working: WorkingTime) -> str:
    """As in "16 h late", "by today 14:00"; nothing where no limit is known."""
    if assign_by is None:
        return ""
    text = due_in_words(assign_by, now, working)
    if assign_by - now < HOUR:
        return text
    return _("by %(moment)s") % {"moment": text}


def came_back(given: Assignment | None, *, zone: tzinfo) -> str:
    """As in "Ben Roth did not accept it in time, Fri 20 Nov 2026, 15:00"; nothing of a lead that
    nobody has had."""
    if given is None or given.ended_at is None:
        return ""
    told: dict[str, Any] = {"rep": given.rep, "moment": moment_in_full(given.ended_at, zone)}
    if given.returned_for == LATE:
        return _("%(rep)s did not accept it in time, %(moment)s") % told
    if not given.returned_for:
        return _("was with %(rep)s until %(moment)s") % told
    told["reason"] = within(str(given.get_returned_for_display()))
    return _("%(rep)s gave it back (%(reason)s), %(moment)s") % told


def clock_there(lead: Lead, *, now: datetime) -> str:
    """Of an event's lead whose day there is not over: how much is left of it."""
    by, zone = lead.assign_by, lead.campaign.time_zone
    if not lead.campaign.is_event or by is None or by <= now:
        return ""
    if by.astimezone(zone).time() != MIDNIGHT:  # its owner left: an hour counts
        return ""
    told = {"left": age_in_words(by - now), "time": f"{now.astimezone(zone):%H:%M}"}
    return _("%(left)s left of the day there, where it is %(time)s") % told


def among(reach: LeadQuerySet, leads: list[Lead]) -> set[int]:
    """Which of these leads are in reach."""
    return set(reach.filter(pk__in=[lead.pk for lead in leads]).values_list("pk", flat=True))


def held_for(user: User, *, now: datetime) -> list[HeldRow]:
    """Held inquiries that this person may release: a manager's, an admin's."""
    if not (user.is_manager or user.is_admin):
        return []
    held = Inquiry.objects.held().visible_to(user).select_related("lead", "contact", "campaign")
    inquiries = list(held.order_by("held_at", "pk")[:MOST])
    leads = leads_of([inquiry.contact_id for inquiry in inquiries], reader=user)
    return [
        HeldRow(
            inquiry_id=inquiry.pk,
            lead_id=inquiry.lead_id,
            organisation=str(inquiry.lead),
            person=str(inquiry.contact or ""),
            campaign=inquiry.campaign.name,
            request=inquiry.request,
            message=inquiry.message,
            age=age_in_words(now - inquiry.received_at),
            others=[each for each in leads[inquiry.contact_id] if each != inquiry.lead],
        )
        for inquiry in inquiries
    ]


def leads_of(contact_ids: list[int | None], *, reader: User) -> dict[int | None, list[Lead]]:
    """Each person's leads, of those that the reader may see."""
    visible = Lead.objects.visible_to(reader)
    stands = LeadContact.objects.filter(contact__in=contact_ids, lead__in=visible)
    leads: dict[int | None, list[Lead]] = defaultdict(list)
    for person in stands.select_related("lead").order_by("-lead__received_at", "pk"):
        leads[person.contact_id].append(person.lead)
    return leads


def sections_of(
    rows: list[InboxRow],
    unfit: list[InboxRow],
    outside: list[InboxRow],
    doubts: list[DoubtRow],
    lines: HeldLines,
    held: list[HeldRow],
    quarantines: list[QuarantineCount],
    alike: int,
) -> list[Section]:
    """What of it there is, and how many of each."""
    quarantined = sum(each.count for each in quarantines)
    found = [
        Section(_("waiting for an owner"), len(rows), "#unassigned"),
        Section(_("came back not qualified"), len(unfit), "#unfit"),
        Section(_("with an outside qualifier"), len(outside), "#outside"),
        Section(_("who is it?"), len(doubts), "#doubts"),
        Section(_("held rows of files"), lines.count, "#held-rows"),
        Section(_("held"), len(held), "#held"),
        Section(_("in quarantine"), quarantined, "#quarantine"),
        Section(_("maybe the same"), alike, reverse("followups:pairs")),
    ]
    return [section for section in found if section.number]
