"""What is decided about a lead while a week is looked back on; each can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from followups import operations
from followups.models import Channel, Touch
from followups.next_step import Due
from followups.operations import Refusal
from followups.operations.cadences import contact_to_try
from leadfollow.clock import Week
from leadfollow.log.models import record
from leadfollow.people.models import Team, User
from leads.models import Lead
from reports.models import Decision, Retrospective
from reports.models.decision import Kind
from reports.operations.committing import promise
from reports.operations.holding import hold


class Decided(Refusal):
    """A colleague was quicker: what he decided about this lead."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(
            _("%(who)s decided about it meanwhile: %(what)s.")
            % {"who": decision.by, "what": decision}
        )
        self.decision = decision


class NotHere(Refusal):
    """The lead is none of this team's."""


class Undecided(Refusal):
    """There is nothing to decide on."""


def held_for(*, team: Team, week: Week, lead: Lead | None, by: User, at: datetime) -> Retrospective:
    """The open retrospective, where nobody decided about this lead in it.

    Refused as Decided otherwise, and as NotHere for a lead that is none of the team's.
    """
    held = hold(team=team, week=week, by=by, at=at)
    if lead is None:
        return held
    if not Lead.objects.of_team(team).filter(pk=lead.pk).exists():
        raise NotHere(_("%(lead)s is none of %(team)s any more.") % {"lead": lead, "team": team})
    earlier = held.decisions.standing().exclude(kind=Kind.NOTE).filter(lead=lead)
    if before := earlier.select_related("by").first():
        raise Decided(before)
    return held


def decide(held: Retrospective, kind: Kind, section: str, **what: Any) -> Decision:
    return Decision.objects.create(retrospective=held, kind=kind, section=section, **what)


@transaction.atomic
def commit(
    *,
    team: Team,
    week: Week,
    section: str,
    rep: User,
    what: str,
    due_at: datetime,
    by: User,
    at: datetime,
    lead: Lead | None = None,
) -> Decision:
    """A rep says what he will do by when, about a lead or about his work."""
    held = held_for(team=team, week=week, lead=lead, by=by, at=at)
    made = promise(held, rep=rep, what=what, due_at=due_at, by=by, at=at, lead=lead)
    return decide(held, Kind.COMMIT, section, lead=lead, by=by, at=at, commitment=made)


@transaction.atomic
def reassign(
    *, team: Team, week: Week, section: str, lead: Lead, rep: User, by: User, at: datetime
) -> Decision:
    """Hand the lead over, or give it to somebody where it is nobody's."""
    held = held_for(team=team, week=week, lead=lead, by=by, at=at)
    given = operations.assign_lead(lead=lead, rep=rep, by=by, at=at)
    return decide(held, Kind.REASSIGN, section, lead=lead, by=by, at=at, assignment=given)


@transaction.atomic
def set_next_step(
    *,
    team: Team,
    week: Week,
    section: str,
    lead: Lead,
    due: Due,
    by: User,
    at: datetime,
    why: str = "",
) -> Decision:
    """Move what is next at the lead to another date; where nothing is, a call is planned."""
    held = held_for(team=team, week=week, lead=lead, by=by, at=at)
    if touch := next_of(lead):
        made = operations.move_touch(touch=touch, due=due, by=by, at=at, why=why)
    else:
        made = operations.schedule_touch(
            lead=lead, contact=contact_to_try(lead), channel=Channel.CALL, due=due,
            by=by, at=at, why=why, subject=_("Agreed in the retrospective"),
        )  # fmt: skip
    return decide(held, Kind.DATE, section, lead=lead, by=by, at=at, touch=made)


def next_of(lead: Lead) -> Touch | None:
    planned = Touch.objects.scheduled().manual().filter(lead=lead)
    return planned.order_by("due_at", "pk").first()


@transaction.atomic
def agree_far_day(
    *, team: Team, week: Week, section: str, lead: Lead, by: User, at: datetime
) -> Decision:
    """A next step far ahead is as the manager wants it."""
    held = held_for(team=team, week=week, lead=lead, by=by, at=at)
    touch = next_of(lead)
    if touch is None:
        raise Undecided(_("%(lead)s has no next step any more.") % {"lead": lead})
    made = decide(held, Kind.FAR, section, lead=lead, by=by, at=at, touch=touch)
    record("far day agreed", of=made, by=by, at=at, lead_id=lead.pk, touch=touch.pk)
    return made


@transaction.atomic
def note(
    *,
    team: Team,
    week: Week,
    section: str,
    text: str,
    by: User,
    at: datetime,
    lead: Lead | None = None,
) -> Decision:
    """A line to keep, of a lead or of the part; any number may stand beside a decision."""
    held = hold(team=team, week=week, by=by, at=at)
    text = " ".join(text.split())
    if not text:
        raise Undecided(_("Write the note first."))
    return decide(held, Kind.NOTE, section, lead=lead, by=by, at=at, note=text[:300])


@transaction.atomic
def take_back(*, decision: Decision, by: User, at: datetime) -> None:
    """Undo it and what it led to, while the retrospective is open; again changes nothing."""
    its = decision.retrospective
    hold(team=its.team, week=its.its_week, by=by, at=at)
    decision = Decision.objects.select_for_update(of=["self"]).get(pk=decision.pk)
    if decision.taken_back_at:
        return
    decision.taken_back_at = at
    made, decision.commitment = decision.commitment, None
    decision.save(update_fields=["taken_back_at", "commitment"])
    if made:
        made.delete()
    elif decision.kind == Kind.REASSIGN and decision.assignment:
        operations.undo_assigning(given=decision.assignment, by=by, at=at)
    elif decision.kind == Kind.DATE and decision.touch:
        take_back_date(decision.touch, by=by, at=at)
    record("decision taken back", of=decision, by=by, at=at, kind_of=decision.kind)


def take_back_date(touch: Touch, *, by: User, at: datetime) -> None:
    """Move it back, or call off what was planned anew."""
    moved = Touch.objects.filter(successor=touch).first()
    if moved:
        operations.undo_move(touch=moved, by=by, at=at)
    else:
        operations.undo_planned(touch=touch, by=by, at=at)
