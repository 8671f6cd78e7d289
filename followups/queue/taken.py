"""A row whose lead is somebody else's work by now: who has it, and since when.

Only for a lead that was on this person's plate when his list was made: his own, or one of a
colleague for whom he stood in. Of any other lead nothing is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from followups.models import PUT_OFF, Touch
from followups.operations.logging import who_was_quicker
from followups.policy import TAKEN_TOLD_HOURS
from leadfollow.clock import today
from leadfollow.ids import id_in
from leadfollow.people.models import Absence, User
from leadfollow.words import moment_in_full
from leads.models import Assignment, Lead


@dataclass(frozen=True)
class Taken:
    """The lead, what became of it in a sentence, and whether the person may still write there."""

    lead: Lead
    said: str
    may_write: bool = False
    touch: Touch | None = None


def taken_from(rep: User, lead_id: int, *, now: datetime) -> Taken | None:
    """Who took a lead from the rep's plate lately; None where it was not there."""
    lead = Lead.objects.select_related("owner").filter(pk=lead_id).first()
    if lead is None:
        return None
    if given := handed_over(rep, lead, now=now):
        who = (
            _("Taken by %(owner)s") % {"owner": lead.owner}
            if lead.owner
            else _("Back in the inbox")
        )
        return Taken(lead, f"{who}, {said_of(given, rep, now=now)}")
    absence = stood_in_for(rep, lead, now=now)
    if absence is None:
        return None
    if absence.ends_at <= now:
        return Taken(
            lead,
            _("Back with %(owner)s, %(moment)s")
            % {"owner": lead.owner, "moment": said_of(absence.ends_at, rep, now=now)},
        )
    return Taken(
        lead, _("Due after %(owner)s is back") % {"owner": lead.owner}, may_write=lead.is_open
    )


def handed_over(rep: User, lead: Lead, *, now: datetime) -> datetime | None:
    """When the lead left him, or the one for whom he stood in then; none if another has got it."""
    stood_in = Absence.objects.filter(
        deputy=rep,
        user=OuterRef("rep"),
        begins_at__lte=OuterRef("ended_at"),
        ends_at__gte=OuterRef("ended_at"),
    )
    ended = Assignment.objects.filter(lead=lead, ended_at__gt=now - told_for())
    his = ended.filter(Q(rep=rep) | Exists(stood_in)).exclude(rep=F("lead__owner"))
    return his.order_by("-ended_at").values_list("ended_at", flat=True).first()


def stood_in_for(rep: User, lead: Lead, *, now: datetime) -> Absence | None:
    """The absence of its owner in which this person had the lead, too."""
    current = Assignment.objects.current().filter(lead=lead, began_at__lt=OuterRef("ends_at"))
    lately = {"begins_at__lte": now, "ends_at__gt": now - told_for()}
    absences = Absence.objects.filter(deputy=rep, user=lead.owner_id, **lately)
    return absences.filter(Exists(current)).order_by("-ends_at").first()


def done_by_another(rep: User, lead: Lead, step_id: str) -> Taken | None:
    """What a colleague did with the step of a row since; None if it stands or is his own work."""
    if (number := id_in(step_id)) is None:
        return None
    steps = Touch.objects.filter(lead=lead).select_related("logged_by", "cancelled_by")
    step = steps.filter(pk=number).first()
    if step is None or step.is_scheduled:
        return None
    who = step.logged_by if step.is_logged else step.cancelled_by
    if who is None or who == rep:
        return None
    return taken_step(rep, step, lead)


def taken_step(rep: User, step: Touch, lead: Lead) -> Taken:
    """That somebody was quicker with a touch; a note about it may still be logged beside it."""
    said = who_was_quicker(step, rep)
    if step.cancelled_by not in (None, rep) and step.cancelled_at:
        done = _("Moved") if step.cancel_reason in PUT_OFF else _("Called off")
        said = _("%(done)s by %(cancelled_by)s, %(moment)s") % {
            "done": done,
            "cancelled_by": step.cancelled_by,
            "moment": said_of(step.cancelled_at, rep),
        }
    return Taken(lead, said, may_write=lead.is_open, touch=step)


def told_for() -> timedelta:
    return timedelta(hours=TAKEN_TOLD_HOURS)


def said_of(at: datetime, reader: User, *, now: datetime | None = None) -> str:
    """As in "14:05"; of another day with the day."""
    zone = reader.time_zone
    local = at.astimezone(zone)
    is_today = now is not None and local.date() == today(zone, now)
    return f"{local:%H:%M}" if is_today else moment_in_full(at, zone)
