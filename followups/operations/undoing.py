"""Taking a logged touch back, or a move."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from followups.cadences.planning import way_for
from followups.models import PUT_OFF, CancelReason, EarlyStop, Enrolment, Source, Touch, TouchState
from followups.operations.assigning import let_go_of_leaver, take_back_assignment
from followups.operations.judging import take_back
from followups.operations.locking import lock
from followups.operations.outside_ends import give_again
from followups.operations.refusal import Refusal
from followups.operations.scheduling import take_off, wake_with
from followups.policy import UNDO_HOURS
from followups.state import settle
from followups.undoable import is_recent
from leadfollow.log.models import record
from leadfollow.people.models import User
from leads.models import Assignment, Closure, Contact, Lead, LeadContact, Tick, Verdict
from leads.operations import edit_lead


class NotUndoable(Refusal):
    """The touch, the move or the rest cannot be taken back any more."""


@transaction.atomic
def undo_touch(*, touch: Touch, by: User, at: datetime) -> Touch:
    """Take a logged touch back, with all that it brought about.

    One new row reverses it: the scheduled touch again, or for one that nobody planned a
    cancelled row. What it scheduled is cancelled as undone; what it cancelled, ended or closed
    is as before. Refused where it was undone before, is older than a day, came by import, or
    something later stands on it.
    """
    lead = lock(touch.lead_id)
    touch.refresh_from_db()
    check_undoable(touch, lead, at=at)
    Touch.objects.filter(after=touch).exclude(state=TouchState.LOGGED).update(
        state=TouchState.CANCELLED,
        cancel_reason=CancelReason.UNDONE,
        cancelled_by=by,
        cancelled_at=Coalesce("cancelled_at", at),
    )
    Enrolment.objects.running().filter(begun_by_touch=touch).update(
        ended_at=Greatest("began_at", Value(at)), end_reason=Enrolment.EndReason.UNDONE
    )
    Enrolment.objects.filter(ended_by=touch).update(ended_at=None, end_reason="", ended_by=None)
    if touch.barred_contact:
        Contact.objects.filter(touches=touch).update(do_not_contact=False)
    back, *others = [again(row, by=by, at=at) for row in reversed_with(touch)]
    for row in [back, *others]:
        if row.is_scheduled and row.enrolment_id:
            Enrolment.objects.filter(pk=row.enrolment_id).update(contact=row.contact)
    take_back_closures(touch, by=by, at=at)
    EarlyStop.objects.standing().filter(touch=touch).update(taken_back_at=at)
    if touch.key:
        Tick.objects.standing().filter(caused_by=touch.key).update(taken_back_at=at)
        lead.inquiries.filter(fulfilled_with=touch.key).update(
            fulfilled_at=None, fulfilled_how="", fulfilled_by=None, fulfilled_with=None
        )
    for verdict in Verdict.objects.standing().filter(caused_by=touch.key):
        take_back(verdict, by=by, at=at)
    record("touch undone", of=touch, by=by, at=at, lead_id=lead.pk)
    settle({lead.pk, *leads_of(touch), *(row.lead_id for row in others)}, at=at)
    return back


@transaction.atomic
def undo_move(*, touch: Touch, by: User, at: datetime) -> Touch:
    """Take a move back: the touch is scheduled again as it was, and was never moved.

    One new row reverses it, with the due moment and the count of moves of then; its successor is
    cancelled as undone. Refused where it was undone before, is older than a day, or something
    happened to the successor or to the lead's owner since.
    """
    lead = lock(touch.lead_id)
    touch.refresh_from_db()
    successor = successor_to_undo(touch, at=at)
    Touch.objects.filter(pk=successor.pk).update(
        state=TouchState.CANCELLED,
        cancel_reason=CancelReason.UNDONE,
        cancelled_by=by,
        cancelled_at=at,
    )
    back = again(touch, by=by, at=at)
    wake_with(back, lead)
    record("move undone", of=back, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)
    return back


def successor_to_undo(touch: Touch, *, at: datetime) -> Touch:
    """What the move made, if it still stands as it was; else the sentence that says why not."""
    successor, moved_at = touch.successor, touch.cancelled_at
    if successor is None or moved_at is None:
        raise NotUndoable(_("Only a touch that was moved can be moved back."))
    if is_undone(touch):
        raise NotUndoable(_("This move was undone before."))
    if not is_recent(moved_at, now=at):
        raise NotUndoable(
            _("A move can be undone for %(undo_hours)s hours; this one stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    if successor.is_logged:
        raise NotUndoable(_("The touch was logged since. The date stands."))
    if successor.cancel_reason in PUT_OFF:
        raise NotUndoable(_("The touch was moved again since. Move it to the date you want."))
    if not successor.is_scheduled:
        raise NotUndoable(_("The touch was called off since. Plan the lead as it is now."))
    since = Q(began_at__gt=moved_at) | Q(ended_at__gt=moved_at)
    if Assignment.objects.filter(since, lead=touch.lead_id).exists():
        raise NotUndoable(_("The lead was handed over since. Its owner decides on the date."))
    return successor


def is_undone(touch: Touch) -> bool:
    """Whether a log, or a move, was taken back."""
    return Touch.objects.filter(reverses=touch).exists()


def reversed_with(touch: Touch) -> list[Touch]:
    """The rows that an undo makes again: the touch itself, then what it cancelled."""
    cancelled = Touch.objects.not_reversed().filter(cancelled_by_touch=touch)
    rows = cancelled.select_related("contact", "enrolment").order_by("pk")
    return [Touch.objects.get(pk=touch.pk), *rows]


def check_undoable(touch: Touch, lead: Lead, *, at: datetime) -> None:
    """Refuse with the sentence that says why."""
    if not touch.is_logged or touch.source == Source.IMPORT:
        raise NotUndoable(_("Only a touch that was logged here can be undone."))
    if is_undone(touch):
        raise NotUndoable(_("This touch was undone before."))
    if touch.logged_at is None or not is_recent(touch.logged_at, now=at):
        raise NotUndoable(
            _("A touch can be undone for %(undo_hours)s hours; this one stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    if Touch.objects.logged().filter(after=touch).exists():
        raise NotUndoable(_("A later touch was logged after this one. Undo that one first."))
    if Closure.objects.filter(caused_by=touch.key, reopened_at__isnull=False).exists():
        raise NotUndoable(_("The lead was reopened since. Close or plan it as it is now."))
    rows = [row for row in reversed_with(touch) if row.due_at]
    leads = {lead.pk, *(row.lead_id for row in rows)}
    closed = Closure.objects.standing().filter(lead__in=leads)
    if closed.exclude(caused_by=touch.key).exists():
        raise NotUndoable(_("The lead was closed since. Reopen it first."))
    ended = touch.enrolments_ended.values("lead")
    running = Enrolment.objects.running().filter(lead__in=ended)
    if running.exclude(begun_by_touch=touch).exists():
        raise NotUndoable(_("The lead is in another cadence since. Plan it as it is now."))
    for row in rows:
        check_may_stand(row, touch)


def check_may_stand(row: Touch, touch: Touch) -> None:
    """Refuse to schedule again what an undo does not bring back the ground for."""
    barred_by_it = touch.barred_contact and row.contact_id == touch.contact_id
    if row.contact and row.contact.do_not_contact and not barred_by_it:
        raise NotUndoable(
            _("%(contact)s must not be contacted any more.") % {"contact": row.contact}
        )
    enrolment = row.enrolment
    if enrolment and enrolment.ended_at and enrolment.ended_by_id != touch.pk:
        raise NotUndoable(_("The lead has left that cadence since. Plan it as it is now."))


def again(touch: Touch, *, by: User, at: datetime) -> Touch:
    """The row that reverses another: scheduled as it was, or cancelled if it never was.

    Where its person has refused that way since, it is scheduled by another. What a correction
    says of person and channel was never planned.
    """
    row = touch.like(reverses=touch)
    if said_at_first := touch.corrections.select_related("contact").first():
        row.contact, row.channel = said_at_first.contact, said_at_first.channel
        row.own_channel_id = said_at_first.own_channel_id
    if touch.due_at is None:
        row.state, row.cancelled_at, row.cancelled_by = TouchState.CANCELLED, at, by
        row.cancel_reason = CancelReason.UNDONE
    else:
        way = way_for(row.contact, row.channel, row.own_channel_id)
        row.channel, row.own_channel_id = way
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NotUndoable(_("The lead's plan has moved on since. Plan it as it is now.")) from error
    return row


def take_back_closures(touch: Touch, *, by: User, at: datetime) -> None:
    """The ends that the touch brought about never were."""
    ends = Closure.objects.standing().filter(caused_by=touch.key).select_related("lead__owner")
    for end in ends:
        take_back_end(end, by=by, at=at)


def take_back_end(end: Closure, *, by: User, at: datetime) -> None:
    """The end never was, nor what it said of the lead's value.

    A value that somebody has corrected since stands.
    """
    if end.value is not None and end.lead.value == end.value:
        edit_lead(lead=end.lead, changes={"value": end.value_before}, by=by, at=at)
    end.taken_back_at = at
    end.save(update_fields=["taken_back_at"])
    give_again(end.lead, taken_at=end.closed_at)
    let_go_of_leaver(end.lead, at=at)


def leads_of(touch: Touch) -> set[int]:
    """The leads that may have changed with it: all of its contact's."""
    return set(LeadContact.objects.filter(contact=touch.contact_id).values_list("lead", flat=True))


