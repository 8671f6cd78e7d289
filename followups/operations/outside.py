"""Leads that an outside qualifier looks at before a rep gets them: given, returned, taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from followups.in_force import numbers_in_force
from followups.models import NextTry, Touch
from followups.notices.outside import tell_given, tell_returned
from followups.operations.assigning import (
    LeadTaken,
    NotAssignable,
    distribute_lead,
    take_back_assignment,
)
from followups.operations.judging import BadVerdict, check
from followups.operations.locking import hold, lock
from followups.operations.outside_ends import end_outside, with_again
from followups.operations.qualifying import NotQualified, in_a_row
from followups.operations.refusal import LeadIsClosed, MovedOn, Refusal
from followups.operations.undoing import NotUndoable
from followups.policy import UNDO_HOURS
from followups.state import settle
from followups.undoable import is_recent
from followups.verdicts import Judgement, missing_in
from leadfollow.clock import today
from leadfollow.log.models import record
from leadfollow.people.models import User
from leadfollow.people.models.organisation import current
from leads.models import Assignment, Back, Criterion, Lead, Qualifying, Says, Tick
from leads.models.qualifying import SAID


class WithAnother(Refusal):
    """Somebody else from outside has the lead."""


class NothingTried(Refusal):
    """Nobody is out of reach whom nobody tried."""


def due_by(at: datetime) -> datetime:
    """When the last of his working days is over, as the organisation works."""
    working = current().working_time
    days = numbers_in_force().outside_working_days
    day = working.add_working_days(today(working.zone, at), days)
    _opens, closes = working.blocks_on(day)[-1]
    return closes


@transaction.atomic
def give_to_qualifier(*, lead: Lead, person: User, by: User, at: datetime) -> Qualifying:
    """Let somebody from outside find out whether an open lead that nobody owns is qualified.

    No rep is looked for meanwhile. To the one who has it already changes nothing. Refused as
    LeadTaken where it has an owner, as WithAnother where somebody else from outside has it.
    """
    lead = lock(lead.pk)
    if not lead.is_open:
        raise LeadIsClosed(_("%(lead)s is closed. Reopen it first.") % {"lead": lead})
    if not (person.is_active and person.is_qualifier and hold(person)):
        raise NotAssignable(
            _("%(person)s cannot be given leads to qualify. Choose an outside qualifier.")
            % {"person": person}
        )
    if lead.owner_id:
        raise LeadTaken(
            _("%(lead)s is with %(owner)s. Only leads that nobody owns go outside.")
            % {"lead": lead, "owner": lead.owner}
        )
    running = Qualifying.objects.running().filter(lead=lead).select_related("person").first()
    if running and running.person_id == person.pk:
        return running
    if running:
        raise WithAnother(
            _("%(lead)s is with %(person)s. Take it back first.")
            % {"lead": lead, "person": running.person}
        )
    NextTry.objects.filter(lead=lead).delete()
    given = Qualifying.objects.create(
        lead=lead, person=person, given_by=by, given_at=at, due_by=due_by(at)
    )
    event = gettext_noop("lead given to be qualified")
    record(event, of=given, by=by, at=at, lead_id=lead.pk, person=person.pk)
    settle([lead.pk], at=at)
    tell_given(given, at=at)
    return given


@transaction.atomic
def return_lead(
    *, lead: Lead, says: str, by: User, at: datetime, reason: str = "", words: str = ""
) -> Qualifying:
    """He says what he found out. What is qualified, and whom he did not reach, goes to a rep by
    the rules at once; what is not qualified waits for somebody who decides. The verdict is the
    rep's and the manager's.

    Sent twice it is returned once. Refused as MovedOn where he has it no more, as NotQualified
    where something that is needed is not ticked, as BadVerdict without a reason, as NothingTried
    where he logged nothing.
    """
    lead = lock(lead.pk)
    row = Qualifying.objects.filter(lead=lead, person=by).in_order().last()
    if row and row.returned_by_id == by.pk and row.says == says:
        return row
    if row is None or row.returned_at:
        raise MovedOn(_("%(lead)s is not with you any more.") % {"lead": lead})
    check_said(row, lead, says, Judgement(Says.REJECTED, reason, words), at=at)
    unfit = says == Back.NOT_QUALIFIED
    end_outside(lead, by=by, at=at, says=Back(says), reason=reason if unfit else "", words=words)
    row.refresh_from_db()
    settle([lead.pk], at=at)
    if not unfit:
        distribute_lead(lead=lead, at=row.returned_at or at)
    tell_returned(row, at=at)
    return row


def check_said(
    row: Qualifying, lead: Lead, says: str, judgement: Judgement, *, at: datetime
) -> None:
    """Refuse with the sentence that says what to do."""
    if says not in SAID:
        raise BadVerdict(_("Say how it comes back: qualified, not qualified or not reached."))
    if says == Back.NOT_QUALIFIED:
        check(lead, judgement, at=at, touch=None)
    if says == Back.QUALIFIED:
        missing = missing_in(Criterion.objects.in_force(), Tick.objects.of(lead))
        if missing:
            names = in_a_row([criterion.name.lower() for criterion in missing])
            raise NotQualified(
                _("Not qualified yet, not ticked: %(names)s. Tick it with how you know.")
                % {"names": names}
            )
    tried = Touch.objects.logged().filter(
        lead=lead, logged_by=row.person, logged_at__gte=row.given_at
    )
    if says == Back.NOT_REACHED and not tried.exists():
        raise NothingTried(_("Log what you tried first: a call, a mail or a message."))


@transaction.atomic
def take_back_from_outside(*, lead: Lead, by: User, at: datetime) -> Qualifying:
    """Somebody who may give it takes it back: it waits in the inbox again. Refused as MovedOn
    where nobody from outside has it."""
    lead = lock(lead.pk)
    row = end_outside(lead, by=by, at=at)
    if row is None:
        raise MovedOn(_("%(lead)s came back before.") % {"lead": lead})
    settle([lead.pk], at=at)
    return row


@transaction.atomic
def take_back_unreturned(*, given: Qualifying, at: datetime) -> bool:
    """His time is over: it goes to a rep by the rules. Whether it was so; what came back in time
    stays."""
    lead = lock(given.lead_id)
    late = Qualifying.objects.running().filter(pk=given.pk, due_by__lte=at)
    if not late.exists():
        return False
    row = end_outside(lead, by=None, at=at, says=Back.LATE)
    settle([lead.pk], at=at)
    distribute_lead(lead=lead, at=at)
    if row:
        tell_returned(row, at=at)
    return True


@transaction.atomic
def undo_return(*, row: Qualifying, by: User, at: datetime) -> Qualifying:
    """He has it again, as before he returned it, while his time runs and nobody began.

    Refused as NotUndoable for what is not his, or older than a day, and as MovedOn where it went
    on since. What he had planned he plans again.
    """
    lead = lock(row.lead_id)
    row = Qualifying.objects.select_related("person").get(pk=row.pk)
    if row.returned_at is None:
        return row
    if row.returned_by_id != by.pk or row.says not in SAID:
        raise NotUndoable(_("Only what you returned yourself can be undone."))
    if not is_recent(row.returned_at, now=at):
        raise NotUndoable(
            _("A return can be undone for %(undo_hours)s hours; this one stands.")
            % {"undo_hours": UNDO_HOURS}
        )
    if not (row.person.is_qualifier and hold(row.person)):
        raise NotUndoable(_("You qualify no leads any more. This return stands."))
    refuse_moved_on(row, lead, at=at)
    given = Assignment.objects.current().filter(lead=lead).first()
    if given:
        take_back_assignment(given=given, by=by, at=at)
    with_again(row)
    record(gettext_noop("return undone"), of=row, by=by, at=at, lead_id=lead.pk)
    settle([lead.pk], at=at)
    return row


def refuse_moved_on(row: Qualifying, lead: Lead, *, at: datetime) -> None:
    """Somebody decided on it since, or has begun; or it would be late in the same moment."""
    if row.due_by <= at:
        raise MovedOn(_("Your time for %(lead)s is over.") % {"lead": lead})
    later = Qualifying.objects.filter(lead=lead, given_at__gte=row.returned_at)
    began = row.returned_at or row.given_at
    given = Assignment.objects.filter(lead=lead, began_at__gte=began)
    by_hand = given.exclude(given_by=None)
    touched = Touch.objects.logged().filter(lead=lead, logged_at__gt=began)
    judged = lead.verdicts.filter(given_at__gte=began)
    over = given.exclude(ended_at=None)
    since = (later.exclude(pk=row.pk), by_hand, touched, judged, over)
    if any(rows.exists() for rows in since) or not lead.is_open:
        raise MovedOn(_("%(lead)s went on since.") % {"lead": lead})