@transaction.atomic
def undo_planned(*, touch: Touch, by: User, at: datetime) -> None:
    """Take back that one planned a touch, also where it is the lead's only next step: it stands
    as before. Again changes nothing. Refused as NotUndoable once it was made or moved, and after
    a day."""
    lead = lock(touch.lead_id)
    touch.refresh_from_db()
    if touch.cancel_reason == CancelReason.UNDONE:
        return
    if not touch.is_scheduled or not touch.scheduled_at:
        raise NotUndoable(_("The touch was made or moved since. The date stands."))
    if not is_recent(touch.scheduled_at, now=at):
        raise NotUndoable(
            _("What was planned can be taken back for %(undo_hours)s hours; this one stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    take_off(touch, CancelReason.UNDONE, by=by, at=at)
    record("planning undone", of=touch, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)


@transaction.atomic
def undo_assigning(*, given: Assignment, by: User, at: datetime) -> Lead:
    """Take back that one gave a lead to a rep: it is with whoever had it before, or waits again.

    Again changes nothing. Refused as NotUndoable for what somebody else gave or what is older than
    a day, and as MovedOn where the lead went on since.
    """
    lead = lock(given.lead_id)
    if given.given_by_id != by.pk or not is_recent(given.began_at, now=at):
        raise NotUndoable(
            _("What you gave yourself can be taken back for %(undo_hours)s hours; this one stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    rows = Assignment.objects.filter(lead=lead)
    before = rows.filter(ended_at=given.began_at).exclude(pk=given.pk).order_by("began_at", "pk")
    had = before.values_list("rep", flat=True).last()
    if rows.filter(pk=given.pk).exclude(ended_at=None).exists() and lead.owner_id == had:
        return lead
    take_back_assignment(given=given, by=by, at=at)
    return lead
